import type { TimeField } from '../../shared/filter/run-filter.ts'
import { instantOf } from '../../shared/filter/run-matches.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { StateType } from '../../shared/model/run-state.ts'
import type { Capabilities } from './capabilities.ts'
import { toFlowRun } from './flow-run.ts'
import { writeInstant } from './instant.ts'
import type { FilterBodies, FlowRunFilter, Pager } from './paging.ts'
import { readRows } from './rows.ts'
import { readStretch } from './stretch.ts'

/**
 * Which runs, in the order of the instant that bounds them, so that the server walks one index. null asks nothing of a field; an
 * empty list asks for none, and no run is it.
 */
export interface RunQuery {
  flowIds: readonly string[] | null
  deploymentIds: readonly string[] | null
  /**
   * Every deployment of `flowIds`, where all are known: it changes no answer. Runs of deployments, and those of none, Prefect finds by
   * an index; for those of a flow it looks at all runs of the time (85 and 15 ms of 100,000 on 3.8.8 with SQLite).
   */
  everyDeploymentId?: readonly string[]
  workPools: readonly string[] | null
  /** Any of these. */
  tags: readonly string[] | null
  /** Each of these besides. */
  allTags: readonly string[]
  stateTypes: readonly StateType[] | null
  /** Besides `stateTypes`, both must hold; Late is a name of SCHEDULED. */
  stateNames: readonly string[] | null
  /** Part of the run's name, any case. */
  name: string | null
  /** Runs that tasks of other runs started. */
  subflows: 'in' | 'out' | 'only'
  by: TimeField
  /** By end only the newest can come first: Prefect has no other order. */
  order: 'newest-first' | 'oldest-first'
  /** Bounds of the instant, inclusive. */
  fromAt: number | null
  toAt: number | null
}

/** Every run, latest due first. */
export const EVERY_RUN: RunQuery = { flowIds: null, deploymentIds: null, workPools: null, tags: null, allTags: [], stateTypes: null, stateNames: null, name: null, subflows: 'in', by: 'due', order: 'newest-first', fromAt: null, toAt: null }

export interface RunPage {
  /** In the order asked for. Fewer than the limit does not mean the end, and a group of one instant can make it more. */
  runs: FlowRun[]
  /** To go on; null at the end. */
  cursor: string | null
  /** Rows that upstream gave for them. */
  lookedAtCount: number
  setAsideCount: number
}

export interface RunPageOptions {
  capabilities: Capabilities
  cursor: string | null
  limit: number
  signal: AbortSignal | undefined
}

const COLUMNS = { due: 'expected_start_time', started: 'start_time', ended: 'end_time' } as const satisfies Record<TimeField, string>
const SORTS = {
  due: { 'newest-first': 'EXPECTED_START_TIME_DESC', 'oldest-first': 'EXPECTED_START_TIME_ASC' },
  started: { 'newest-first': 'START_TIME_DESC', 'oldest-first': 'START_TIME_ASC' },
  ended: { 'newest-first': 'END_TIME_DESC', 'oldest-first': 'END_TIME_DESC' },
} as const satisfies Record<TimeField, Record<RunQuery['order'], string>>

/**
 * One page of runs by due time, start or end. Prefect reads `%` and `_` of a name as wildcards, and 2.20 knows only "all of these
 * tags": what comes is checked again here, so a page may be short.
 */
export async function listRunPage(pager: Pager, query: RunQuery, { capabilities, cursor, limit, signal }: RunPageOptions): Promise<RunPage> {
  if ([query.flowIds, query.deploymentIds, query.workPools, query.tags, query.stateTypes, query.stateNames].some(list => list?.length === 0))
    return { runs: [], cursor: null, lookedAtCount: 0, setAsideCount: 0 }
  const stretch = await readStretch(pager, {
    path: '/flow_runs/filter',
    field: COLUMNS[query.by],
    bodyFrom: instant => ({ sort: SORTS[query.by][query.order], ...writeRunFilter(query, { instant, capabilities }) }),
    cursor,
    limit,
    groupCap: limit,
    signal,
  })
  const { rows, setAsideCount } = readRows(stretch.bodies, toFlowRun)
  return { runs: rows.filter(run => isAsked(run, query)).sort(inOrder(query)), cursor: stretch.cursor, lookedAtCount: stretch.bodies.length, setAsideCount }
}

function isAsked(run: FlowRun, { tags, name }: RunQuery): boolean {
  return (tags === null || run.tags.some(tag => tags.includes(tag)))
    && (name === null || run.name.toLowerCase().includes(name.toLowerCase()))
}

/** Of one instant by id, so that the same runs always stand in the same order. */
function inOrder({ by, order }: RunQuery): (a: FlowRun, b: FlowRun) => number {
  const sign = order === 'newest-first' ? -1 : 1
  return (a, b) => {
    const [first, second] = [instantOf(a, by) ?? Number.NEGATIVE_INFINITY, instantOf(b, by) ?? Number.NEGATIVE_INFINITY]
    return first === second ? (a.id < b.id ? -1 : 1) : sign * (first - second)
  }
}

type RunFilters = Pick<FilterBodies['/flow_runs/filter'], 'flows' | 'flow_runs' | 'work_pools'>

/** The conditions as Prefect takes them. `instant`: where a page goes on, in place of the bound it was reached from. */
function writeRunFilter(query: RunQuery, { instant, capabilities }: { instant: string | null, capabilities: Pick<Capabilities, 'tagsAny'> }): RunFilters {
  const { flowIds, deploymentIds, everyDeploymentId, workPools, stateTypes, stateNames, name, subflows, by, order, fromAt, toAt } = query
  const state: FlowRunFilter['state'] = {
    ...(stateTypes !== null && { type: { any_: stateTypes.filter(type => type !== 'UNKNOWN') } }),
    ...(stateNames !== null && { name: { any_: [...stateNames] } }),
  }
  const from = fromAt === null ? null : writeInstant(fromAt)
  const to = toAt === null ? null : writeInstant(toAt)
  const [after, before] = order === 'oldest-first' && by !== 'ended' ? [instant ?? from, to] : [from, instant ?? to]
  const bounds = { ...(after !== null && { after_: after }), ...(before !== null && { before_: before }) }
  const tags = writeTags(query, capabilities)
  return {
    ...(flowIds !== null && { flows: { id: { any_: [...flowIds] } } }),
    ...(workPools !== null && { work_pools: { name: { any_: [...workPools] } } }),
    flow_runs: {
      ...(Object.keys(bounds).length > 0 && { [COLUMNS[by]]: bounds }),
      ...(deploymentIds !== null ? { deployment_id: { any_: [...deploymentIds] } } : everyDeploymentId !== undefined && { deployment_id: { operator: 'or_' as const, any_: [...everyDeploymentId], is_null_: true } }),
      ...(Object.keys(state).length > 0 && { state }),
      ...(tags !== null && { tags }),
      ...(name !== null && { name: { like_: name } }),
      ...(subflows !== 'in' && { parent_task_run_id: { is_null_: subflows === 'out' } }),
    },
  }
}

function writeTags({ tags, allTags }: RunQuery, { tagsAny }: Pick<Capabilities, 'tagsAny'>): NonNullable<FlowRunFilter['tags']> | null {
  const all = [...allTags, ...(tags?.length === 1 ? tags : [])]
  const any = tags !== null && tags.length > 1 && tagsAny ? tags : []
  return all.length + any.length === 0 ? null : { ...(all.length > 0 && { all_: all }), ...(any.length > 0 && { any_: [...any] }) }
}

/** How many runs there are, whichever page they would stand on. */
export function writeRunCount(query: RunQuery, capabilities: Pick<Capabilities, 'tagsAny'>): RunFilters {
  return writeRunFilter(query, { instant: null, capabilities })
}
