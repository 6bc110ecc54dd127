import { learnRhythm, OF_A_SCHEDULER } from '../../expectations/rhythm.ts'
import { scheduledSlots } from '../../expectations/slots.ts'
import { DAY_MS, HOUR_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { countNights, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import type { GoneDeployment } from '../remembered.ts'
import { formatClock, formatCount } from '../words.ts'
import { NO_SLOTS, type SlotsContext, type SlotsJudgement } from './slots-judgement.ts'

/** Slots skipped while it was still there, from which its end only ended what had stopped before. */
const STOPPED_SLOT_COUNT = 2

/**
 * A deployment that is gone without an heir did not run from its first skipped slot on, by the schedules it was last seen with, else
 * by the rhythm of its automatic runs. One that had stopped before, or ran on demand, is only gone.
 *
 * @param runs - of the job by due time, without backfills
 */
export function judgeGone(runs: readonly FlowRun[], { job, question }: SlotsContext): SlotsJudgement {
  const { picture, at, fromAt, timeZone } = question
  const last = runs.findLast(run => run.autoScheduled && dueAt(run) <= at)
  if (last === undefined)
    return NO_SLOTS
  const gone = picture.remembered.gone.get(job.deploymentId ?? '') ?? null
  const due = gone === null ? byRows(runs, at) : bySchedules(gone, dueAt(last), at)
  const slots = due.slots.filter(slot => slot > dueAt(last) + THRESHOLDS.slotJoinMs)
  const absent = slots.filter(slot => at > slot + due.graceMs)
  const pending = slots[absent.length]
  const changesAt = pending === undefined ? null : pending + due.graceMs
  const [first] = absent
  if (first === undefined || (gone !== null && absent.filter(slot => slot < gone.lastSeenAt - THRESHOLDS.missingGraceMs).length >= STOPPED_SLOT_COUNT))
    return { ...NO_SLOTS, changesAt }
  const clock = (instant: number): string => formatClock(instant, at, timeZone)
  const when = gone === null ? '' : ` between ${clock(gone.lastSeenAt)} and ${clock(gone.goneAt)}`
  const until = `${isNightly(absent, dueAt(last)) ? 'ran nightly' : 'ran'} until ${clock(dueAt(last))}`
  const nightCount = countNights(absent, THRESHOLDS.nightApartMs)
  const isKnown = nightCount >= THRESHOLDS.chronicNightCount || at - first >= THRESHOLDS.skippedKnownMs
  return {
    ...NO_SLOTS,
    findings: [toFinding({
      job,
      kind: 'missing',
      section: isKnown ? 'known' : 'needs-you',
      sinceAt: first,
      run: last,
      slotAt: absent.at(-1) ?? first,
      cause: { key: `deleted ${job.key}`, text: 'its deployment was deleted', said: 'its deployment was deleted' },
      expectation: 'start',
      title: `${job.name} did not run`,
      reason: `its deployment was deleted${when}; ${until}`,
      evidence: [
        ...gone === null ? [] : [{ text: `deleted${when}`, at: gone.goneAt, runId: null, source: 'deployment' as const }],
        { text: `${formatCount(absent.length, 'slot')} since ${clock(first)} without a run`, at: first, runId: null, source: gone === null ? 'baseline' : 'schedule' },
        { text: `it ${until}`, at: dueAt(last), runId: last.id, source: 'state' },
      ],
      nightCount,
    })],
    slots: absent.filter(slot => slot >= fromAt),
    absent,
    changesAt: isKnown ? changesAt : Math.min(changesAt ?? Number.POSITIVE_INFINITY, first + THRESHOLDS.skippedKnownMs),
  }
}

interface Due {
  slots: readonly number[]
  graceMs: number
}

function bySchedules({ schedules }: GoneDeployment, fromAt: number, toAt: number): Due {
  const named = schedules.filter(({ active }) => active).flatMap(({ rule }) => scheduledSlots(rule, fromAt, toAt) ?? [])
  return { slots: [...new Set(named)].sort((a, b) => a - b), graceMs: THRESHOLDS.missingGraceMs }
}

function byRows(runs: readonly FlowRun[], at: number): Due {
  const due = [...new Set(runs.filter(run => run.autoScheduled && dueAt(run) <= at).map(dueAt))]
  const rhythm = learnRhythm(due, OF_A_SCHEDULER)
  return rhythm === null ? { slots: [], graceMs: 0 } : { slots: rhythm.dueUntil(at), graceMs: Math.max(rhythm.graceMs, THRESHOLDS.rhythmGraceMs) }
}

function isNightly([first, second]: readonly number[], lastAt: number): boolean {
  const apartMs = first === undefined ? 0 : (second ?? first) - (second === undefined ? lastAt : first)
  return Math.abs(apartMs - DAY_MS) <= HOUR_MS
}
