import { asObject, readFilter, type Json, type Test } from './conditions.ts'
import { toFlowRunBody, toFlowRunStateBody } from './flow-run-body.ts'
import { toGraphBody } from './graph-body.ts'
import { writeInstant } from './instant.ts'
import { toDeploymentBody, toFlowBody, toFlowRows, toPoolBody, type FlowRow, type Pool } from './inventory-body.ts'
import { planLogs, type LogLine } from './log-plan.ts'
import type { Job } from './night.ts'
import { POOLS } from './catalogue.ts'
import { Refusal, untaught } from './refusal.ts'
import { createRunBook } from './run-book.ts'
import { DEPLOYMENT_OF_RUN, FLOW_OF_RUN, FLOW_RUN_FIELDS, FLOW_RUN_SORTS, LOG_FIELDS, POOL_OF_RUN, TASK_RUN_FIELDS, type LogRow } from './run-filters.ts'
import type { RunNow } from './run-now.ts'
import { tasksAt, type TaskNow } from './task-now.ts'
import { planTasks } from './task-plan.ts'
import { expectedStartOf, toTaskRunBody, toTaskStateBody } from './task-run-body.ts'

const LIMIT = 200
const VERSION = '3.8.8'

export interface DemoSettings {
  /** Epoch ms. May go on while the demo lives; everything shown is a function of it and of the instant it had at the start. */
  now: () => number
  /** Zone the night's jobs keep; the host's by default. */
  zone?: string
}

/** A small orchestration API with a night of its own, speaking Prefect 3.8.8's dialect below `/api`. 501 for what it was not taught. */
export function createDemo({ now, zone = Intl.DateTimeFormat().resolvedOptions().timeZone }: DemoSettings): { fetch: (request: Request) => Promise<Response> } {
  const book = createRunBook({ startAt: now(), zone })

  function find(id: string): RunNow {
    const run = book.findRun(id, now())
    if (run === null)
      throw new Refusal(404, 'Flow run not found')
    return run
  }

  const tasksOf = (run: RunNow): TaskNow[] => tasksAt(run, planTasks(run.plan), now())
  const linesOf = (run: RunNow): LogLine[] => planLogs(run.plan, planTasks(run.plan)).filter(({ arrivesAt }) => arrivesAt <= now())

  /** The runs a filter's ids name, found without going through all. */
  function runsNamed(filter: unknown, field: string): RunNow[] {
    const condition = asObject(asObject(filter ?? {}, 'the filter')[field] ?? {}, field)
    const ids = Array.isArray(condition['any_']) ? condition['any_'].map(String) : null
    if (ids === null)
      throw untaught(`a list without ${field}.any_`)
    return ids.map(id => book.findRun(id, now())).filter(run => run !== null)
  }

  function filterRuns(body: Json): RunNow[] {
    const tests: Test<RunNow>[] = [
      readFilter(body['flow_runs'], FLOW_RUN_FIELDS, 'flow_runs'),
      readFilter(body['flows'], FLOW_OF_RUN, 'flows'),
      readFilter(body['deployments'], DEPLOYMENT_OF_RUN, 'deployments'),
      readFilter(body['work_pools'], POOL_OF_RUN, 'work_pools'),
    ]
    return book.runsAt(now()).filter(run => tests.every(test => test(run)))
  }

  const LISTS: Readonly<Record<string, (body: Json) => unknown>> = {
    '/flow_runs/filter': body => toPage(sorted(filterRuns(knownKeys(body, ['flow_runs', 'flows', 'deployments', 'work_pools'])), body, FLOW_RUN_SORTS, 'ID_DESC'), body).map(run => toFlowRunBody(run, now())),
    '/flow_runs/count': body => filterRuns(knownKeys(body, ['flow_runs', 'flows', 'deployments', 'work_pools'])).length,
    '/flows/filter': (body) => {
      const test = readFilter<FlowRow>(knownKeys(body, ['flows'])['flows'], { id: { kind: 'text', of: ({ id }) => id }, name: { kind: 'text', of: ({ name }) => name } }, 'flows')
      return toPage(sorted(toFlowRows(book.jobs).filter(test), body, { NAME_ASC: (a, b) => a.name < b.name ? -1 : 1, CREATED_DESC: (a, b) => b.madeAt - a.madeAt }, 'NAME_ASC'), body).map(toFlowBody)
    },
    '/deployments/filter': (body) => {
      const test = readFilter<Job>(knownKeys(body, ['deployments'])['deployments'], { id: { kind: 'text', of: ({ deploymentId }) => deploymentId }, name: { kind: 'text', of: ({ spec }) => spec.deployment } }, 'deployments')
      const jobs = book.jobs.filter(({ deploymentId, madeAt }) => deploymentId !== null && madeAt <= now()).filter(test)
      return toPage(sorted(jobs, body, { NAME_ASC: (a, b) => (a.spec.deployment ?? '') < (b.spec.deployment ?? '') ? -1 : 1, CREATED_DESC: (a, b) => b.madeAt - a.madeAt }, 'NAME_ASC'), body).map(job => toDeploymentBody(job, book.night, now()))
    },
    '/work_pools/filter': (body) => {
      const test = readFilter<Pool>(knownKeys(body, ['work_pools'])['work_pools'], { name: { kind: 'text', of: ({ name }) => name } }, 'work_pools')
      return toPage(POOLS.filter(test), body).map(pool => toPoolBody(pool, book.night, now()))
    },
    '/task_runs/filter': (body) => {
      const filter = knownKeys(body, ['task_runs'])['task_runs']
      const tasks = runsNamed(filter, 'flow_run_id').flatMap(tasksOf).filter(readFilter(filter, TASK_RUN_FIELDS, 'task_runs'))
      return toPage(sorted(tasks, body, { ID_DESC: (a, b) => a.plan.id < b.plan.id ? 1 : -1, EXPECTED_START_TIME_ASC: (a, b) => expectedStartOf(a) - expectedStartOf(b) }, 'ID_DESC'), body).map(task => toTaskRunBody(task, now()))
    },
    '/logs/filter': (body) => {
      const filter = knownKeys(body, ['logs'])['logs']
      const rows = runsNamed(filter, 'flow_run_id').flatMap(run => linesOf(run).map((line): LogRow => ({ line, runId: run.plan.id }))).filter(readFilter(filter, LOG_FIELDS, 'logs'))
      return toPage(sorted(rows, body, { TIMESTAMP_ASC: (a, b) => a.line.at - b.line.at, TIMESTAMP_DESC: (a, b) => b.line.at - a.line.at }, 'TIMESTAMP_ASC'), body).map(toLogBody)
    },
  }

  const READS: readonly { pattern: RegExp, answer: (id: string) => unknown }[] = [
    { pattern: /^\/health$/, answer: () => true },
    { pattern: /^\/ready$/, answer: () => ({ message: 'OK' }) },
    { pattern: /^\/admin\/version$/, answer: () => VERSION },
    { pattern: /^\/flow_runs\/([^/]+)$/, answer: id => toFlowRunBody(find(id), now()) },
    { pattern: /^\/flow_runs\/([^/]+)\/graph-v2$/, answer: (id) => {
      const run = find(id)
      return toGraphBody(run, tasksOf(run), now())
    } },
    { pattern: /^\/flow_run_states\/\?flow_run_id=([^&]+)$/, answer: (id) => {
      const run = book.findRun(id, now())
      return run === null ? [] : run.steps.map(step => toFlowRunStateBody(run, step)) // no 404 here, as on 3.8.8
    } },
    { pattern: /^\/task_run_states\/\?task_run_id=([^&]+)$/, answer: (id) => {
      const task = findTask(id)
      return task.steps.map(step => toTaskStateBody(task, step))
    } },
    { pattern: /^\/task_runs\/([^/]+)$/, answer: id => toTaskRunBody(findTask(id), now()) },
    { pattern: /^\/flows\/([^/]+)$/, answer: id => toFlowBody(found(toFlowRows(book.jobs).find(row => row.id === id), 'Flow')) },
    { pattern: /^\/deployments\/([^/]+)$/, answer: id => toDeploymentBody(found(book.jobs.find(({ deploymentId }) => deploymentId === id), 'Deployment'), book.night, now()) },
  ]

  /** Task runs are planned run by run, so one is looked for where a child run names it, else among the newest runs. */
  function findTask(id: string): TaskNow {
    for (const run of book.runsAt(now()).reverse()) {
      const task = planTasks(run.plan).some(({ id: taskId }) => taskId === id) ? tasksOf(run).find(({ plan }) => plan.id === id) : undefined
      if (task !== undefined)
        return task
    }
    throw new Refusal(404, 'Task not found')
  }

  async function answer(request: Request): Promise<unknown> {
    const url = new URL(request.url)
    const path = url.pathname.replace(/^\/api(?=\/)/, '') + url.search
    if (request.method === 'POST') {
      const list = LISTS[path]
      if (list !== undefined)
        return list(await readBody(request))
    }
    else if (request.method === 'GET') {
      for (const { pattern, answer } of READS) {
        const match = pattern.exec(path)
        if (match !== null)
          return answer(decodeURIComponent(match[1] ?? '')) // only now: an id may hold a slash
      }
    }
    throw untaught(`${request.method} ${path.split('?')[0]}`)
  }

  return {
    async fetch(request) {
      const headers = { date: new Date(now()).toUTCString() }
      try {
        return Response.json(await answer(request), { headers })
      }
      catch (error) {
        if (error instanceof Refusal)
          return Response.json({ detail: error.message }, { status: error.status, headers })
        throw error
      }
    },
  }
}

/** Upstream ignores a body of any other type and answers unfiltered; that trap is not laid here. */
async function readBody(request: Request): Promise<Json> {
  if (!request.headers.get('content-type')?.startsWith('application/json'))
    throw untaught('bodies that are no application/json')
  const text = await request.text()
  return text === '' ? {} : asObject(JSON.parse(text), 'the body')
}

function knownKeys(body: Json, filters: readonly string[]): Json {
  const unknown = Object.keys(body).find(key => !['sort', 'limit', 'offset', ...filters].includes(key))
  if (unknown !== undefined)
    throw untaught(`the body's ${unknown}`)
  return body
}

function sorted<Row>(rows: readonly Row[], body: Json, sorts: Readonly<Record<string, (a: Row, b: Row) => number>>, usual: string): Row[] {
  const name = body['sort'] ?? usual
  const sort = typeof name === 'string' ? sorts[name] : undefined
  if (sort === undefined)
    throw untaught(`the sort ${String(name)}`)
  return [...rows].sort(sort)
}

function toPage<Row>(rows: readonly Row[], { limit = LIMIT, offset = 0 }: Json): readonly Row[] {
  if (typeof limit !== 'number' || typeof offset !== 'number' || limit < 0 || offset < 0)
    throw new Refusal(422, 'limit and offset are whole numbers from 0')
  if (limit > LIMIT)
    throw new Refusal(422, `Invalid limit: must be less than or equal to ${LIMIT}.`)
  return rows.slice(offset, offset + limit)
}

function found<T>(row: T | undefined, what: string): T {
  if (row === undefined)
    throw new Refusal(404, `${what} not found`)
  return row
}

function toLogBody({ line, runId }: LogRow): Json {
  const { id, arrivesAt, logger, level, message, at, taskRunId } = line
  return { id, created: writeInstant(arrivesAt), updated: writeInstant(arrivesAt), name: logger, level, message, timestamp: writeInstant(at), flow_run_id: runId, task_run_id: taskRunId }
}
