import type { Deployment, Flow, WorkPool } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import type { RunState, StateType } from '../../shared/model/run-state.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { getCapabilities, type Capabilities } from './capabilities.ts'
import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'
import { toFlowRun, toParameters, toRunState } from './flow-run.ts'
import { writeInstant } from './instant.ts'
import { toDeployment, toFlow, toWorkPool } from './inventory.ts'
import { listByKeyset, listByOffset, readPage } from './paging.ts'
import { GraphBody, toGraphNode, toTaskRun, type GraphNode } from './run-detail.ts'
import { listLogPage, type LogPage, type LogQuery } from './log-page.ts'
import { readOne, readRows, type Listed } from './rows.ts'
import { listRunPage, type RunPage, type RunQuery } from './run-page.ts'

export interface ReadOptions {
  signal?: AbortSignal | undefined
}

const ENDED: readonly StateType[] = ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED']
const UNFINISHED: readonly StateType[] = ['RUNNING', 'PENDING', 'PAUSED', 'CANCELLING']

/** Root runs only. Runs that a task of another run started (subflows, `run_deployment`) carry a parent task run. */
const ROOT = { parent_task_run_id: { is_null_: true } }

/** Inventories beyond this are cut, and said to be. */
const INVENTORY_CAP = 10_000
/** Tasks of one run beyond this are cut, and said to be. */
const TASK_CAP = 10_000
const FAR_FUTURE = '2100-01-01T00:00:00Z'

export type Reads = ReturnType<typeof createReads>

/** Every read of one orchestration API. All throw UpstreamError; none changes anything upstream. */
export function createReads(client: Client) {
  let known: Promise<Capabilities> | null = null

  /** Asked once; a failure is not kept. */
  async function capabilities(): Promise<Capabilities> {
    known ??= getCapabilities(client)
    try {
      return await known
    }
    catch (error) {
      known = null
      throw error
    }
  }

  const listRuns = async (body: Record<string, unknown>, { cap = 10_000, signal }: ReadOptions & { cap?: number } = {}): Promise<Listed<FlowRun>> =>
    await listByOffset(client, { path: '/flow_runs/filter', body, toRow: toFlowRun, cap, signal })

  return {
    capabilities,

    async listFlows({ signal }: ReadOptions = {}): Promise<Listed<Flow>> {
      return await listByOffset(client, { path: '/flows/filter', body: { sort: 'NAME_ASC' }, toRow: toFlow, cap: INVENTORY_CAP, signal })
    },

    async listDeployments({ signal }: ReadOptions = {}): Promise<Listed<Deployment>> {
      return await listByOffset(client, { path: '/deployments/filter', body: { sort: 'NAME_ASC' }, toRow: toDeployment, cap: INVENTORY_CAP, signal })
    },

    async listWorkPools({ signal }: ReadOptions = {}): Promise<Listed<WorkPool>> {
      return await listByOffset(client, { path: '/work_pools/filter', body: {}, toRow: toWorkPool, cap: INVENTORY_CAP, signal })
    },

    /** Root runs due between two instants, both inclusive, newest first, until `cap`. */
    async listRunsDue({ fromAt, toAt, cap, signal }: ReadOptions & { fromAt: number, toAt: number, cap: number }): Promise<Listed<FlowRun>> {
      return await listByKeyset(client, {
        path: '/flow_runs/filter',
        body: { sort: 'EXPECTED_START_TIME_DESC' },
        filter: ROOT,
        field: 'expected_start_time',
        direction: 'descending',
        from: writeInstant(fromAt),
        to: writeInstant(toAt),
        toRow: toFlowRun,
        cap,
        signal,
      })
    },

    /** Root runs that are not over: all that began, and those scheduled that were due by `dueBeforeAt`. */
    async listRunsUnfinished({ dueBeforeAt, signal }: ReadOptions & { dueBeforeAt: number }): Promise<Listed<FlowRun>> {
      const sort = 'EXPECTED_START_TIME_ASC'
      const [begun, due] = await Promise.all([
        listRuns({ sort, flow_runs: { ...ROOT, state: { type: { any_: UNFINISHED } } } }, { signal }),
        listRuns({ sort, flow_runs: { ...ROOT, state: { type: { any_: ['SCHEDULED'] } }, expected_start_time: { before_: writeInstant(dueBeforeAt) } } }, { signal }),
      ])
      return { rows: [...begun.rows, ...due.rows], complete: begun.complete && due.complete, setAsideCount: begun.setAsideCount + due.setAsideCount }
    },

    /**
     * Root runs of these states that ended since an instant, latest first. 2.20 cannot filter by end: there the pages of ended
     * runs are read until one is older.
     */
    async listRunsEnded({ sinceAt, types = ENDED, cap = 10_000, signal }: ReadOptions & { sinceAt: number, types?: readonly StateType[], cap?: number }): Promise<Listed<FlowRun>> {
      const { endTimeFilter } = await capabilities()
      const state = { type: { any_: types } }
      if (endTimeFilter)
        return await listByKeyset(client, { path: '/flow_runs/filter', body: { sort: 'END_TIME_DESC' }, filter: { ...ROOT, state }, field: 'end_time', direction: 'descending', from: writeInstant(sinceAt), to: FAR_FUTURE, toRow: toFlowRun, cap, signal })
      const found: Listed<FlowRun> = { rows: [], complete: true, setAsideCount: 0 }
      for (let offset = 0; offset < cap; offset += 200) {
        const { answer } = await readPage(client, { path: '/flow_runs/filter', body: { sort: 'END_TIME_DESC', flow_runs: { ...ROOT, state } }, limit: 200, offset, signal })
        const page = readRows(answer, toFlowRun, 'POST /flow_runs/filter')
        found.rows.push(...page.rows.filter(run => (run.endedAt ?? 0) >= sinceAt))
        found.setAsideCount += page.setAsideCount
        if (page.rows.length + page.setAsideCount < 200 || page.rows.some(run => (run.endedAt ?? 0) < sinceAt))
          return found
      }
      return { ...found, complete: false }
    },

    /** The runs of these ids that are still there. */
    async listRunsById(ids: readonly string[], { signal }: ReadOptions = {}): Promise<FlowRun[]> {
      const pages: FlowRun[] = []
      for (let start = 0; start < ids.length; start += 100)
        pages.push(...(await listRuns({ sort: 'ID_DESC', flow_runs: { id: { any_: ids.slice(start, start + 100) } } }, { signal })).rows)
      return pages
    },

    async getFlowRun(id: string, { signal }: ReadOptions = {}): Promise<{ run: FlowRun, parameters: Record<string, unknown> }> {
      const answer = await client.send({ method: 'GET', path: `/flow_runs/${encodeURIComponent(id)}`, safe: true }, { signal })
      return readOne(answer, body => ({ run: toFlowRun(body), parameters: toParameters(body) }), 'GET /flow_runs/ID')
    },

    /** Runs due after an instant of one deployment (or of a flow's runs without one), earliest first: what came next. */
    async listRunsAfter({ flowId, deploymentId, dueAfterAt, toAt, signal }: ReadOptions & { flowId: string, deploymentId: string | null, dueAfterAt: number, toAt: number }): Promise<FlowRun[]> {
      const job = deploymentId === null ? { deployment_id: { is_null_: true } } : { deployment_id: { any_: [deploymentId] } }
      const body = { sort: 'EXPECTED_START_TIME_ASC', flows: { id: { any_: [flowId] } }, flow_runs: { ...ROOT, ...job, expected_start_time: { after_: writeInstant(dueAfterAt), before_: writeInstant(toAt) } } }
      const { answer } = await readPage(client, { path: '/flow_runs/filter', body, limit: 20, offset: 0, signal })
      return readRows(answer, toFlowRun, 'POST /flow_runs/filter').rows
    },

    /** Every state a run was in, oldest first. */
    async listFlowRunStates(id: string, { signal }: ReadOptions = {}): Promise<RunState[]> {
      const answer = await client.send({ method: 'GET', path: `/flow_run_states/?flow_run_id=${encodeURIComponent(id)}`, safe: true }, { signal })
      return readRows(answer, toRunState, 'GET /flow_run_states/').rows
    },

    async getTaskRun(id: string, { signal }: ReadOptions = {}): Promise<TaskRun> {
      const answer = await client.send({ method: 'GET', path: `/task_runs/${encodeURIComponent(id)}`, safe: true }, { signal })
      return readOne(answer, toTaskRun, 'GET /task_runs/ID')
    },

    async listTaskRuns(flowRunId: string, { signal }: ReadOptions = {}): Promise<Listed<TaskRun>> {
      const body = { sort: 'EXPECTED_START_TIME_ASC', task_runs: { flow_run_id: { any_: [flowRunId] } } }
      return await listByOffset(client, { path: '/task_runs/filter', body, toRow: toTaskRun, cap: TASK_CAP, signal })
    },

    /** The nodes of a run's graph (`graph-v2`); null past the server's cap of 10,000, told by its 400. */
    async getGraph(flowRunId: string, { signal }: ReadOptions = {}): Promise<GraphNode[] | null> {
      try {
        const answer = await client.send({ method: 'GET', path: `/flow_runs/${encodeURIComponent(flowRunId)}/graph-v2`, safe: true }, { signal })
        return readOne(answer, body => GraphBody.parse(body).nodes.map(([, node]) => toGraphNode(node)), 'GET /flow_runs/ID/graph-v2')
      }
      catch (error) {
        if (error instanceof UpstreamError && error.status === 400)
          return null
        throw error
      }
    },

    async listLogs(query: LogQuery, { signal }: ReadOptions = {}): Promise<LogPage> {
      return await listLogPage(client, query, signal)
    },

    /** Error lines (level 40 and more) of a run, newest first. */
    async listErrorLogs(flowRunId: string, { limit, signal }: ReadOptions & { limit: number }): Promise<LogLine[]> {
      return (await listLogPage(client, { flowRunId, taskRunId: null, minLevel: 40, order: 'newest-first', cursor: null, limit }, signal)).lines
    },

    async listRunPage(query: RunQuery, { signal }: ReadOptions = {}): Promise<RunPage> {
      return await listRunPage(client, query, { signal, capabilities: await capabilities() })
    },
  }
}
