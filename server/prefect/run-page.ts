import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { StateType } from '../../shared/model/run-state.ts'
import type { Capabilities } from './capabilities.ts'
import { toFlowRun } from './flow-run.ts'
import { writeInstant } from './instant.ts'
import type { FilterBodies, FlowRunFilter, Pager } from './paging.ts'
import { readRows } from './rows.ts'
import { readStretch } from './stretch.ts'

/** Which runs, roots and children both. null asks nothing of a field; an empty list asks for none, and no run is it. */
export interface RunQuery {
  flowIds: readonly string[] | null
  deploymentIds: readonly string[] | null
  /** Any of these. */
  tags: readonly string[] | null
  stateTypes: readonly StateType[] | null
  /** Besides `stateTypes`, both must hold; Late is a name of SCHEDULED. */
  stateNames: readonly string[] | null
  /** Part of the run's name, any case. */
  name: string | null
  /** Bounds of the due time, inclusive. */
  fromAt: number | null
  toAt: number | null
}

export interface RunPage {
  /** Latest due first. Fewer than the limit does not mean the end, and a group of one instant can make it more. */
  runs: FlowRun[]
  /** To go on; null at the end. */
  cursor: string | null
  setAsideCount: number
}

export interface RunPageOptions {
  capabilities: Capabilities
  cursor: string | null
  limit: number
  signal: AbortSignal | undefined
}

/**
 * One page of runs by due time. Prefect reads `%` and `_` of a name as wildcards, and 2.20 knows only "all of these tags": what
 * comes is checked again here, so a page may be short.
 */
export async function listRunPage(pager: Pager, query: RunQuery, { capabilities, cursor, limit, signal }: RunPageOptions): Promise<RunPage> {
  if ([query.flowIds, query.deploymentIds, query.tags, query.stateTypes, query.stateNames].some(list => list?.length === 0))
    return { runs: [], cursor: null, setAsideCount: 0 }
  const stretch = await readStretch(pager, {
    path: '/flow_runs/filter',
    field: 'expected_start_time',
    bodyFrom: instant => writeRunQuery(query, instant, capabilities),
    cursor,
    limit,
    groupCap: limit,
    signal,
  })
  const { rows, setAsideCount } = readRows(stretch.bodies, toFlowRun)
  return { runs: rows.filter(run => isAsked(run, query)).sort(byDueTime), cursor: stretch.cursor, setAsideCount }
}

/** Latest first; one instant by id, so that the same runs always stand in the same order. */
function byDueTime(a: FlowRun, b: FlowRun): number {
  const [dueA, dueB] = [a.expectedStartAt ?? Number.NEGATIVE_INFINITY, b.expectedStartAt ?? Number.NEGATIVE_INFINITY]
  return dueA === dueB ? (a.id < b.id ? -1 : 1) : dueB - dueA
}

function writeRunQuery({ flowIds, deploymentIds, tags, stateTypes, stateNames, name, fromAt, toAt }: RunQuery, instant: string | null, { tagsAny }: Capabilities): FilterBodies['/flow_runs/filter'] {
  const state: FlowRunFilter['state'] = {
    ...(stateTypes !== null && { type: { any_: stateTypes.filter(type => type !== 'UNKNOWN') } }),
    ...(stateNames !== null && { name: { any_: [...stateNames] } }),
  }
  const before = instant ?? (toAt === null ? null : writeInstant(toAt))
  const due = { ...(fromAt !== null && { after_: writeInstant(fromAt) }), ...(before !== null && { before_: before }) }
  return {
    sort: 'EXPECTED_START_TIME_DESC',
    ...(flowIds !== null && { flows: { id: { any_: [...flowIds] } } }),
    flow_runs: {
      ...(Object.keys(due).length > 0 && { expected_start_time: due }),
      ...(deploymentIds !== null && { deployment_id: { any_: [...deploymentIds] } }),
      ...(Object.keys(state).length > 0 && { state }),
      ...(tags !== null && (tagsAny ? { tags: { any_: [...tags] } } : tags.length === 1 ? { tags: { all_: [...tags] } } : {})),
      ...(name !== null && { name: { like_: name } }),
    },
  }
}

function isAsked(run: FlowRun, { tags, name }: RunQuery): boolean {
  return (tags === null || run.tags.some(tag => tags.includes(tag)))
    && (name === null || run.name.toLowerCase().includes(name.toLowerCase()))
}
