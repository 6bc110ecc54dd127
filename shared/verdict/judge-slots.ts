import type { Cause } from '../causes/fingerprint.ts'
import { countRunsAt, dueSlots, type DueSlot } from '../expectations/due-slots.ts'
import { THRESHOLDS } from '../expectations/thresholds.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { countNights, type Finding, type Question, toFinding } from './finding.ts'
import { dueAt, type Job } from './job.ts'
import { formatClock, formatCount } from './words.ts'

/** What a job's schedules give. */
export interface SlotsJudgement {
  findings: Finding[]
  /** Slots of the window, ascending. */
  slots: number[]
  /** Slots of the window without a run, past their grace. */
  absent: number[]
  unknown: string | null
  changesAt: number | null
}

/**
 * Judges the slots of one job that were due by `question.at`: those without a run are missing, and stay so until a later-due
 * run ended. Slots from before the runs are known are not judged.
 */
export function judgeSlots(job: Job, question: Question): SlotsJudgement {
  if (job.subject === null)
    return { findings: job.gone ? goneJob(job, question) : [], slots: [], absent: [], unknown: null, changesAt: null }
  const runs = job.runs
  // A later run that ended, well or badly, speaks for the job from then on.
  const lastEnded = runs.findLast(run => run.endedAt !== null && dueAt(run) <= question.at)
  const knownFromAt = Math.max(question.picture.runsKnownFromAt ?? question.at, question.picture.reachFromAt)
  const openFromAt = lastEnded === undefined ? knownFromAt : dueAt(lastEnded)
  const fromAt = Math.max(knownFromAt, Math.min(question.fromAt, openFromAt))
  const due = dueSlots(job.subject, runs, { fromAt, toAt: question.at })

  const isOver = (slot: DueSlot): boolean => question.at > slot.at + THRESHOLDS.missingGraceMs
  const absent = missingSlots(due.slots.filter(isOver), job, question)
  const slots = due.slots.filter(slot => slot.at >= question.fromAt)
  const pending = due.slots.find(slot => !isOver(slot))
  return {
    findings: toFindings(absent, openFromAt, { job, question }),
    slots: slots.map(slot => slot.at),
    absent: absent.filter(slot => slot.at >= question.fromAt).map(slot => slot.at),
    unknown: unknownReason(due, question),
    changesAt: pending === undefined ? null : pending.at + THRESHOLDS.missingGraceMs,
  }
}

function unknownReason(due: ReturnType<typeof dueSlots>, question: Question): string | null {
  if (due.unknown === 'unreadable')
    return 'its schedule could not be understood'
  if (due.unknown === 'changed' && (due.changedAt ?? 0) >= question.fromAt)
    return `its schedule was changed ${formatClock(due.changedAt ?? 0, question.at, question.timeZone)}; what was due before is not known`
  return null
}

/** Each instant needs as many runs as schedules name it. A run that was seen and then deleted stood there too, unless pausing deleted it. */
function missingSlots(slots: readonly DueSlot[], job: Job, { picture }: Question): DueSlot[] {
  const deleted = job.subject?.paused === true ? [] : picture.vanished.filter(run => run.deploymentId === job.deploymentId)
  const used = new Map<number, number>()
  return slots.filter((slot) => {
    const taken = used.get(slot.at) ?? 0
    used.set(slot.at, taken + 1)
    return taken >= countRunsAt(job.runs, slot.at) + countRunsAt(deleted, slot.at)
  })
}

interface Context {
  job: Job
  question: Question
}

function toFindings(absent: readonly DueSlot[], openFromAt: number, context: Context): Finding[] {
  const open = absent.filter(slot => slot.at > openFromAt)
  if (open.length > 0)
    return [toMissing(open, { ...context, open: true })]
  const put = absent.filter(slot => slot.at >= context.question.fromAt)
  return put.length > 0 ? [toMissing(put, { ...context, open: false })] : []
}

function toMissing(slots: readonly DueSlot[], { job, question, open }: Context & { open: boolean }): Finding {
  const { at, timeZone } = question
  const first = slots[0]?.at ?? at
  const nightCount = countNights(slots.map(slot => slot.at), THRESHOLDS.nightApartMs)
  const cause = absenceCause(slots, job)
  const lastKept = job.runs.findLast(run => run.autoScheduled && dueAt(run) <= at) ?? null
  const expected = slots.length === 1
    ? `expected ${formatClock(first, at, timeZone)}`
    : `${formatCount(slots.length, 'slot')} since ${formatClock(first, at, timeZone)} without a run`
  const last = lastKept === null ? 'no automatic run of it is known' : `its last one was due ${formatClock(dueAt(lastKept), at, timeZone)}`
  const chronic = cause !== null && nightCount >= THRESHOLDS.chronicNightCount
  return toFinding({
    job,
    kind: 'missing',
    section: open ? (chronic ? 'known' : 'needs-you') : 'recovered',
    open,
    sinceAt: first,
    run: null,
    slotAt: slots.at(-1)?.at ?? first,
    cause,
    expectation: 'start',
    title: `${job.name} did not run`,
    reason: cause === null ? `${expected}; nothing was scheduled, cause not known; ${last}` : `${cause.text}; ${expected}; ${last}`,
    evidence: [
      { text: expected, at: first, runId: null, source: 'schedule' },
      ...(job.subject?.paused === true && job.subject.updatedAt !== null
        ? [{ text: `paused; the deployment was last changed ${formatClock(job.subject.updatedAt, at, timeZone)}`, at: job.subject.updatedAt, runId: null, source: 'deployment' as const }]
        : []),
      { text: last, at: lastKept === null ? null : dueAt(lastKept), runId: lastKept?.id ?? null, source: 'state' },
    ],
    nightCount,
  })
}

/** Pausing deletes what was scheduled, and a stopped `serve()` pauses too: so never "somebody paused it". */
function absenceCause(slots: readonly DueSlot[], job: Job): Cause | null {
  if (job.subject?.paused === true)
    return { key: `paused ${job.key}`, text: 'its deployment is paused', said: 'its deployment is paused' }
  if (slots.every(slot => slot.schedule === 'off'))
    return { key: `schedule off ${job.key}`, text: 'its schedule is switched off', said: 'its schedule is switched off' }
  return null
}

/**
 * A deployment that is gone is missing once the rhythm of its last automatic runs is broken, unless its flow got another
 * deployment since: then it was renamed or made anew.
 */
function goneJob(job: Job, question: Question): Finding[] {
  const { picture, at, timeZone } = question
  const automatic = job.runs.filter(run => run.autoScheduled && dueAt(run) <= at)
  const last = automatic.at(-1)
  const periodMs = steadyPeriodMs(automatic)
  if (last === undefined || periodMs === null || at <= dueAt(last) + periodMs + THRESHOLDS.rhythmGraceMs)
    return []
  if ([...picture.deployments.values()].some(({ flowId, createdAt }) => flowId === job.flowId && createdAt > dueAt(last)))
    return []
  const missedAt = dueAt(last) + periodMs
  const slots = Array.from({ length: Math.min(1_000, Math.floor((at - missedAt) / periodMs) + 1) }, (_, index) => missedAt + index * periodMs)
  const nightCount = countNights(slots, THRESHOLDS.nightApartMs)
  const until = `it ran until ${formatClock(dueAt(last), at, timeZone)}`
  return [toFinding({
    job,
    kind: 'missing',
    section: nightCount >= THRESHOLDS.chronicNightCount ? 'known' : 'needs-you',
    sinceAt: missedAt,
    run: last,
    slotAt: missedAt,
    cause: { key: `deleted ${job.key}`, text: 'its deployment was deleted', said: 'its deployment was deleted' },
    expectation: 'start',
    title: `${job.name} did not run`,
    reason: `its deployment was deleted; ${until}`,
    evidence: [{ text: until, at: dueAt(last), runId: last.id, source: 'state' }],
    nightCount,
  })]
}

/** The distance between automatic runs, where the last three distances agree within a minute; null: no rhythm. */
function steadyPeriodMs(automatic: readonly FlowRun[]): number | null {
  const recent = automatic.slice(-(THRESHOLDS.rhythmRunCount + 1)).map(dueAt)
  const gaps = recent.slice(1).map((at, index) => at - (recent[index] ?? at))
  const [first] = gaps
  if (first === undefined || gaps.length < THRESHOLDS.rhythmRunCount || first <= 0)
    return null
  return gaps.every(gap => Math.abs(gap - first) <= 60_000) ? first : null
}
