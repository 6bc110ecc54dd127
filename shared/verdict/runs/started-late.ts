import { lateGraceMs, quantile } from '../../expectations/baseline.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock, formatDuration } from '../words.ts'
import type { RunsContext } from './judged-run.ts'

/** The job's last run of the window began past its grace and was not done by the time it usually is. */
export function startedLate(runs: readonly FlowRun[], { job, question }: RunsContext): Finding | null {
  const last = runs.findLast(run => run.startedAt !== null)
  if (last?.startedAt == null || last.expectedStartAt === null || !last.autoScheduled || last.state?.type !== 'COMPLETED' || (last.endedAt ?? 0) < question.fromAt)
    return null
  const lateMs = last.startedAt - last.expectedStartAt
  const earlier = runs.slice(0, runs.indexOf(last))
  if (lateMs <= lateGraceMs(earlier))
    return null
  const doneAfter = earlier.slice(-THRESHOLDS.baselineWindowCount).filter(run => run.state?.type === 'COMPLETED' && run.autoScheduled).map(run => (run.endedAt ?? 0) - dueAt(run))
  const usualMs = doneAfter.length < THRESHOLDS.baselineRunCount ? null : quantile(doneAfter, 0.95)
  if (usualMs !== null && (last.endedAt ?? 0) - dueAt(last) <= usualMs)
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
    title: `${job.name} started ${formatDuration(lateMs)} late`,
    reason: `due ${clock(dueAt(last))}, began ${clock(last.startedAt)}, done ${clock(last.endedAt ?? last.startedAt)}`,
    evidence: usualMs === null ? [] : [{ text: `usually done ${formatDuration(usualMs)} after it is due`, at: null, runId: null, source: 'baseline' }],
  })
}
