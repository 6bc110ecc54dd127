import { learnRhythm, type Rhythm } from '../../expectations/rhythm.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { countNights, toFinding, type Finding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { isFrequent } from '../runs/frequent.ts'
import { isBad } from '../runs/judged-run.ts'
import { formatClock, formatCount } from '../words.ts'
import { knownRows } from './known-rows.ts'
import { NO_SLOTS, type SlotsContext, type SlotsJudgement } from './slots-judgement.ts'

/**
 * Judges a job that no schedule tells of by the rhythm of its runs: it is missing once they stopped. What another job, an automation
 * or a parent starts is judged against its trigger instead; most on-demand work has no rhythm.
 *
 * Of one that ran too seldom to tell, the good runs from before speak as well.
 *
 * @param runs - of the job by due time, without backfills
 */
export function judgeRhythm(runs: readonly FlowRun[], { job, question }: SlotsContext): SlotsJudgement {
  const { picture, at, fromAt } = question
  const { rowsFromAt } = knownRows(job, picture, at)
  const isPartlyKnown = picture.coverage.has(job.deploymentId ?? '')
  const own = runs.filter(run => dueAt(run) <= at && (!isPartlyKnown || dueAt(run) >= rowsFromAt))
  const last = own.at(-1)
  if (last === undefined || job.subject?.paused === true || own.some(({ maker, parentTaskRunId }) => maker?.kind === 'automation' || parentTaskRunId !== null))
    return NO_SLOTS
  const rhythm = learnRhythm(own.map(dueAt)) ?? learnRhythm(withoutReruns(own).map(dueAt)) ?? (job.older.length === 0 ? null : learnRhythm(withoutReruns([...job.older, ...own]).map(dueAt)))
  if (rhythm === null)
    return NO_SLOTS
  const expected = rhythm.dueUntil(at).filter(instant => instant > dueAt(last))
  const over = expected.filter(instant => at > instant + rhythm.graceMs)
  const absent = isFrequent(own, at) && isWeather(over, own) ? [] : over
  const pending = expected[over.length]
  return {
    ...NO_SLOTS,
    findings: absent.length === 0 ? [] : [toStopped(absent, last, { job, question, rhythm })],
    slots: expected.filter(instant => instant >= fromAt),
    absent,
    changesAt: pending === undefined ? null : pending + rhythm.graceMs,
  }
}

/** Fewer than three slots of a frequent job went by without a good run; three bad runs are told by themselves. */
function isWeather(absent: readonly number[], runs: readonly FlowRun[]): boolean {
  const badCount = runs.slice(runs.findLastIndex(run => run.state?.type === 'COMPLETED') + 1).filter(isBad).length
  return absent.length + badCount < THRESHOLDS.frequentBadCount || badCount >= THRESHOLDS.frequentBadCount
}

/** What somebody ran again because it had failed says nothing of the usual hour. */
function withoutReruns(runs: readonly FlowRun[]): readonly FlowRun[] {
  return runs.filter((run, index) => {
    const before = runs[index - 1]
    return run.autoScheduled || before === undefined || !isBad(before)
  })
}

function toStopped(absent: readonly number[], last: FlowRun, { job, question: { at, timeZone }, rhythm }: Pick<SlotsContext, 'job' | 'question'> & { rhythm: Rhythm }): Finding {
  const clock = (instant: number): string => formatClock(instant, at, timeZone)
  const first = absent[0] ?? at
  const nightCount = countNights(absent, THRESHOLDS.nightApartMs)
  const usual = `usually runs ${rhythm.words}, next about ${clock(first)}`
  const none = `none since ${clock(dueAt(last))}`
  return toFinding({
    job,
    kind: 'missing',
    section: nightCount >= THRESHOLDS.chronicNightCount ? 'known' : 'needs-you',
    sinceAt: first,
    slotAt: absent.at(-1) ?? first,
    // A cause of its own: Prefect's scheduler never had to do with it.
    cause: { key: `rhythm ${job.key}`, text: 'it has no schedule, and its usual runs stopped', said: 'it has no schedule, and its usual runs stopped' },
    expectation: 'start',
    title: `${job.name} did not run`,
    reason: `${usual}; ${none}; no schedule says so`,
    evidence: [
      { text: `${usual}; ${formatCount(absent.length, 'run')} did not come`, at: first, runId: null, source: 'baseline' },
      { text: none, at: dueAt(last), runId: last.id, source: 'state' },
    ],
    nightCount,
  })
}
