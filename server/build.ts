import type { H3 } from 'h3'
import { pino } from 'pino'
import type { Artifact } from '../shared/model/artifact.ts'
import type { Automation } from '../shared/model/automation.ts'
import type { ConcurrencyLimit, TagLimit } from '../shared/model/concurrency-limit.ts'
import type { Deployment, Flow, Worker, WorkPool, WorkQueue } from '../shared/model/deployment.ts'
import type { FlowRun } from '../shared/model/flow-run.ts'
import type { LogLine } from '../shared/model/log-line.ts'
import type { RunInput, RunPause } from '../shared/model/run-pause.ts'
import type { RunEvent } from '../shared/model/run-event.ts'
import { isTerminal, type RunState, type StateType } from '../shared/model/run-state.ts'
import type { TaskRun } from '../shared/model/task-run.ts'
import { createApp, type AppDeps } from './app.ts'
import { createAttempts } from './doors/attempts.ts'
import { createSessions } from './doors/sessions.ts'
import { createMemory } from './memory/memory.ts'
import type { Acts, Proposed } from './prefect/acts.ts'
import { UpstreamError } from './prefect/error.ts'
import type { Graph } from './prefect/graph.ts'
import type { Heartbeats } from './prefect/heartbeats.ts'
import { parseInstant, writeInstant } from './prefect/instant.ts'
import { listLogPage } from './prefect/log-page.ts'
import { getLogSpread } from './prefect/log-spread.ts'
import type { FilterBodies, Pager } from './prefect/paging.ts'
import type { Reads, RowStretch, RunsOf } from './prefect/reads.ts'
import type { Listed } from './prefect/rows.ts'
import type { RunQuery } from './prefect/run-page.ts'
import { createKeptAnswers } from './routes/answer.ts'
import { createJudge } from './routes/judged.ts'
import { createLiveStreams } from './routes/live.ts'
import { createOnce } from './routes/once.ts'
import type { Shown } from './shown.ts'
import { createStandards } from './standards.ts'
import { NO_CACHE, type PictureCache } from './watch/picture-cache.ts'
import { createWatcher } from './watch/watcher.ts'

/** What an orchestration API of a test holds; change it between two reads to let something happen. */
export interface Script {
  flows: Flow[]
  deployments: Deployment[]
  workPools: WorkPool[]
  workQueues: WorkQueue[]
  workers: Worker[]
  /** null: it has no such list. */
  limits: ConcurrencyLimit[] | null
  tagLimits: TagLimit[] | null
  automations: Automation[] | null
  runs: FlowRun[]
  states: Map<string, RunState[]>
  logs: Map<string, LogLine[]>
  /** null: it keeps no events. */
  heartbeats: Heartbeats | null
  /** Whether its database can search text in them. */
  searchesLogs: boolean
  tasks: TaskRun[]
  artifacts: Artifact[]
  /** Child runs by the run above. */
  children: Map<string, FlowRun[]>
  /** Job variables of runs that have others than most. */
  setups: Map<string, Record<string, unknown>>
  /** What paused runs wait for. */
  pauses: Map<string, RunPause>
  /** What any paused run asks for. */
  input: RunInput
  /** null: the server keeps none. */
  events: RunEvent[] | null
  graph: Graph
  /** Rows that could not be understood, in every list of runs. */
  setAsideCount: number
  /** Thrown by every read; null: it answers. */
  failure: UpstreamError | null
  /** Thrown by reads of this name only. */
  failureOf: Partial<Record<keyof Reads, UpstreamError>>
  /** Names of the reads and acts so far, in their order. */
  asked: string[]
  /** What is said to a proposed state. */
  proposed: Proposed
  /** What runs were made with. */
  made: Parameters<Acts['createRun']>[0][]
  /** What runs were suspended and resumed with. */
  paused: unknown[]
}

export function aScript(given: Partial<Script> = {}): Script {
  return { flows: [], deployments: [], workPools: [], workQueues: [], workers: [], limits: [], tagLimits: [], automations: [], runs: [], states: new Map(), logs: new Map(), searchesLogs: true, heartbeats: null, tasks: [], artifacts: [], children: new Map(), events: [], setups: new Map(), pauses: new Map(), input: { schema: null, description: null }, graph: { kind: 'graph', nodes: [], states: [], artifacts: [], setAsideCount: 0 }, setAsideCount: 0, failure: null, failureOf: {}, asked: [], proposed: { status: 'accepted', reason: null }, made: [], paused: [], ...given }
}

export function aFailure(failure: UpstreamError['failure'], given: { status?: number, retryAfterMs?: number } = {}): UpstreamError {
  return new UpstreamError(`Prefect: ${failure}.`, { failure, request: 'POST /flow_runs/filter', ...given })
}

/** Reads that answer from a script, as Prefect would. */
export function scriptedReads(script: Script): Reads {
  const ask = async <T>(name: keyof Reads, answer: () => T | Promise<T>): Promise<T> => {
    script.asked.push(name)
    const failure = script.failureOf[name] ?? script.failure
    if (failure !== null)
      throw failure
    return await answer()
  }
  const listed = <T>(rows: T[], setAsideCount = 0): Listed<T> => ({ rows, complete: true, setAsideCount })
  const stretchOf = <T>(rows: T[], stretch?: RowStretch): Listed<T> =>
    stretch === undefined ? listed(rows) : { ...listed(rows.slice(stretch.offset, stretch.offset + stretch.limit)), complete: rows.length < stretch.offset + stretch.limit }
  const listRuns = (rows: FlowRun[]): Listed<FlowRun> => listed(rows, script.setAsideCount)
  const roots = (): FlowRun[] => script.runs.filter(run => run.parentTaskRunId === null)
  const dueAt = (run: FlowRun): number => run.expectedStartAt ?? run.createdAt
  const isOf = ({ deploymentId }: FlowRun, of?: RunsOf): boolean => of === undefined || (of === 'no-deployment' ? deploymentId === null : deploymentId !== null && of.deploymentIds.includes(deploymentId))
  const find = <T extends { id: string }>(rows: readonly T[], id: string): T => {
    const found = rows.find(row => row.id === id)
    if (found === undefined)
      throw aFailure('absent', { status: 404 })
    return found
  }
  /** By their states alone, latest due first: what else is asked for is looked at again by whoever asks. */
  const runsOf = ({ stateTypes }: RunQuery): FlowRun[] => script.runs.filter(({ state }) => stateTypes?.includes(state?.type ?? 'UNKNOWN') ?? true).sort((a, b) => dueAt(b) - dueAt(a))
  const tasksIn = (flowRunId: string, types: readonly string[]): TaskRun[] => script.tasks.filter(task => task.flowRunId === flowRunId && types.includes(task.state?.type ?? ''))
  return {
    surprises: () => [],
    getCapabilities: () => ask('getCapabilities', () => ({ version: '3.8.8', endTimeFilter: true, tagsAny: true, cloud: false })),
    listFlows: ({ stretch } = {}) => ask('listFlows', () => stretchOf(script.flows, stretch)),
    listFlowsById: ids => ask('listFlowsById', () => listed(script.flows.filter(({ id }) => ids.includes(id)))),
    listDeployments: ({ stretch } = {}) => ask('listDeployments', () => stretchOf(script.deployments, stretch)),
    listDeploymentsById: ids => ask('listDeploymentsById', () => listed(script.deployments.filter(({ id }) => ids.includes(id)))),
    listWorkPools: () => ask('listWorkPools', () => listed(script.workPools)),
    listWorkQueues: () => ask('listWorkQueues', () => listed(script.workQueues)),
    listWorkers: name => ask('listWorkers', () => listed(script.workers.filter(({ workPool }) => workPool === name))),
    countPoolRunsByHour: ({ hourCount }) => ask('countPoolRunsByHour', () => Array.from({ length: hourCount }, () => new Map<StateType, number>())),
    listConcurrencyLimits: () => ask('listConcurrencyLimits', () => script.limits === null ? null : listed(script.limits)),
    listTagLimits: () => ask('listTagLimits', () => script.tagLimits === null ? null : listed(script.tagLimits)),
    listAutomations: () => ask('listAutomations', () => script.automations === null ? null : listed(script.automations)),
    listChildrenEnded: ({ sinceAt }) => ask('listChildrenEnded', () => listed(script.runs.filter(run => run.parentTaskRunId !== null && (run.endedAt ?? 0) >= sinceAt && (run.deploymentId !== null || run.state?.type === 'FAILED' || run.state?.type === 'CRASHED')))),
    listTaskRunsById: ids => ask('listTaskRunsById', () => script.tasks.filter(({ id }) => ids.includes(id))),
    countRunsDue: ({ deploymentId, fromAt, toAt }) => ask('countRunsDue', () => roots().filter(run => run.deploymentId === deploymentId && run.autoScheduled && dueAt(run) >= fromAt && dueAt(run) <= toAt).length),
    listRunsDue: ({ fromAt, toAt, of, cap = 10_000 }) => ask('listRunsDue', () => {
      const rows = roots().filter(run => isOf(run, of) && dueAt(run) >= fromAt && dueAt(run) <= toAt).sort((a, b) => dueAt(b) - dueAt(a))
      return { ...listRuns(rows.slice(0, cap)), complete: rows.length <= cap }
    }),
    countRunsByState: ({ of, fromAt, toAt }) => ask('countRunsByState', () => {
      const counts = new Map<StateType, number>()
      for (const run of roots().filter(run => isOf(run, of) && dueAt(run) >= fromAt && dueAt(run) < toAt))
        counts.set(run.state?.type ?? 'UNKNOWN', (counts.get(run.state?.type ?? 'UNKNOWN') ?? 0) + 1)
      return counts
    }),
    listRunsUnfinished: ({ dueSinceAt = null, dueBeforeAt }) => ask('listRunsUnfinished', () =>
      listRuns(roots().filter(run => run.state !== null && !isTerminal(run.state.type) && (run.state.type !== 'SCHEDULED' || (dueAt(run) <= dueBeforeAt && dueAt(run) >= (dueSinceAt ?? 0)))))),
    listRunsScheduledByHand: ({ fromAt, toAt }) => ask('listRunsScheduledByHand', () => listed(roots().filter(run => run.state?.type === 'SCHEDULED' && run.maker === null && !run.autoScheduled && dueAt(run) >= fromAt && dueAt(run) <= toAt))),
    listGoodRunsBefore: ({ deploymentId, beforeAt, limit }) => ask('listGoodRunsBefore', () => roots().filter(run => run.deploymentId === deploymentId && run.state?.type === 'COMPLETED' && dueAt(run) <= beforeAt).sort((a, b) => dueAt(b) - dueAt(a)).slice(0, limit)),
    listGoodRunsOfFlows: ({ flowIds, fromAt, toAt, cap }) => ask('listGoodRunsOfFlows', () => {
      const rows = roots().filter(run => run.deploymentId === null && flowIds.includes(run.flowId) && run.state?.type === 'COMPLETED' && dueAt(run) >= fromAt && dueAt(run) <= toAt).sort((a, b) => dueAt(b) - dueAt(a))
      return { ...listed(rows.slice(0, cap)), complete: rows.length <= cap }
    }),
    listRunsEnded: ({ sinceAt, of, types }) => ask('listRunsEnded', () =>
      listRuns(roots().filter(run => isOf(run, of) && run.state !== null && isTerminal(run.state.type) && (types?.includes(run.state.type) ?? true) && (run.endedAt ?? 0) >= sinceAt))),
    listRunsById: ids => ask('listRunsById', () => listed(script.runs.filter(({ id }) => ids.includes(id)))),
    getFlowRun: id => ask('getFlowRun', () => ({ run: find(script.runs, id), parameters: { day: 1, db_password: 'hunter2' }, setup: { jobVariables: script.setups.get(id) ?? { image: 'flows:7', env: { API_TOKEN: 'hunter2' } }, infrastructureId: 'pid-7', worker: null, idempotencyKey: null, retries: null }, pause: script.pauses.get(id) ?? null })),
    listFlowRunStates: id => ask('listFlowRunStates', () => listed(script.states.get(id) ?? [])),
    getLastRun: () => ask('getLastRun', () => null),
    listRunsOfJob: ({ deploymentId, fromAt }) => ask('listRunsOfJob', () => listed(script.runs.filter(run => run.deploymentId === deploymentId && dueAt(run) >= fromAt))),
    listScheduledRuns: (id, { cap }) => ask('listScheduledRuns', () => {
      const rows = script.runs.filter(run => run.deploymentId === id && run.state?.type === 'SCHEDULED')
      return { ...listed(rows.slice(0, cap)), complete: rows.length <= cap }
    }),
    getRunInput: () => ask('getRunInput', () => script.input),
    listRuns: query => ask('listRuns', () => {
      const runs = runsOf(query)
      return { runs, cursor: null, lookedAtCount: runs.length, setAsideCount: script.setAsideCount }
    }),
    countDeployments: ({ flowIds }) => ask('countDeployments', () => script.deployments.filter(({ flowId }) => flowIds.includes(flowId)).length),
    countRuns: query => ask('countRuns', () => runsOf(query).length),
    listChildRuns: id => ask('listChildRuns', () => listed(script.children.get(id) ?? [])),
    listTaskRunsIn: ({ flowRunId, types, cap }) => ask('listTaskRunsIn', () => {
      const rows = tasksIn(flowRunId, types)
      return { ...listed(rows.slice(0, cap)), complete: rows.length <= cap }
    }),
    countTaskRunsIn: ({ flowRunId, types }) => ask('countTaskRunsIn', () => tasksIn(flowRunId, types).length),
    listArtifactsOfRun: id => ask('listArtifactsOfRun', () => listed(script.artifacts.filter(({ flowRunId }) => flowRunId === id))),
    listArtifactVersions: (key, { limit }) => ask('listArtifactVersions', () => listed(script.artifacts.filter(artifact => artifact.key === key).slice(0, limit))),
    listRunEvents: ({ untilAt }) => ask('listRunEvents', () => {
      const events = script.events?.filter(({ at }) => at <= untilAt)
      return events === undefined ? null : { events: events.slice(0, 50), totalCount: events.length, setAsideCount: 0 }
    }),
    listTaskRuns: ({ flowRunId }) => ask('listTaskRuns', () => listed(script.tasks.filter(task => task.flowRunId === flowRunId))),
    listTaskRunPart: ({ offset, count }) => ask('listTaskRunPart', () => ({ ...listed(script.tasks.slice(offset, offset + count)), complete: offset + count >= script.tasks.length })),
    listTaskRunStates: id => ask('listTaskRunStates', () => listed(script.states.get(id) ?? [])),
    getTaskRun: id => ask('getTaskRun', () => find(script.tasks, id)),
    getParameterSchema: () => ask('getParameterSchema', () => ({ type: 'object', properties: { day: { type: 'integer' } } })),
    getGraph: () => ask('getGraph', () => script.graph),
    listLastLogs: ({ flowRunIds, sinceAt, limit = 200 }) => ask('listLastLogs', () => flowRunIds.flatMap(id => script.logs.get(id) ?? []).filter(({ at }) => at >= sinceAt).sort((a, b) => b.at - a.at).slice(0, limit)),
    listLoggedErrors: ({ of }) => ask('listLoggedErrors', () => {
      const lines = 'flowRunIds' in of ? of.flowRunIds.flatMap(id => script.logs.get(id) ?? []) : [...script.logs.values()].flat().filter(({ at }) => at >= of.fromAt && at <= (of.toAt ?? at))
      const errors = lines.filter(({ level }) => level >= 40).sort((a, b) => b.at - a.at)
      return { ...listed(errors.slice(0, 200)), complete: errors.length < 200 }
    }),
    getHeartbeats: ({ flowRunIds }) => ask('getHeartbeats', () => script.heartbeats === null ? null : { ...script.heartbeats, byRun: new Map([...script.heartbeats.byRun].filter(([id]) => flowRunIds.includes(id))) }),
    // As the adapter reads them, of an upstream that holds the script's lines.
    listLogs: query => ask('listLogs', async () => await listLogPage(scriptedLogPager(script), query)),
    getLogSpread: scope => ask('getLogSpread', async () => await getLogSpread(scriptedLogPager(script), scope, undefined)),
    canSearchLogs: () => ask('canSearchLogs', () => script.searchesLogs),
    listRunsBelow: () => ask('listRunsBelow', () => ({ runs: script.runs.filter(({ parentTaskRunId }) => parentTaskRunId !== null).map(({ id, name }) => ({ id, name })), complete: true })),
    listErrorLogs: id => ask('listErrorLogs', () => (script.logs.get(id) ?? []).filter(({ level }) => level >= 40).reverse()),
  }
}

/** Acts that are noted among what was asked, and answered as the script says. */
function scriptedActs(script: Script): Acts {
  const act = async <T>(name: keyof Acts, answer: T): Promise<T> => {
    script.asked.push(name)
    if (script.failure !== null)
      throw script.failure
    return answer
  }
  return {
    retryRun: async () => await act('retryRun', script.proposed),
    cancelRun: async () => await act('cancelRun', script.proposed),
    suspendRun: async (_, given) => {
      script.paused.push(given)
      return await act('suspendRun', script.proposed)
    },
    resumeRun: async (_, input) => {
      script.paused.push(input)
      return await act('resumeRun', script.proposed)
    },
    pauseDeployment: async () => await act('pauseDeployment', undefined),
    resumeDeployment: async () => await act('resumeDeployment', undefined),
    createRun: async (given) => {
      script.made.push(given)
      return await act('createRun', { id: 'made', name: 'made-run' })
    },
  }
}

/** Prefect's own list of log lines, as far as the adapter asks it. */
function scriptedLogPager({ logs }: Script): Pager {
  return {
    noteOdd: () => {},
    surprises: () => [],
    async read({ body, limit, offset }) {
      const { logs: filter, sort } = body as FilterBodies['/logs/filter']
      const runIds = filter?.flow_run_id?.any_ ?? [...logs.keys()]
      const [after, before] = [filter?.timestamp?.after_, filter?.timestamp?.before_].map(text => parseInstant(text ?? ''))
      const lines = [...new Set(runIds)].flatMap(id => logs.get(id) ?? []).filter(line => line.level >= (filter?.level?.ge_ ?? 0)
        && (after == null || line.at >= after) && (before == null || line.at <= before)
        && (filter?.task_run_id?.any_?.includes(line.taskRunId ?? '') ?? true)
        && (filter?.text?.query == null || [...filter.text.query.matchAll(/"([^"]+)"/g)].some(([, phrase = '']) => line.message.toLowerCase().includes(phrase.toLowerCase()))))
      const sorted = lines.sort((a, b) => (a.at - b.at) * (sort === 'TIMESTAMP_ASC' ? 1 : -1))
      const page = sorted.slice(offset, offset + limit)
      return { bodies: page.map(({ id, at, level, logger, message, flowRunId, taskRunId }) => ({ id, timestamp: writeInstant(at), level, name: logger, message, flow_run_id: flowRunId, task_run_id: taskRunId })), isLast: page.length < limit, limit }
    },
  }
}

export interface TestClock {
  now: number
}

/** A server of a script, with its watcher stopped: `await shown.watcher.readOnce()` reads. */
export function aShown(script: Script, clock: TestClock, given: Partial<Shown> = {}, cache: PictureCache = NO_CACHE): Shown {
  const { name = 'default' } = given
  const reads = scriptedReads(script)
  const memory = createMemory({ folder: null }).of({ name, apiUrl: null })
  const standards = createStandards({ expectations: [], acknowledged: [] }, { server: name, memory, startedAt: clock.now })
  const watcher = createWatcher({ server: name, demo: false, reads, now: () => clock.now, nextChangeAt: () => null, memory, requestCount: () => script.asked.length, cache, log: pino({ level: 'silent' }) })
  return { name, key: `environment ${name}`, role: 'production', demo: false, source: 'environment', why: 'a test says so', host: '127.0.0.1:4300', apiUrl: 'http://127.0.0.1:4300/api', reads, watcher, usualMorning: () => null, memory, standards, acts: scriptedActs(script), requestCount: () => script.asked.length, clockSkewMs: () => 0, close: async () => await watcher.stop(), ...given }
}

export const NOW = Date.parse('2026-11-23T08:55:00Z')

/** The app as `createBff` makes it, with nothing outside the test. */
export function anApp({ script = aScript(), clock = { now: NOW }, settings = {}, shown = aShown(script, clock), ...given }: Partial<Omit<AppDeps, 'settings'>> & {
  script?: Script
  clock?: TestClock
  settings?: Partial<AppDeps['settings']>
  shown?: Shown
} = {}): { app: H3, deps: AppDeps, shown: Shown, script: Script, clock: TestClock } {
  const now = (): number => clock.now
  const deps: AppDeps = {
    settings: { host: '127.0.0.1', port: 4280, secret: null, allowedHosts: [], baseUrl: null, ...settings },
    screen: null,
    servers: () => [shown],
    onRevision: shown.watcher.onRevision,
    timeZone: 'UTC',
    actions: false,
    localServerFound: () => false,
    switchToLocal: async () => {},
    judge: createJudge({ timeZone: 'UTC', bootId: 'boot' }),
    kept: createKeptAnswers(),
    once: createOnce({ most: 100, now }),
    bootId: 'boot',
    sessions: createSessions(now),
    attempts: createAttempts(now),
    live: createLiveStreams(),
    log: pino({ level: 'silent' }),
    now,
    ...given,
  }
  return { app: createApp(deps), deps, shown, script, clock }
}
