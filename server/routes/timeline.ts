import type { H3Event } from 'h3'
import { z } from 'zod'
import type { Timeline, TimelineArtifact, TimelineRow } from '../../shared/api/timeline.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { isTerminal, toMark, type Mark, type RunState } from '../../shared/model/run-state.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { toTimelineAnswer } from '../../shared/timeline/task-columns.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import { formatCount } from '../../shared/verdict/words.ts'
import type { Graph, GraphArtifact, GraphNode, GraphState } from '../prefect/graph.ts'
import type { Reads } from '../prefect/reads.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { readId, readQuery } from './query.ts'
import { getOfRun, getRun, isLive } from './run-detail.ts'

/** The graph does not say how often a task was tried; one page of task runs does. */
const MOST_TASKS_WITH_COUNTS = 200
/** Rows of one answer where there is no graph: five pages upstream, about a second. */
const PART_SIZE = 1_000
/** A tab that holds more is of no use to anybody. */
const MOST_ROWS = 50_000

const Query = z.object({
  server: z.string().optional(),
  offset: z.coerce.number('a count').int('a whole count').min(0, 'a count').max(MOST_ROWS, 'at most 50000').default(0),
})

/** The tasks of a run, read once for all who look. Of very many an answer is a part, and names where the next begins. */
export function timelineRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { offset } = readQuery(event, Query)
    const { run } = await getRun(deps, shown, readId(event, 'run'))
    const parts = await getOfRun(deps, { shown, run, name: `timeline ${offset}` }, async () => await readParts(run, shown.reads, offset))
    const now = shown.watcher.now()
    const timeline = toTimeline(run, parts, now)
    const etag = timeline.live ? null : toETag(deps.bootId, shown.key, run.id, run.state?.id ?? '', offset, timeline.rows.length)
    return await answerJson(event, toTimelineAnswer(timeline), { etag })
  }
}

export interface TimelineParts {
  nodes: GraphNode[] | null
  /** null: not read, because there are too many. */
  tasks: TaskRun[] | null
  states: GraphState[]
  artifacts: GraphArtifact[]
  /** Where the next part begins; null: this is the last. */
  next: number | null
  isWhole: boolean
  setAsideCount: number
}

async function readParts(run: FlowRun, reads: Reads, offset: number): Promise<TimelineParts> {
  const graph: Graph = offset > 0 ? { kind: 'too-large' } : await reads.getGraph(run.id)
  if (graph.kind === 'too-large')
    return await readPart(run, reads, offset)
  const taskCount = graph.nodes.filter(({ kind }) => kind === 'task').length
  const tasks = taskCount === 0 || taskCount > MOST_TASKS_WITH_COUNTS ? null : (await reads.listTaskRuns({ flowRunId: run.id })).rows
  return { nodes: graph.nodes, tasks, states: graph.states, artifacts: graph.artifacts, next: null, isWhole: true, setAsideCount: graph.setAsideCount }
}

async function readPart(run: FlowRun, reads: Reads, offset: number): Promise<TimelineParts> {
  const { rows, complete, setAsideCount } = await reads.listTaskRunPart({ flowRunId: run.id, offset, count: PART_SIZE })
  const states = offset === 0 ? (await reads.listFlowRunStates(run.id)).rows : []
  const isFull = offset + PART_SIZE >= MOST_ROWS
  return { nodes: null, tasks: rows, states, artifacts: [], next: complete || isFull ? null : offset + PART_SIZE, isWhole: complete || !isFull, setAsideCount }
}

/** Offsets from the run's start; a task a client's clock put before it moves the origin. */
export function toTimeline(run: FlowRun, { nodes, tasks, states, artifacts, next, isWhole, setAsideCount }: TimelineParts, now: number): Timeline {
  const isOver = run.state !== null && isTerminal(run.state.type)
  const taskOf = new Map(tasks?.map(task => [task.id, task]))
  const things = nodes !== null ? nodes.map(node => toThing(node, taskOf.get(node.id) ?? null)) : (tasks ?? []).map(toTaskThing)
  const starts = things.map(({ startedAt }) => startedAt).filter(at => at !== null)
  const origin = Math.min(run.startedAt ?? Number.POSITIVE_INFINITY, ...bounded(starts, Math.min))
  const originAt = Number.isFinite(origin) ? origin : run.expectedStartAt ?? run.createdAt
  const lastEnd = bounded(things.map(({ endedAt }) => endedAt).filter(at => at !== null), Math.max)
  const endAt = Math.max(originAt, isOver ? run.endedAt ?? originAt : now, ...lastEnd)
  const rows = things.map((thing): TimelineRow => ({
    id: thing.id,
    kind: thing.kind,
    name: thing.name,
    ...(isOver && isLeftOpen(thing) ? { mark: 'unknown' as Mark, stateName: 'End not reported' } : { mark: toMark(thing.state), stateName: thing.state.name }),
    startMs: thing.startedAt === null ? null : thing.startedAt - originAt,
    endMs: thing.endedAt === null ? null : thing.endedAt - originAt,
    runCount: thing.runCount,
    parents: thing.parents,
    inside: thing.inside,
  }))
  return {
    origin: toIso(originAt),
    endMs: endAt - originAt,
    rows,
    states: states.map(state => ({ mark: toMark(state), name: state.name, type: state.type, atMs: state.at - originAt })),
    artifacts: artifacts.map(({ id, key, type, createdAt, nodeId }): TimelineArtifact => ({ id, key, type, atMs: createdAt - originAt, rowId: nodeId })),
    ...toCompleteness({ nodes, isWhole, setAsideCount }),
    live: isLive(run, now),
    next,
  }
}

/** Spread into Math.min, 10,000 values still fit a call; more would not. */
function bounded(values: readonly number[], pick: (...values: number[]) => number): number[] {
  return values.length === 0 ? [] : [values.reduce((kept, value) => pick(kept, value))]
}

interface Thing {
  id: string
  kind: TimelineRow['kind']
  name: string
  state: Pick<RunState, 'type' | 'name'>
  startedAt: number | null
  endedAt: number | null
  runCount: number | null
  parents: string[]
  inside: string[]
}

function toThing(node: GraphNode, task: TaskRun | null): Thing {
  const state = task?.state?.type === node.type ? task.state : { type: node.type, name: `${node.type.charAt(0)}${node.type.slice(1).toLowerCase()}` }
  return { id: node.id, kind: node.kind, name: node.label, state, startedAt: node.startedAt, endedAt: node.endedAt, runCount: task?.runCount ?? null, parents: [...node.parentIds], inside: [...node.insideIds] }
}

function toTaskThing(task: TaskRun): Thing {
  const kind = task.childFlowRunId === null ? 'task' : 'flow'
  return { id: task.childFlowRunId ?? task.id, kind, name: task.name, state: task.state ?? { type: 'UNKNOWN', name: 'Unknown' }, startedAt: task.startedAt, endedAt: task.endedAt, runCount: task.runCount, parents: [], inside: [] }
}

/** Clients report tasks themselves; one that died reports no end, and the run is over all the same. */
function isLeftOpen({ state, startedAt, endedAt }: Thing): boolean {
  return startedAt !== null && endedAt === null && !isTerminal(state.type)
}

function toCompleteness({ nodes, isWhole, setAsideCount }: Pick<TimelineParts, 'nodes' | 'isWhole' | 'setAsideCount'>): Pick<Timeline, 'complete' | 'incomplete'> {
  const reasons = [
    ...(nodes === null ? ['Prefect gives no graph of a run with so many tasks: what waited for what is left out.'] : []),
    ...(isWhole ? [] : ['The run has more than 50,000 tasks: not all were read.']),
    ...(setAsideCount > 0 ? [`${formatCount(setAsideCount, 'task')} could not be understood and ${setAsideCount === 1 ? 'was' : 'were'} left out.`] : []),
  ]
  return { complete: reasons.length === 0, incomplete: reasons.length === 0 ? null : reasons.join(' ') }
}
