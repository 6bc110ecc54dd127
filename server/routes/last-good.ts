import type { FlowRun } from '../../shared/model/flow-run.ts'
import { dueAt } from '../../shared/verdict/job.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { EVERY_RUN, type RunQuery } from '../prefect/run-page.ts'
import type { Shown } from '../shown.ts'
import type { RouteDeps } from './deps.ts'

/** Of one page: enough to find one of the same job among other runs of its flow. */
const LOOKED_AT = 50
/** What was good stays so; a better one comes at most with the next run. */
const KEPT_MS = 60_000

/**
 * The last run before this one that completed: of its job; of its flow, where it is another run's child and so has no job.
 * null: none is known. The picture is asked first; behind its reach one page is read.
 */
export async function findLastGood(run: FlowRun, { deps, shown, picture }: { deps: Pick<RouteDeps, 'once'>, shown: Shown, picture: Picture }): Promise<FlowRun | null> {
  const isLike = (other: FlowRun): boolean => other.id !== run.id && other.flowId === run.flowId && other.deploymentId === run.deploymentId
    && (other.parentTaskRunId === null) === (run.parentTaskRunId === null) && other.state?.type === 'COMPLETED' && dueAt(other) <= dueAt(run)
  const known = run.parentTaskRunId === null ? picture.runs.filter(isLike).sort((a, b) => dueAt(b) - dueAt(a))[0] : undefined
  if (known !== undefined)
    return known
  return await deps.once.get(`last good ${shown.key} ${run.id}`, async () => {
    const query: RunQuery = { ...EVERY_RUN, flowIds: [run.flowId], deploymentIds: run.deploymentId === null ? null : [run.deploymentId], stateTypes: ['COMPLETED'], subflows: run.parentTaskRunId === null ? 'out' : 'only', toAt: dueAt(run) }
    const { runs } = await shown.reads.listRuns(query, { limit: LOOKED_AT })
    return runs.find(isLike) ?? null
  }, () => KEPT_MS)
}
