import { toArtifactBodies } from './artifact-body.ts'
import { toAutomationBodies } from './automation-body.ts'
import { allOf, asObject, readFilter, type Json } from './conditions.ts'
import { POOLS } from './catalogue.ts'
import { listEvents } from './event-body.ts'
import { toFlowRunBody } from './flow-run-body.ts'
import { countHeartbeats, toEventPage } from './events.ts'
import { HISTORY_KEYS, toHistory } from './history.ts'
import { MINUTE, readInstant, writeInstant } from './instant.ts'
import { changedAt, toDeploymentBody, toFlowBody, toFlowRows, toPoolBody, toQueueBody, toWorkerBodies, type FlowRow } from './inventory-body.ts'
import { toLimitBodies, toTagLimitBodies } from './limit-body.ts'
import type { Job } from './night.ts'
import { byText, byTime, reversed, toPage, type Sorts } from './paging.ts'
import { Refusal, untaught } from './refusal.ts'
import { checkBody } from './request-schema.ts'
import type { RunBook } from './run-book.ts'
import type { RunDetail } from './run-detail.ts'
import { DEPLOYMENT_FIELDS, DEPLOYMENT_OF_RUN, FLOW_FIELDS, FLOW_OF_JOB, FLOW_OF_RUN, FLOW_RUN_FIELDS, FLOW_RUN_SORTS, LOG_FIELDS, LOG_SORTS, POOL_FIELDS, POOL_OF_RUN, TASK_RUN_FIELDS, TASK_RUN_SORTS, type Fields, type LogRow } from './run-filters.ts'
import type { RunNow } from './run-now.ts'
import { toTaskRunBody } from './task-run-body.ts'
import type { TaskNow } from './task-now.ts'

/** A read that upstream takes as a POST. */
interface List {
  /** The body's schema in the OpenAPI document. */
  schema: string
  /** The filters of the body that were taught. */
  filters: readonly string[]
  rows: (body: Json) => unknown
}

const FLOW_SORTS: Sorts<FlowRow> = {
  NAME_ASC: byText(({ name }) => name),
  NAME_DESC: reversed(byText(({ name }) => name)),
  CREATED_DESC: reversed(byTime(({ madeAt }) => madeAt)),
  UPDATED_DESC: reversed(byTime(({ madeAt }) => madeAt)),
}

/** States of which a run tells in lines of level ERROR. */
const ENDS_WITH_ERRORS: ReadonlySet<string> = new Set(['Failed', 'TimedOut', 'Crashed'])

const AS_THEY_ARE: Sorts<unknown> = { none: () => 0 }

/** Every POST that was taught, by its path below `/api`. */
export function createLists(book: RunBook, detail: RunDetail, now: () => number): (path: string, body: Json) => unknown {
  const runsWithin = ['flow_runs', 'flows', 'deployments', 'work_pools']

  function filterRuns(body: Json): RunNow[] {
    const test = allOf([
      readFilter(body['flow_runs'], FLOW_RUN_FIELDS, 'flow_runs'),
      readFilter(body['flows'], FLOW_OF_RUN, 'flows'),
      readFilter(body['deployments'], DEPLOYMENT_OF_RUN, 'deployments'),
      readFilter(body['work_pools'], POOL_OF_RUN, 'work_pools'),
    ])
    const ids = idsNamed(body['flow_runs'], 'id')
    const runs = ids === null ? book.runsAt(now()) : runsNamed(ids)
    return runs.filter(test)
  }

  const runsNamed = (ids: readonly string[]): RunNow[] => [...new Set(ids)].map(id => book.findRun(id, now())).filter(run => run !== null)

  function tasksNamed(filter: unknown): TaskNow[] {
    const runIds = idsNamed(filter, 'flow_run_id')
    if (runIds !== null)
      return runsNamed(runIds).flatMap(run => detail.tasksOf(run, now()))
    const ids = idsNamed(filter, 'id')
    if (ids === null)
      throw untaught('task runs without flow_run_id.any_ or id.any_')
    return ids.map(id => detail.findTask(id, now())).filter(task => task !== null)
  }

  function linesNamed(filter: unknown): LogRow[] {
    const runIds = idsNamed(filter, 'flow_run_id')
    const taskIds = idsNamed(filter, 'task_run_id')
    if (runIds === null && taskIds === null)
      return linesWithin(filter)
    const runs = runIds === null ? new Set((taskIds ?? []).map(id => detail.findTask(id, now())?.run).filter(run => run !== undefined)) : runsNamed(runIds)
    return toRows([...runs])
  }

  /** Of all runs since an instant; only where something is looked for, since planning the lines of every run there is would take seconds. */
  function linesWithin(filter: unknown): LogRow[] {
    const { level, timestamp, text } = asObject(filter ?? {}, 'logs')
    const sinceAt = readInstant(String(asObject(timestamp ?? {}, 'timestamp')['after_']))
    const isOfErrors = Number(asObject(level ?? {}, 'level')['ge_']) >= 40
    if (sinceAt === null || (!isOfErrors && text == null))
      throw untaught('logs without flow_run_id.any_ or task_run_id.any_, unless timestamp.after_ is given, and text or level.ge_ of 40')
    return toRows(book.runsAt(now()).filter(({ steps, endAt, state }) => (!isOfErrors || steps.some(({ name }) => ENDS_WITH_ERRORS.has(name))) && (endAt ?? (isOfErrors ? state.at : now())) >= sinceAt - MINUTE))
  }

  function toRows(runs: readonly RunNow[]): LogRow[] {
    return runs.flatMap(run => detail.linesOf(run, now()).map((line): LogRow => ({ line, runId: run.plan.id })))
  }

  const DEPLOYMENT_SORTS: Sorts<Job> = {
    NAME_ASC: byText(({ spec }) => spec.deployment ?? ''),
    NAME_DESC: reversed(byText(({ spec }) => spec.deployment ?? '')),
    CREATED_DESC: reversed(byTime(({ madeAt }) => madeAt)),
    UPDATED_DESC: reversed(byTime(job => changedAt(job, book, now()))),
  }

  const LISTS: Readonly<Record<string, List>> = {
    '/flow_runs/filter': {
      schema: 'Body_read_flow_runs_flow_runs_filter_post',
      filters: runsWithin,
      rows: body => toPage(filterRuns(body), body, FLOW_RUN_SORTS, 'ID_DESC').map(run => toFlowRunBody(run, now())),
    },
    '/flow_runs/count': { schema: 'Body_count_flow_runs_flow_runs_count_post', filters: runsWithin, rows: body => filterRuns(body).length },
    '/flow_runs/history': {
      schema: 'Body_flow_run_history_flow_runs_history_post',
      filters: [...runsWithin, ...HISTORY_KEYS],
      rows: body => toHistory(filterRuns(body), body, now()),
    },
    '/flows/filter': {
      schema: 'Body_read_flows_flows_filter_post',
      filters: ['flows'],
      rows: body => toPage(toFlowRows(book.jobs).filter(readFilter(body['flows'], FLOW_FIELDS, 'flows')), body, FLOW_SORTS, 'NAME_ASC').map(toFlowBody),
    },
    '/deployments/count': {
      schema: 'Body_count_deployments_deployments_count_post',
      filters: ['deployments', 'flows'],
      rows: body => book.jobs.filter(({ deploymentId }) => deploymentId !== null).filter(allOf([readFilter(body['deployments'], DEPLOYMENT_FIELDS, 'deployments'), readFilter(body['flows'], FLOW_OF_JOB, 'flows')])).length,
    },
    '/deployments/filter': {
      schema: 'Body_read_deployments_deployments_filter_post',
      filters: ['deployments'],
      rows: (body) => {
        const deployments = book.jobs.filter(({ deploymentId }) => deploymentId !== null).filter(readFilter(body['deployments'], DEPLOYMENT_FIELDS, 'deployments'))
        return toPage(deployments, body, DEPLOYMENT_SORTS, 'NAME_ASC').map(job => toDeploymentBody(job, book, now()))
      },
    },
    '/work_pools/filter': {
      schema: 'Body_read_work_pools_work_pools_filter_post',
      filters: ['work_pools'],
      rows: body => toPage(POOLS.filter(readFilter(body['work_pools'], POOL_FIELDS, 'work_pools')), body, AS_THEY_ARE, 'none').map(pool => toPoolBody(pool, book.night, now())),
    },
    '/work_queues/filter': {
      schema: 'Body_read_work_queues_work_queues_filter_post',
      filters: [],
      rows: body => toPage(POOLS, body, AS_THEY_ARE, 'none').map(pool => toQueueBody(pool, book.night, now())),
    },
    '/task_runs/filter': {
      schema: 'Body_read_task_runs_task_runs_filter_post',
      filters: ['task_runs'],
      rows: (body) => {
        const tasks = tasksNamed(body['task_runs']).filter(readFilter(body['task_runs'], TASK_RUN_FIELDS, 'task_runs'))
        return toPage(tasks, body, TASK_RUN_SORTS, 'ID_DESC').map(task => toTaskRunBody(task, now()))
      },
    },
    '/task_runs/count': {
      schema: 'Body_count_task_runs_task_runs_count_post',
      filters: ['task_runs'],
      rows: body => tasksNamed(body['task_runs']).filter(readFilter(body['task_runs'], TASK_RUN_FIELDS, 'task_runs')).length,
    },
    '/logs/filter': {
      schema: 'Body_read_logs_logs_filter_post',
      filters: ['logs'],
      rows: body => toPage(linesNamed(body['logs']).filter(readFilter(body['logs'], LOG_FIELDS, 'logs')), body, LOG_SORTS, 'TIMESTAMP_ASC').map(toLogBody),
    },
    '/v2/concurrency_limits/filter': {
      schema: 'Body_read_all_concurrency_limits_v2_v2_concurrency_limits_filter_post',
      filters: [],
      rows: body => toPage(toLimitBodies(book, detail, now()), body, AS_THEY_ARE, 'none'),
    },
    '/concurrency_limits/filter': {
      schema: 'Body_read_concurrency_limits_concurrency_limits_filter_post',
      filters: [],
      rows: body => toPage(toTagLimitBodies(book, detail, now()), body, AS_THEY_ARE, 'none'),
    },
    '/automations/filter': {
      schema: 'Body_read_automations_automations_filter_post',
      filters: [],
      rows: body => toPage(toAutomationBodies(book), body, { NAME_ASC: byText(({ name }) => String(name)) }, 'NAME_ASC'),
    },
    '/events/count-by/resource': {
      schema: 'Body_count_account_events_events_count_by__countable__post',
      filters: ['filter'],
      rows: ({ filter }) => countHeartbeats(filter, id => book.findRun(id, now()), now()),
    },
    '/events/filter': {
      schema: 'Body_read_events_events_filter_post',
      filters: ['filter'],
      rows: body => 'any_resource' in asObject(body['filter'] ?? {}, 'filter') ? listEvents(body, id => book.findRun(id, now())) : toEventPage(body, book.runsAt(now())),
    },
    '/artifacts/filter': {
      schema: 'Body_read_artifacts_artifacts_filter_post',
      filters: ['artifacts'],
      rows: (body) => {
        const ids = idsNamed(body['artifacts'], 'flow_run_id')
        if (ids === null && idsNamed(body['artifacts'], 'key') === null)
          throw untaught('artifacts without flow_run_id.any_ or key.any_')
        const artifacts = (ids === null ? book.runsAt(now()) : runsNamed(ids)).flatMap(toArtifactBodies).filter(readFilter(body['artifacts'], ARTIFACT_FIELDS, 'artifacts'))
        return toPage(artifacts, body, ARTIFACT_SORTS, 'ID_DESC')
      },
    },
  }

  return (path, body) => {
    const worker = /^\/work_pools\/([^/]+)\/workers\/filter$/.exec(path)
    const list = worker === null ? LISTS[path] : workersOf(decodeURIComponent(worker[1] ?? ''))
    if (list === undefined)
      throw untaught(`POST ${path}`)
    const unknown = Object.keys(body).find(key => !['sort', 'limit', 'offset', ...list.filters].includes(key))
    if (unknown !== undefined)
      throw untaught(`${unknown} in the body of POST ${path}`)
    checkBody(body, list.schema)
    return list.rows(body)
  }

  function workersOf(name: string): List {
    return {
      schema: 'Body_read_workers_work_pools__work_pool_name__workers_filter_post',
      filters: [],
      rows: (body) => {
        const pool = POOLS.find(one => one.name === name)
        if (pool === undefined)
          throw new Refusal(404, `Work pool "${name}" not found.`)
        return toPage(toWorkerBodies(pool, book.night, now()), body, AS_THEY_ARE, 'none')
      },
    }
  }
}

/** `any_` of one of a filter's fields: with it the rows are found without going through all. null where it is not given. */
function idsNamed(filter: unknown, field: string): string[] | null {
  const condition = asObject(asObject(filter ?? {}, 'the filter')[field] ?? {}, field)
  return Array.isArray(condition['any_']) ? condition['any_'].map(String) : null
}

const textOf = (name: string) => (row: Json): string | null => typeof row[name] === 'string' ? row[name] : null

const ARTIFACT_FIELDS: Fields<Json> = {
  flow_run_id: { kind: 'text', of: textOf('flow_run_id') },
  key: { kind: 'text', of: textOf('key') },
  type: { kind: 'text', of: textOf('type') },
}

const ARTIFACT_SORTS: Sorts<Json> = {
  ID_DESC: reversed(byText(({ id }) => String(id))),
  CREATED_DESC: reversed(byText(({ created }) => String(created))),
}

function toLogBody({ line, runId }: LogRow): Json {
  const { id, arrivesAt, logger, level, message, at, taskRunId } = line
  return { id, created: writeInstant(arrivesAt), updated: writeInstant(arrivesAt), name: logger, level, message, timestamp: writeInstant(at), flow_run_id: runId, task_run_id: taskRunId }
}
