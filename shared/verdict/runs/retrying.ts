import type { FlowRun } from '../../model/flow-run.ts'
import type { RunState } from '../../model/run-state.ts'
import { type Finding, toFinding } from '../finding.ts'
import { formatClock } from '../words.ts'
import { causeOf } from './failure.ts'
import { isBad, type UnfinishedContext } from './judged-run.ts'

/**
 * A run that failed and is not over stays listed, with the cause it failed with, until it completes.
 * Between a flow's own attempts (AwaitingRetry, Retrying) nobody is needed yet.
 */
export function toRetry(run: FlowRun, state: RunState, { job, question }: UnfinishedContext): Finding | null {
  const known = question.picture.histories.get(run.id)
  const history = known ?? []
  const failed = history.findLast(past => isBad({ state: past })) ?? null
  // A run that was paused and resumed entered RUNNING twice as well.
  const ranBefore = run.runCount > 1 && state.type === 'RUNNING' && (known === undefined || known.some(({ name }) => name === 'AwaitingRetry'))
  const isOwnRetry = state.name === 'AwaitingRetry' || state.name === 'Retrying' || ranBefore
  if (failed === null && !isOwnRetry)
    return null
  const waiting = history.findLast(past => past.name === 'AwaitingRetry') ?? (state.name === 'AwaitingRetry' ? state : null)
  const told = failed ?? waiting
  const retriedAt = (failed === null ? null : history.find(past => past.at > failed.at)?.at) ?? state.at
  const clock = formatClock(retriedAt, question.at, question.timeZone)
  return toFinding({
    job,
    kind: 'retrying',
    section: failed === null ? 'worth-a-look' : 'needs-you',
    sinceAt: failed?.at ?? retriedAt,
    run,
    cause: causeOf(run, told, { job, question }),
    expectation: 'good-run',
    title: failed === null ? `${job.name} is on attempt ${Math.max(2, run.runCount + (state.type === 'RUNNING' ? 0 : 1))}` : `${job.name} failed and is being retried since ${clock}`,
    reason: told?.message ?? (failed === null ? 'an attempt failed; its own retries go on' : `failed ${formatClock(failed.at, question.at, question.timeZone)}, being retried since ${clock}`),
    evidence: [{ text: failed === null ? `attempt failed, retried since ${clock}` : `being retried since ${clock}`, at: retriedAt, runId: run.id, source: 'state' }],
  })
}
