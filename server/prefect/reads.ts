import { HOUR_MS } from '../../shared/expectations/thresholds.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { RunPause } from '../../shared/model/run-pause.ts'
import type { RunSetup } from '../../shared/model/run-setup.ts'
import { isTerminal, STATE_TYPES, type RunState, type StateType } from '../../shared/model/run-state.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { getCapabilities, type Capabilities } from './capabilities.ts'
import type { Client } from './client.ts'
import { getCount } from './count.ts'
import { UpstreamError } from './error.ts'
import { toFlowRun, toParameters } from './flow-run.ts'
import { toGraph, type Graph } from './graph.ts'
import { getHeartbeats, type Heartbeats } from './heartbeats.ts'
import { writeInstant } from './instant.ts'
import { createInventoryReads } from './inventory-reads.ts'
import { toParameterSchema } from './inventory.ts'
import { createLimitReads } from './limit-reads.ts'
import { createLogReads } from './log-reads.ts'
import { takesTextQueries } from './log-search.ts'
import type { components } from './openapi-3.8.8.ts'
import { createPager, listByIds, listByOffset, MOST_ROWS, PAGE_SIZE, toList, type FilterPath, type FlowRunFilter, type OffsetCrawl } from './paging.ts'
import { readOne, readRows, type Listed } from './rows.ts'
import { crawlRuns, type RunCrawl } from './run-crawl.ts'
import { createRunDetailReads } from './run-detail-reads.ts'
import { listRunPage, writeRunCount, type RunPage, type RunQuery } from './run-page.ts'
import { toRunPause } from './run-pause.ts'
import { toRunSetup } from './run-setup.ts'
import { toRunState, toStateCounts } from './run-state.ts'
import { listRunsBelow, type RunsBelow } from './runs-below.ts'
import { createTaskReads } from './task-reads.ts'
import { toTaskRun } from './task-run.ts'

export interface ReadOptions {
  signal?: AbortSignal | undefined
}

type HistoryBody = components['schemas']['Body_flow_run_history_flow_runs_history_post']
type PrefectStateType = Exclude<StateType, 'UNKNOWN'>

const PREFECT_STATE_TYPES = STATE_TYPES.filter(type => type !== 'UNKNOWN')
const ENDED = PREFECT_STATE_TYPES.filter(isTerminal)
/** Not over, and begun: the scheduled ones are bounded by their due time instead. */
const BEGUN = PREFECT_STATE_TYPES.filter(type => !isTerminal(type) && type !== 'SCHEDULED')

/**
 * Root runs only. Runs that a task of another run started carry a parent task run: subflows, and what `run_deployment` made
 * inside a flow.
 */
const ROOT: FlowRunFilter = { parent_task_run_id: { is_null_: true } }

/** Runs of these deployments, or runs without one. */
export type RunsOf = { deploymentIds: readonly string[] } | 'no-deployment'

function toFilter(of: RunsOf | undefined): FlowRunFilter {
  if (of === undefined)
    return {}
  return { deployment_id: of === 'no-deployment' ? { is_null_: true } : { any_: [...of.deploymentIds] } }
}

/** A part of a list, by its place. */
export interface RowStretch {
  limit: number
  offset: number
}

export type Reads = ReturnType<typeof createReads>

/** Every read of one Prefect server, 3.x and 2.20. None changes anything upstream; all throw UpstreamError, or the caller's abort. */
export function createReads(client: Client) {
  const pager = createPager(client)
  let known: Capabilities | null = null
  let searchesLogs: boolean | null = null

  const capabilities = async ({ signal }: ReadOptions): Promise<Capabilities> => known ??= await getCapabilities(client, signal)
  const list = async <Path extends FilterPath, T>(crawl: Omit<OffsetCrawl<Path, T>, 'cap'> & { cap?: number }): Promise<Listed<T>> => await listByOffset(pager, { cap: MOST_ROWS, ...crawl })
  const crawl = async (given: Omit<RunCrawl, 'cap' | 'from'> & Partial<RunCrawl>): Promise<Listed<FlowRun>> => await crawlRuns(pager, { cap: MOST_ROWS, from: null, ...given })

  /** One object by its id. An id of another shape, 422 from 2.20, is as absent as one never given out. */
  async function getOne<T>({ before, id, after = '', toRow }: { before: string, id: string, after?: string, toRow: (body: unknown) => T }, { signal }: ReadOptions): Promise<T> {
    const request = `GET ${before}ID${after}`
    const absent = (cause: unknown): UpstreamError => new UpstreamError('Prefect does not know it: this is no id of it.', { failure: 'absent', request, cause })
    if (/^\.{0,2}$/.test(id))
      throw absent(null) // an address would lose these dots, and lead elsewhere
    try {
      const body = await client.send({ method: 'GET', path: `${before}${encodeURIComponent(id)}${after}`, safe: true }, { signal })
      return readOne(body, toRow, request)
    }
    catch (error) {
      throw error instanceof UpstreamError && error.status === 422 ? absent(error) : error
    }
  }

  return {
    ...createInventoryReads(client, pager),
    ...createRunDetailReads(client, pager),
    ...createTaskReads(client, pager),
    ...createLimitReads(pager),
    ...createLogReads(pager),

    /** Fields of rows that were not what they should be, with the list they came in, each once; since the start. */
    surprises: (): readonly string[] => pager.surprises(),

    /** What the server can do, asked anew: after a restart it may be another version. */
    async getCapabilities({ signal }: ReadOptions = {}): Promise<Capabilities> {
      known = await getCapabilities(client, signal)
      searchesLogs = null
      return known
    },

    /**
     * Runs that a task of another run started and that ended since an instant, latest first: those that failed or crashed, and
     * those of a deployment. null on 2.20, which cannot filter by end.
     */
    async listChildrenEnded({ sinceAt, cap = MOST_ROWS, signal }: ReadOptions & { sinceAt: number, cap?: number }): Promise<Listed<FlowRun> | null> {
      if (!(await capabilities({ signal })).endTimeFilter)
        return null
      const ended = async (filter: FlowRunFilter): Promise<Listed<FlowRun>> =>
        await crawl({ filter: { parent_task_run_id: { is_null_: false }, ...filter }, field: 'end_time', order: 'newest-first', from: writeInstant(sinceAt), to: null, cap, signal })
      const bad = await ended({ state: { type: { any_: ['FAILED', 'CRASHED'] } } })
      const deployed = await ended({ deployment_id: { is_null_: false } })
      const rows = new Map([...bad.rows, ...deployed.rows].map(run => [run.id, run]))
      return { rows: [...rows.values()], complete: bad.complete && deployed.complete, setAsideCount: bad.setAsideCount + deployed.setAsideCount }
    },

    /** Those of these task runs that are still there, in no order. */
    async listTaskRunsById(ids: readonly string[], { signal }: ReadOptions = {}): Promise<TaskRun[]> {
      return (await listByIds(ids, async any_ => await list({ path: '/task_runs/filter', body: { sort: 'ID_DESC', task_runs: { id: { any_ } } }, toRow: toTaskRun, signal }))).rows
    },

    /** Root runs due between two instants, both inclusive. A cut list is whole up to the due time of its last row. */
    async listRunsDue({ fromAt, toAt, of, order = 'newest-first', cap = MOST_ROWS, onPage, signal }: ReadOptions & {
      fromAt: number
      toAt: number
      /** Which runs; left out: all. */
      of?: RunsOf | undefined
      order?: RunCrawl['order']
      cap?: number
      onPage?: RunCrawl['onPage']
    }): Promise<Listed<FlowRun>> {
      return await crawl({ filter: { ...ROOT, ...toFilter(of) }, field: 'expected_start_time', order, from: writeInstant(fromAt), to: writeInstant(toAt), cap, onPage, signal })
    },

    /** The last completed root runs of a deployment that were due up to an instant, latest first; at most a page. */
    async listGoodRunsBefore({ deploymentId, beforeAt, limit, signal }: ReadOptions & { deploymentId: string, beforeAt: number, limit: number }): Promise<FlowRun[]> {
      const filter: FlowRunFilter = { ...ROOT, deployment_id: { any_: [deploymentId] }, state: { type: { any_: ['COMPLETED'] } }, expected_start_time: { before_: writeInstant(beforeAt) } }
      const { bodies } = await pager.read({ path: '/flow_runs/filter', body: { sort: 'EXPECTED_START_TIME_DESC', flow_runs: filter }, limit, offset: 0, signal })
      return readRows(bodies, toFlowRun).rows
    },

    /** Good root runs without a deployment of these flows, due between two instants, latest first. */
    async listGoodRunsOfFlows({ flowIds, fromAt, toAt, cap, signal }: ReadOptions & { flowIds: readonly string[], fromAt: number, toAt: number, cap: number }): Promise<Listed<FlowRun>> {
      const filter: FlowRunFilter = { ...ROOT, ...toFilter('no-deployment'), state: { type: { any_: ['COMPLETED'] } } }
      return await crawl({ filter, flows: { id: { any_: [...flowIds] } }, field: 'expected_start_time', order: 'newest-first', from: writeInstant(fromAt), to: writeInstant(toAt), cap, signal })
    },

    /** How many runs a query asks for in all; null on 2.20 where it asks what that cannot tell. */
    async countRuns(query: RunQuery, { signal }: ReadOptions = {}): Promise<number | null> {
      const known = await capabilities({ signal })
      if ((query.by === 'ended' && !known.endTimeFilter) || ((query.tags?.length ?? 0) > 1 && !known.tagsAny))
        return null
      return await getCount(client, { path: '/flow_runs/count', body: writeRunCount(query, known), signal })
    },

    /** How many automatic root runs of a deployment were due between two instants, both inclusive. */
    async countRunsDue({ deploymentId, fromAt, toAt, signal }: ReadOptions & { deploymentId: string, fromAt: number, toAt: number }): Promise<number> {
      const filter: FlowRunFilter = { ...ROOT, deployment_id: { any_: [deploymentId] }, tags: { all_: ['auto-scheduled'] }, expected_start_time: { after_: writeInstant(fromAt), before_: writeInstant(toAt) } }
      return await getCount(client, { path: '/flow_runs/count', body: { flow_runs: filter }, signal })
    },

    /** How many root runs due between two instants, both on the full second and the end excluded, are in each state type. */
    async countRunsByState({ of, fromAt, toAt, signal }: ReadOptions & { of?: RunsOf | undefined, fromAt: number, toAt: number }): Promise<ReadonlyMap<StateType, number>> {
      const path = '/flow_runs/history'
      // One interval of exactly this length: a shorter last one would be drawn out past the end.
      const body: HistoryBody = { history_start: writeInstant(fromAt), history_end: writeInstant(toAt), history_interval_seconds: (toAt - fromAt) / 1_000, flow_runs: { ...ROOT, ...toFilter(of) } }
      const [interval] = toList(await client.send({ method: 'POST', path, body, safe: true }, { signal }), `POST ${path}`)
      return interval === undefined ? new Map() : readOne(interval, toStateCounts, `POST ${path}`)
    },

    /** How many runs of a pool due in each of some hours, from an instant on the full second on, are in each state type; child runs among them. */
    async countPoolRunsByHour({ workPool, fromAt, hourCount, signal }: ReadOptions & { workPool: string, fromAt: number, hourCount: number }): Promise<ReadonlyMap<StateType, number>[]> {
      const path = '/flow_runs/history'
      const body: HistoryBody = { history_start: writeInstant(fromAt), history_end: writeInstant(fromAt + hourCount * HOUR_MS), history_interval_seconds: HOUR_MS / 1_000, work_pools: { name: { any_: [workPool] } } }
      const hours = toList(await client.send({ method: 'POST', path, body, safe: true }, { signal }), `POST ${path}`)
      return hours.map(hour => readOne(hour, toStateCounts, `POST ${path}`))
    },

    /**
     * Root runs that no schedule and no automation made and that wait to be due between two instants, both inclusive.
     * null where the server cannot tell them apart: 2.20, and 3.x before it knew who made a run.
     */
    async listRunsScheduledByHand({ fromAt, toAt, signal }: ReadOptions & { fromAt: number, toAt: number }): Promise<Listed<FlowRun> | null> {
      const filter: FlowRunFilter = { ...ROOT, state: { type: { any_: ['SCHEDULED'] } }, created_by: { is_null_: true } }
      try {
        return await crawl({ filter, field: 'expected_start_time', order: 'oldest-first', from: writeInstant(fromAt), to: writeInstant(toAt), cap: PAGE_SIZE, signal })
      }
      catch (error) {
        if (error instanceof UpstreamError && error.status === 422)
          return null
        throw error
      }
    },

    /**
     * Root runs that are not over: all that began, and the scheduled ones due by an instant (retries and late ones among them),
     * or of these only those due since another one.
     */
    async listRunsUnfinished({ dueSinceAt = null, dueBeforeAt, signal }: ReadOptions & { dueSinceAt?: number | null, dueBeforeAt: number }): Promise<Listed<FlowRun>> {
      const unfinished = async (types: readonly PrefectStateType[], { from, to }: { from: string | null, to: string | null }): Promise<Listed<FlowRun>> =>
        await crawl({ filter: { ...ROOT, state: { type: { any_: [...types] } } }, field: 'expected_start_time', order: 'oldest-first', from, to, signal })
      // In this order: a run that begins between the two reads is in both, never in neither.
      const due = await unfinished(['SCHEDULED'], { from: dueSinceAt === null ? null : writeInstant(dueSinceAt), to: writeInstant(dueBeforeAt) })
      const begun = await unfinished(BEGUN, { from: null, to: null })
      const rows = new Map([...due.rows, ...begun.rows].map(run => [run.id, run]))
      return { rows: [...rows.values()], complete: due.complete && begun.complete, setAsideCount: due.setAsideCount + begun.setAsideCount }
    },

    /**
     * Root runs that ended since an instant, latest first; `types` are terminal ones. 2.20 cannot filter by end: there the ended
     * runs are read until one is older.
     */
    async listRunsEnded({ sinceAt, of, types = ENDED, cap = MOST_ROWS, signal }: ReadOptions & { sinceAt: number, of?: RunsOf | undefined, types?: readonly StateType[], cap?: number }): Promise<Listed<FlowRun>> {
      const filter: FlowRunFilter = { ...ROOT, ...toFilter(of), state: { type: { any_: types.filter(type => type !== 'UNKNOWN') } } }
      const { endTimeFilter } = await capabilities({ signal })
      if (endTimeFilter)
        return await crawl({ filter, field: 'end_time', order: 'newest-first', from: writeInstant(sinceAt), to: null, cap, signal })
      const isEnough = (run: FlowRun): boolean => run.endedAt !== null && run.endedAt < sinceAt
      const found = await list({ path: '/flow_runs/filter', body: { sort: 'END_TIME_DESC', flow_runs: filter }, toRow: toFlowRun, cap, isEnough, signal })
      return { ...found, rows: found.rows.filter(run => !isEnough(run)) }
    },

    /** Those of these runs that are still there, in no order. One set aside is there, though not in `rows`. */
    async listRunsById(ids: readonly string[], { signal }: ReadOptions = {}): Promise<Listed<FlowRun>> {
      return await listByIds(ids, async any_ => await list({ path: '/flow_runs/filter', body: { sort: 'ID_DESC', flow_runs: { id: { any_ } } }, toRow: toFlowRun, signal }))
    },

    /** One run; `parameters` null where the server does not say, `pause` where it is not paused. An unknown id is `absent`. */
    async getFlowRun(id: string, options: ReadOptions = {}): Promise<{ run: FlowRun, parameters: Record<string, unknown> | null, setup: RunSetup, pause: RunPause | null }> {
      const toRow = (body: unknown) => ({ run: toFlowRun(body), parameters: toParameters(body), setup: toRunSetup(body), pause: toRunPause(body) })
      return await getOne({ before: '/flow_runs/', id, toRow }, options)
    },

    /** Every state a run was in, oldest first; none for an unknown run. */
    async listFlowRunStates(id: string, { signal }: ReadOptions = {}): Promise<Listed<RunState>> {
      const name = 'GET /flow_run_states/'
      const answer = await client.send({ method: 'GET', path: `/flow_run_states/?flow_run_id=${encodeURIComponent(id)}`, safe: true }, { signal })
      const { rows, setAsideCount } = readRows(toList(answer, name), toRunState)
      return { rows: rows.sort((a, b) => a.at - b.at), complete: true, setAsideCount }
    },

    /** The run of a deployment that ended last, of these terminal types; null when there is none. */
    async getLastRun(deploymentId: string, { types = ENDED, signal }: ReadOptions & { types?: readonly StateType[] } = {}): Promise<FlowRun | null> {
      const filter: FlowRunFilter = { deployment_id: { any_: [deploymentId] }, state: { type: { any_: types.filter(type => type !== 'UNKNOWN') } } }
      const { bodies } = await pager.read({ path: '/flow_runs/filter', body: { sort: 'END_TIME_DESC', flow_runs: filter }, limit: 1, offset: 0, signal })
      return bodies.length === 0 ? null : readOne(bodies[0], toFlowRun, 'POST /flow_runs/filter')
    },

    /** Root runs of a job due between two instants, earliest first: what came next. A null deployment: the flow's runs without one. */
    async listRunsOfJob({ flowId, deploymentId, fromAt, toAt, limit = 20, signal }: ReadOptions & {
      flowId: string
      deploymentId: string | null
      fromAt: number
      toAt: number
      limit?: number
    }): Promise<Listed<FlowRun>> {
      const job: FlowRunFilter = { deployment_id: deploymentId === null ? { is_null_: true } : { any_: [deploymentId] } }
      const due = { after_: writeInstant(fromAt), before_: writeInstant(toAt) }
      const body = { sort: 'EXPECTED_START_TIME_ASC' as const, flows: { id: { any_: [flowId] } }, flow_runs: { ...ROOT, ...job, expected_start_time: due } }
      const page = await pager.read({ path: '/flow_runs/filter', body, limit, offset: 0, signal })
      return { ...readRows(page.bodies, toFlowRun), complete: page.isLast }
    },

    /** Runs of a deployment that wait to begin, those due first before the others. */
    async listScheduledRuns(deploymentId: string, { cap, signal }: ReadOptions & { cap: number }): Promise<Listed<FlowRun>> {
      const filter: FlowRunFilter = { deployment_id: { any_: [deploymentId] }, state: { type: { any_: ['SCHEDULED'] } } }
      return await list({ path: '/flow_runs/filter', body: { sort: 'EXPECTED_START_TIME_ASC', flow_runs: filter }, toRow: toFlowRun, cap, signal })
    },

    /** One page of runs, roots and children. Runs by their end are `rejected` on 2.20, which cannot look for it. */
    async listRuns(query: RunQuery, { cursor = null, limit = 100, signal }: ReadOptions & { cursor?: string | null, limit?: number } = {}): Promise<RunPage> {
      if (query.by === 'ended' && !(await capabilities({ signal })).endTimeFilter)
        throw new UpstreamError('This Prefect cannot look for runs by their end: that came with 3.0.4.', { failure: 'rejected', request: 'POST /flow_runs/filter' })
      return await listRunPage(pager, query, { capabilities: await capabilities({ signal }), cursor, limit, signal })
    },

    /** Runs that tasks of this run started, in no order. */
    async listChildRuns(flowRunId: string, { cap = MOST_ROWS, signal }: ReadOptions & { cap?: number } = {}): Promise<Listed<FlowRun>> {
      return await list({ path: '/flow_runs/filter', body: { sort: 'ID_DESC', flow_runs: { parent_flow_run_id: { any_: [flowRunId] } } }, toRow: toFlowRun, cap, signal })
    },

    /** Task runs of a run, in no order, those that stand for a child run among them. */
    async listTaskRuns({ flowRunId, cap = MOST_ROWS, signal }: ReadOptions & { flowRunId: string, cap?: number }): Promise<Listed<TaskRun>> {
      return await list({ path: '/task_runs/filter', body: { sort: 'ID_DESC', task_runs: { flow_run_id: { any_: [flowRunId] } } }, toRow: toTaskRun, cap, signal })
    },

    /** One task run; an unknown id is `absent`. */
    async getTaskRun(id: string, options: ReadOptions = {}): Promise<TaskRun> {
      return await getOne({ before: '/task_runs/', id, toRow: toTaskRun }, options)
    },

    /** JSON Schema of what runs of a deployment can be given; null: it holds none. An unknown id is `absent`. */
    async getParameterSchema(deploymentId: string, options: ReadOptions = {}): Promise<Record<string, unknown> | null> {
      return await getOne({ before: '/deployments/', id: deploymentId, toRow: toParameterSchema }, options)
    },

    /** What a run is made of, and what waited for what; an unknown id is `absent`. */
    async getGraph(flowRunId: string, options: ReadOptions = {}): Promise<Graph> {
      try {
        return await getOne({ before: '/flow_runs/', id: flowRunId, after: '/graph-v2', toRow: toGraph }, options)
      }
      catch (error) {
        if (error instanceof UpstreamError && error.status === 400)
          return { kind: 'too-large' }
        throw error
      }
    },

    /** Heartbeats that these runs sent since an instant, at most a page of runs; null where the server keeps no events. */
    async getHeartbeats({ flowRunIds, sinceAt, signal }: ReadOptions & { flowRunIds: readonly string[], sinceAt: number }): Promise<Heartbeats | null> {
      const { version } = await capabilities({ signal })
      return version?.startsWith('2.') === true ? null : await getHeartbeats(client, { flowRunIds: flowRunIds.slice(0, PAGE_SIZE), sinceAt, signal })
    },

    /** Whether `textQuery` of a log query works here; found out once, by trying. */
    async canSearchLogs({ signal }: ReadOptions = {}): Promise<boolean> {
      return searchesLogs ??= await takesTextQueries(client, signal)
    },

    /** Runs that tasks of this run started, theirs among them. */
    async listRunsBelow(flowRunId: string, { signal }: ReadOptions = {}): Promise<RunsBelow> {
      return await listRunsBelow(pager, flowRunId, signal)
    },
  }
}
