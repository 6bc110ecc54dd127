import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, toFinding } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'
import { formatClock, formatDuration } from '../words.ts'
import { isGood } from './good-run.ts'
import type { DeclaredContext } from './judge-declared.ts'

/** The first good run of the other job in the window that this one did not follow with a good run in the declared time. */
export function notFollowed(others: ReadonlyMap<string, Job>, { job, declared, question }: DeclaredContext): Finding | null {
  const { after } = declared
  const other = after === null ? undefined : others.get(after.job)
  if (after === null || other === undefined)
    return null
  const endOf = (run: FlowRun): number => run.endedAt ?? dueAt(run)
  const ours = job.runs.filter(run => isGood(run, declared)).map(endOf)
  const missed = other.runs.find(run => run.state?.type === 'COMPLETED' && endOf(run) >= question.fromAt && endOf(run) + after.withinMs < question.at
    && !ours.some(at => at >= endOf(run) && at <= question.at))
  if (missed === undefined)
    return null
  const clock = formatClock(endOf(missed), question.at, question.timeZone)
  return toFinding({
    job,
    kind: 'missing',
    section: 'needs-you',
    sinceAt: endOf(missed) + after.withinMs,
    expectation: 'start',
    title: `${job.name} did not follow ${other.name}`,
    reason: `${other.name} was good ${clock}; no good run of ${job.name} within ${formatDuration(after.withinMs)}, nor since`,
    evidence: [{ text: `declared: within ${formatDuration(after.withinMs)} after ${other.name}`, at: endOf(missed), runId: missed.id, source: 'declared' }],
  })
}
