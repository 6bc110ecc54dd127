/** One answer of the orchestration API on its way to us. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: string
}

/** What stands between us and the API. Each can be of some requests only. */
export interface Fault {
  /** Requests it is of, as method and path below `/api`, e.g. `POST /logs/filter`; left out: all. */
  of?: RegExp
  /** Waited before anything is answered. */
  delayMs?: number
  /** Answered instead; the API is not asked. */
  instead?: Reply
  /** What becomes of the filters that are asked for; `path` is below `/api`. */
  ask?: (body: Record<string, unknown>, path: string) => Record<string, unknown>
  /** What becomes of a good answer's JSON; `path` is below `/api`. */
  change?: (answer: unknown, path: string) => unknown
  /** The connection is closed after this share of the body. */
  cutAfterRatio?: number
}

const JSON_TYPE = { 'content-type': 'application/json' }

const refusal = (status: number, detail: string, headers: Record<string, string> = {}): Fault =>
  ({ instead: { status, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify({ detail }) } })

export const SLOW = (delayMs: number): Fault => ({ delayMs })
export const REFUSED = refusal(401, 'Unauthorized')
export const THROTTLED = (seconds: number): Fault => refusal(429, 'Too many requests', { 'retry-after': String(seconds) })
export const BROKEN = refusal(500, 'Internal Server Error')
/** As a proxy in front of a stopped server answers, with its sign-in page. */
export const WEB_PAGE: Fault = { instead: { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1><script>alert("proxy")</script></body></html>' } }
export const CUT_OFF: Fault = { cutAfterRatio: 0.5 }

type Row = Record<string, unknown>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Rows of one list become others. */
export function changeRows(path: string, change: (row: Row, index: number) => Row): Fault {
  return { change: (answer, asked) => asked === path && Array.isArray(answer) ? answer.map((row: unknown, index) => isRow(row) ? change(row, index) : row) : answer }
}

/** The first run of each list has a number where its name should be. */
export const ODD_RUN: Fault = changeRows('/flow_runs/filter', (row, index) => index === 0 ? { ...row, name: 12 } : row)

/** Flows are there, and nothing else. */
export const NO_DEPLOYMENTS: Fault = { change: (answer, path) => /^\/(?:deployments|flow_runs|work_pools)\/(?:filter|paginate)$/.test(path) ? [] : answer }
export const EMPTY: Fault = { change: answer => Array.isArray(answer) ? [] : answer }

/** Jobs of the demo for which nothing bad is planned. */
const GOOD_FLOWS = ['dbt-run', 'price-update', 'reconcile-payments', 'plan-deliveries', 'customer-segments', 'archive-raw-events', 'ingest-bank-statements']
const GOOD_ENTRYPOINT = new RegExp(`/(?:${GOOD_FLOWS.join('|').replaceAll('-', '_')})\\.py`)

/** Whoever sees only these jobs had a good night. */
export const GOOD_NIGHT: Fault = {
  ask: (body, path) => /^\/(?:flows|flow_runs)\/(?:filter|paginate|count)$/.test(path) ? { ...body, flows: { ...isRow(body['flows']) ? body['flows'] : {}, name: { any_: GOOD_FLOWS } } } : body,
  change: (answer, path) => path === '/deployments/filter' && Array.isArray(answer) ? answer.filter((row: Row) => GOOD_ENTRYPOINT.test(String(row['entrypoint']))) : answer,
}

/** The first run of each list is in a state of a later version. */
export const UNHEARD_STATE: Fault = changeRows('/flow_runs/filter', (row, index) => index === 0
  ? { ...row, state_type: 'HIBERNATING', state_name: 'Hibernating', ...isRow(row['state']) && { state: { ...row['state'], type: 'HIBERNATING', name: 'Hibernating' } } }
  : row)
