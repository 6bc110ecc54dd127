import { lateGraceMs, quantile } from '../../expectations/baseline.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, fromEarlierRuns, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock, formatDuration } from '../words.ts'
import type { PartContext } from './judged-run.ts'

/** The job's last run of the window began past its grace and was not done by the time it usually is. Of a frequent job, the last three. */
export function startedLate(runs: readonly FlowRun[], { job, question, isFrequent }: PartContext): Finding | null {
  const count = isFrequent ? THRESHOLDS.frequentBadCount : 1
  const begun: FlowRun[] = []
  for (let index = runs.length - 1; index >= 0 && begun.length < count; index--) {
    const run = runs[index]
    if (run?.startedAt != null)
      begun.push(run)
  }
  const [last] = begun
  const lateMs = Math.min(...begun.map(startDelayMs))
  if (last?.startedAt == null || begun.length < count || lateMs <= THRESHOLDS.lateGraceMs)
    return null
  if (last.state?.type !== 'COMPLETED' || last.endedAt === null || last.endedAt < question.fromAt)
    return null
  const earlier = runs.slice(0, runs.indexOf(begun.at(-1) ?? last))
  const usualMs = usualEndMs(earlier)
  if (lateMs <= lateGraceMs(earlier) || (usualMs !== null && last.endedAt - dueAt(last) <= usualMs))
    return null
  const clock = (at: number): string => formatClock(at, question.at, question.timeZone)
  return toFinding({
    job,
    kind: 'started-late',
    section: 'worth-a-look',
    open: false,
    sinceAt: dueAt(last),
    run: last,
    expectation: 'start',
    title: `${job.name} started ${formatDuration(startDelayMs(last))} late`,
    reason: `due ${clock(dueAt(last))}, began ${clock(last.startedAt)}, done ${clock(last.endedAt)}`,
    evidence: usualMs === null ? [] : [fromEarlierRuns(`usually done ${formatDuration(usualMs)} after it is due`)],
  })
}

/** Never late: a run by hand, which is due when it is made. */
function startDelayMs({ autoScheduled, startedAt, expectedStartAt, runCount }: FlowRun): number {
  return autoScheduled && startedAt !== null && expectedStartAt !== null && runCount <= 1 ? startedAt - expectedStartAt : 0
}

/** By when after it is due nearly every run was done; null: too few to say. */
function usualEndMs(runs: readonly FlowRun[]): number | null {
  const took = runs.slice(-THRESHOLDS.baselineWindowCount).flatMap(run => run.state?.type === 'COMPLETED' && run.autoScheduled && run.endedAt !== null ? [run.endedAt - dueAt(run)] : [])
  return took.length < THRESHOLDS.baselineRunCount ? null : quantile(took, 0.95)
}
