import type { DueSlot } from '../../expectations/due-slots.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { isBad } from '../runs/judged-run.ts'
import { formatClock } from '../words.ts'
import { unfilled } from './filled.ts'
import type { SlotsContext } from './slots-judgement.ts'
import { changedAt, isUnstarted, vanishedOf } from './why-absent.ts'

interface Deleted {
  /** Slots that have no run all the same. */
  absent: readonly DueSlot[]
  findings: readonly Finding[]
  /** In words, of the window. */
  notes: string[]
}

/**
 * Parts slots without a row by runs that were seen there and then deleted. One that had begun stands for its slot, and so does one that
 * somebody deleted as it waited: that is worth a look until the job runs again. But a pause, and with some versions of Prefect any
 * change of the deployment, deletes what waits: then the slot is missing.
 *
 * @param runs - of the job by due time, without backfills
 */
export function judgeDeleted(slots: readonly DueSlot[], { job, question, runs }: SlotsContext & { runs: readonly FlowRun[] }): Deleted {
  const { picture, at, fromAt, timeZone } = question
  const vanished = slots.length === 0 ? [] : vanishedOf(job, picture)
  if (vanished.length === 0)
    return { absent: slots, findings: [], notes: [] }
  const isTaken = (run: FlowRun): boolean => isUnstarted(run) && (job.subject?.paused === true || changedAt(job) > dueAt(run))
  const absent = unfilled(slots, vanished.filter(run => !isTaken(run)))
  const isAbsent = new Set(absent)
  const stood = slots.filter(slot => !isAbsent.has(slot))
  const clock = (instant: number): string => formatClock(instant, at, timeZone)
  const lastEnded = runs.findLast(run => run.endedAt !== null && dueAt(run) <= at)
  const open = vanished.findLast(run => (isBad(run) || run.endedAt === null) && (lastEnded === undefined || dueAt(run) > dueAt(lastEnded)) && stood.some(slot => Math.abs(slot.at - dueAt(run)) <= THRESHOLDS.slotJoinMs))
  return {
    absent,
    findings: open === undefined || isAbsent.size > 0 ? [] : [toDeleted(open, { job, question })],
    notes: stood.filter(slot => slot.at >= fromAt).slice(-1).map(slot => `its run due ${clock(slot.at)} was deleted`),
  }
}

function toDeleted(run: FlowRun, { job, question: { at, timeZone } }: Pick<SlotsContext, 'job' | 'question'>): Finding {
  const due = formatClock(dueAt(run), at, timeZone)
  const state = isUnstarted(run) ? 'before it began' : `when it was last seen ${run.state?.name.toLowerCase() ?? 'in no state'}`
  return toFinding({
    job,
    // As good as cancelled: somebody decided that it should not run, or not be seen.
    kind: 'cancelled',
    section: 'worth-a-look',
    sinceAt: dueAt(run),
    slotAt: dueAt(run),
    expectation: 'start',
    title: `${job.name}: its run due ${due} was deleted`,
    reason: `${run.name}, due ${due}, was deleted ${state}; not run since`,
    evidence: [{ text: `${run.name} was seen, and Prefect does not know it any more`, at: dueAt(run), runId: null, source: 'state' }],
  })
}
