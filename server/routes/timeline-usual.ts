import type { H3Event } from 'h3'
import type { UsualAnswer } from '../../shared/api/timeline.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { toTaskSummaries, toUsualTasks, type TaskSummary } from '../../shared/timeline/usual-tasks.ts'
import { dueAt } from '../../shared/verdict/job.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { WHOLE_VIEW } from './judged.ts'
import { readId } from './query.ts'
import { getOfRun, getRun } from './run-detail.ts'
import { toTimeline } from './timeline.ts'

/** More would say the same. */
const MOST_RUNS = 5
/** Graphs of larger runs cost the server more than they tell. */
const MOST_TASKS = 1_000

/** What the good runs before this one did, from their graphs. */
export function usualRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { run } = await getRun(deps, shown, readId(event, 'run'))
    const { picture } = deps.judge(shown, WHOLE_VIEW)
    return await answerJson(event, await findUsual(run, { deps, shown, picture }))
  }
}

async function findUsual(run: FlowRun, { deps, shown, picture }: { deps: RouteDeps, shown: Shown, picture: Picture }): Promise<UsualAnswer> {
  if (run.parentTaskRunId !== null)
    return { runs: [], tasks: [], note: null }
  const learnt: { run: FlowRun, summaries: TaskSummary[] }[] = []
  const nothing = (note: string): UsualAnswer => ({ runs: [], tasks: [], note })
  const earlier = await goodRunsBefore(run, { deps, shown, picture })
  for (const one of earlier) {
    const summaries = await getOfRun(deps, { shown, run: one, name: 'usual' }, async () => await readSummaries(one, shown))
    if (summaries === 'too-many')
      return nothing('Usual durations are only reckoned for runs of up to 1,000 tasks.')
    if (summaries !== 'gone')
      learnt.push({ run: one, summaries })
  }
  if (learnt.length === 0)
    return nothing('No earlier good run is known, so usual durations are not.')
  return { runs: learnt.map(({ run: { id, name } }) => ({ id, name })), tasks: toUsualTasks(learnt.map(({ summaries }) => summaries)), note: null }
}

/** Of its job, the latest first. Behind the picture's reach, or before it is whole, a deployment's are asked for. */
async function goodRunsBefore(run: FlowRun, { deps, shown, picture }: { deps: RouteDeps, shown: Shown, picture: Picture }): Promise<FlowRun[]> {
  const { id, flowId, deploymentId } = run
  const known = picture.runs.filter(other => other.flowId === flowId && other.deploymentId === deploymentId && other.id !== id && other.state?.type === 'COMPLETED' && dueAt(other) < dueAt(run))
  if (known.length > 0 || deploymentId === null)
    return known.sort((a, b) => dueAt(b) - dueAt(a)).slice(0, MOST_RUNS)
  const asked = await getOfRun(deps, { shown, run, name: 'good before' }, async () => await shown.reads.listGoodRunsBefore({ deploymentId, beforeAt: dueAt(run), limit: MOST_RUNS + 1 }))
  return asked.filter(other => other.id !== id).slice(0, MOST_RUNS)
}

async function readSummaries(run: FlowRun, { reads, watcher }: Shown): Promise<TaskSummary[] | 'too-many' | 'gone'> {
  try {
    const graph = await reads.getGraph(run.id)
    if (graph.kind === 'too-large' || graph.nodes.length > MOST_TASKS)
      return 'too-many'
    const { rows } = toTimeline(run, { ...graph, tasks: null, next: null, isWhole: true }, watcher.now())
    return toTaskSummaries(rows)
  }
  catch (error) {
    if (error instanceof UpstreamError && error.failure === 'absent')
      return 'gone' // deleted since the picture was read
    throw error
  }
}
