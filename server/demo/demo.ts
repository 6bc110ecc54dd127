import { createActs } from './acts.ts'
import { asObject, type Json } from './conditions.ts'
import { toFlowRunBody, toFlowRunStateBody } from './flow-run-body.ts'
import { toGraphBody } from './graph-body.ts'
import { toDeploymentBody, toFlowBody, toFlowRows } from './inventory-body.ts'
import { createLists } from './lists.ts'
import { invalid, Refusal, untaught } from './refusal.ts'
import { UUID } from './request-schema.ts'
import { createRunBook } from './run-book.ts'
import { createRunDetail } from './run-detail.ts'
import type { RunNow } from './run-now.ts'
import { toTaskRunBody, toTaskStateBody } from './task-run-body.ts'
import type { TaskNow } from './task-now.ts'

export interface DemoSettings {
  /** Epoch ms. May go on while the demo lives; everything shown is a function of it and of the instant it had at the start. */
  now: () => number
  /** Zone the night's jobs keep; the host's by default. */
  zone?: string
}

/** A small orchestration API with a night of its own, speaking Prefect 3.8.8's dialect below `/api`. 501 for what it was not taught. */
export function createDemo({ now, zone = Intl.DateTimeFormat().resolvedOptions().timeZone }: DemoSettings): { fetch: (request: Request) => Promise<Response> } {
  const book = createRunBook({ startAt: now(), zone })
  const detail = createRunDetail(book)
  const list = createLists(book, detail, now)
  const act = createActs(book, now)

  const findRun = (id: string): RunNow => found(book.findRun(id, now()), 'Flow run not found')
  const findTask = (id: string): TaskNow => found(detail.findTask(id, now()), 'Task not found')

  /** Every GET that was taught, by its path below `/api`; `*` is an id. */
  const READS: Readonly<Record<string, (id: string) => unknown>> = {
    '/health': () => true,
    '/ready': () => ({ message: 'OK' }),
    '/version': () => '0.8.4',
    '/admin/version': () => '3.8.8',
    '/flows/*': id => toFlowBody(found(toFlowRows(book.jobs).find(row => row.id === id), 'Flow not found')),
    '/deployments/*': id => toDeploymentBody(found(book.jobs.find(({ deploymentId }) => deploymentId === id), 'Deployment not found'), book, now()),
    '/flow_runs/*': id => toFlowRunBody(findRun(id), now()),
    '/flow_runs/*/graph-v2': (id) => {
      const run = book.findRun(id, now())
      if (run === null)
        throw new Refusal(404, 'absent', { exception_message: `Flow run ${id} not found` })
      return toGraphBody(run, detail.tasksOf(run, now()), now())
    },
    '/task_runs/*': id => toTaskRunBody(findTask(id), now()),
  }

  /** No 404 here: upstream knows no states of what it does not know. */
  const STATES: Readonly<Record<string, { key: string, states: (id: string) => unknown[] }>> = {
    '/flow_run_states/': { key: 'flow_run_id', states: (id) => {
      const run = book.findRun(id, now())
      return run === null ? [] : run.steps.map(step => toFlowRunStateBody(run, step))
    } },
    '/task_run_states/': { key: 'task_run_id', states: (id) => {
      const task = detail.findTask(id, now())
      return task === null ? [] : task.steps.map(step => toTaskStateBody(task, step))
    } },
  }

  function read(path: string, query: URLSearchParams): unknown {
    const states = STATES[path]
    const keys = [...query.keys()]
    if (states !== undefined && keys.every(key => key === states.key))
      return states.states(idAsked(query, states.key))
    const [, kind, id, ...part] = path.split('/')
    const answer = READS[path] ?? READS[['', kind, '*', ...part].join('/')]
    if (answer === undefined || keys.length > 0)
      throw untaught(`GET ${path}${keys.length > 0 ? ` with ${keys.join(', ')}` : ''}`)
    if (READS[path] === undefined && !UUID.test(id ?? ''))
      throw new Refusal(404, 'Not Found')
    return answer((id ?? '').toLowerCase())
  }

  async function answer(request: Request): Promise<{ status: number, body: unknown }> {
    const { pathname, searchParams } = new URL(request.url)
    const path = pathname.replace(/^\/api(?=\/)/, '')
    if (request.method === 'POST') {
      const body = await readBody(request)
      const acted = act(path, body)
      return acted === null ? { status: 200, body: list(path, body) } : acted
    }
    if (request.method === 'GET')
      return { status: 200, body: read(path, searchParams) }
    throw untaught(`${request.method} ${path}`)
  }

  return {
    async fetch(request) {
      const headers = { date: new Date(now()).toUTCString() }
      try {
        const { status, body } = await answer(request)
        return Response.json(body, { status, headers })
      }
      catch (error) {
        if (error instanceof Refusal)
          return Response.json(error.body, { status: error.status, headers })
        throw error
      }
    },
  }
}

/** Upstream ignores a body of any other type and answers unfiltered; that trap is not laid here. */
async function readBody(request: Request): Promise<Json> {
  const text = await request.text()
  if (text === '')
    return {}
  if (!request.headers.get('content-type')?.startsWith('application/json'))
    throw untaught('bodies that are no application/json')
  try {
    return asObject(JSON.parse(text), 'the body')
  }
  catch (cause) {
    if (cause instanceof Refusal)
      throw cause
    throw invalid([{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {} }], text.slice(0, 200)) // where it breaks is the parser's own affair
  }
}

function idAsked(query: URLSearchParams, key: string): string {
  const id = query.get(key)
  if (id === null)
    throw invalid([{ type: 'missing', loc: ['query', key], msg: 'Field required', input: null }], null)
  if (!UUID.test(id))
    throw invalid([{ type: 'uuid_parsing', loc: ['query', key], msg: 'Input should be a valid UUID', input: id }], null)
  return id.toLowerCase()
}

function found<T>(row: T | null | undefined, said: string): T {
  if (row === undefined || row === null)
    throw new Refusal(404, said)
  return row
}
