import type { FlowRun } from '../../model/flow-run.ts'
import { dueAt } from '../job.ts'

/** What Prefect 3 writes on a run that a deployment's limit with the strategy CANCEL_NEW refused. */
const REFUSED = /concurrency limit reached/i

/**
 * Whether a cancelled run only gave way to another of its job that was going at the time and did not end in cancellation:
 * that run stands for its slot, well or badly.
 *
 * @param runs - of the job
 */
export function gaveWay(run: FlowRun, runs: readonly FlowRun[]): boolean {
  if (run.state?.type !== 'CANCELLED' || !REFUSED.test(run.state.message ?? ''))
    return false
  const at = run.endedAt ?? run.state.at
  return runs.some(other => other !== run && other.startedAt !== null && other.startedAt <= at && (other.endedAt === null || other.endedAt >= Math.min(at, dueAt(run))) && other.state?.type !== 'CANCELLED')
}
