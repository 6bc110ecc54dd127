import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'
import type { components } from './openapi-3.8.8.ts'
import { createPoisonGuard } from './poison.ts'
import { readRows, type Listed } from './rows.ts'

type Bodies = components['schemas']

/** The request bodies of Prefect's filtered lists, without what a pager adds. */
export interface FilterBodies {
  '/flows/filter': Unpaged<Bodies['Body_read_flows_flows_filter_post']>
  '/deployments/filter': Unpaged<Bodies['Body_read_deployments_deployments_filter_post']>
  '/work_pools/filter': Unpaged<Bodies['Body_read_work_pools_work_pools_filter_post']>
  '/work_queues/filter': Unpaged<Bodies['Body_read_work_queues_work_queues_filter_post']>
  [workers: `/work_pools/${string}/workers/filter`]: Unpaged<Bodies['Body_read_workers_work_pools__work_pool_name__workers_filter_post']>
  '/flow_runs/filter': Unpaged<Bodies['Body_read_flow_runs_flow_runs_filter_post']>
  '/task_runs/filter': Unpaged<Bodies['Body_read_task_runs_task_runs_filter_post']>
  '/artifacts/filter': Unpaged<Bodies['Body_read_artifacts_artifacts_filter_post']>
  '/logs/filter': Unpaged<Bodies['Body_read_logs_logs_filter_post']>
  '/v2/concurrency_limits/filter': Unpaged<Bodies['Body_read_all_concurrency_limits_v2_v2_concurrency_limits_filter_post']>
  '/concurrency_limits/filter': Unpaged<Bodies['Body_read_concurrency_limits_concurrency_limits_filter_post']>
  '/automations/filter': Unpaged<Bodies['Body_read_automations_automations_filter_post']>
}

type Unpaged<Body> = Omit<Body, 'limit' | 'offset'>

export type FilterPath = keyof FilterBodies
export type FlowRunFilter = Bodies['FlowRunFilter']
export type LogFilter = Bodies['LogFilter']

export interface PageRequest<Path extends FilterPath> {
  path: Path
  body: FilterBodies[Path]
  limit: number
  offset: number
  signal: AbortSignal | undefined
}

export interface Page {
  /** As upstream sent them, in its order. */
  bodies: unknown[]
  /** No row was left behind it. */
  isLast: boolean
  /** What was asked for in the end: at most the server's own limit. */
  limit: number
}

export interface Pager {
  /** One page. Throws UpstreamError; so does an answer that is no list. */
  read: <Path extends FilterPath>(request: PageRequest<Path>) => Promise<Page>
  /** Notes which fields of a list's rows were not what they should be. */
  noteOdd: (path: FilterPath, fields: readonly string[]) => void
  /** `POST /flow_runs/filter: start_time`, each once. */
  surprises: () => readonly string[]
}

/** A log line can have a megabyte: a page of them that is too large to be read is asked for in smaller ones, down to this. */
const FEWEST_LINES = 25

/** More kinds of oddness than this tell nothing new. */
const MOST_SURPRISES = 50

/** The server's default and highest `limit`. */
export const PAGE_SIZE = 200

/** Lists beyond this are cut, and said to be. */
export const MOST_ROWS = 10_000

/** Half of a page, so that one request reads them all and knows it. */
const IDS_AT_ONCE = PAGE_SIZE / 2

/**
 * Reads pages of Prefect's lists. An administrator may lower the highest `limit`; a server then refuses with a 422 that names
 * it, and it is kept to from then on.
 */
export function createPager(client: Client): Pager {
  const surprises = new Set<string>()
  let highest = PAGE_SIZE
  const readRuns = createPoisonGuard(client, readPlain)

  async function readPlain<Path extends FilterPath>(request: PageRequest<Path>): Promise<Page> {
    const { path, body, offset, signal } = request
    const limit = Math.min(request.limit, highest)
    try {
      const answer = await client.send({ method: 'POST', path, body: { ...body, limit, offset }, safe: true }, { signal })
      const bodies = toList(answer, `POST ${path}`)
      return { bodies, isLast: bodies.length < limit, limit }
    }
    catch (error) {
      if (path === '/logs/filter' && limit > FEWEST_LINES && error instanceof UpstreamError && error.failure === 'unreadable')
        return await readPlain({ ...request, limit: Math.max(FEWEST_LINES, Math.floor(limit / 8)) })
      const lower = error instanceof UpstreamError && error.status === 422 ? readHighestLimit(error.detail) : null
      if (lower === null || lower >= limit)
        throw error
      highest = lower
      return await readPlain(request)
    }
  }

  return {
    async read(request) {
      return isOfRuns(request) ? await readRuns({ ...request, limit: Math.min(request.limit, highest) }) : await readPlain(request)
    },
    noteOdd(path, fields) {
      for (const field of fields.slice(0, MOST_SURPRISES - surprises.size))
        surprises.add(`POST ${path.replace(/\/work_pools\/[^/]+\/workers/, '/work_pools/NAME/workers')}: ${field}`)
    },
    surprises: () => [...surprises],
  }
}

function isOfRuns(request: PageRequest<FilterPath>): request is PageRequest<'/flow_runs/filter'> {
  return request.path === '/flow_runs/filter'
}

/** From `Invalid limit: must be less than or equal to 50.` */
function readHighestLimit(detail: string | null): number | null {
  const [, digits] = /Invalid limit\D*(\d+)/.exec(detail ?? '') ?? []
  const limit = Number(digits)
  return limit > 0 ? limit : null
}

export function toList(answer: unknown, request: string): unknown[] {
  if (!Array.isArray(answer))
    throw new UpstreamError(`Prefect's answer to ${request} is not the list it should be.`, { failure: 'unreadable', request })
  return answer
}

/** A row's id as upstream sent it; null where it has none. */
export function idOf(body: unknown): string | null {
  return textOf(body, 'id')
}

/** A field of a row as upstream wrote it; null where it is no text. */
export function textOf(body: unknown, field: string): string | null {
  if (typeof body !== 'object' || body === null)
    return null
  const value = (body as Record<string, unknown>)[field]
  return typeof value === 'string' ? value : null
}

export type SortField = 'expected_start_time' | 'start_time' | 'end_time' | 'timestamp'

/** What a row is sorted by: Prefect sorts a run that never began by its due time where it sorts by start. */
export function instantText(body: unknown, field: SortField): string | null {
  return textOf(body, field) ?? (field === 'start_time' ? textOf(body, 'expected_start_time') : null)
}

export interface OffsetCrawl<Path extends FilterPath, T> {
  path: Path
  body: FilterBodies[Path]
  toRow: (body: unknown) => T
  /** Rows passed over before the first. */
  from?: number
  /** Most rows to read. */
  cap: number
  /** Rows asked for in one request; left out: as many as the server gives. */
  pageSize?: number | undefined
  /** The reading is whole at the first row of which this is true. */
  isEnough?: ((row: T) => boolean) | undefined
  signal: AbortSignal | undefined
}

/**
 * Page after page by offset, repeats dropped by id. Nothing is skipped as long as rows made meanwhile come first in the order
 * asked for (newest first, or any id): they push the others back, never forward.
 */
export async function listByOffset<Path extends FilterPath, T>(pager: Pager, { path, body, toRow, from = 0, cap, pageSize = PAGE_SIZE, isEnough, signal }: OffsetCrawl<Path, T>): Promise<Listed<T>> {
  const seen = new Set<string>()
  const found: Listed<T> = { rows: [], complete: true, setAsideCount: 0 }
  for (let offset = from; ;) {
    const page = await pager.read({ path, body, limit: pageSize, offset, signal })
    const { rows, setAsideCount, oddFields } = readRows(takeFresh(page.bodies, seen), toRow)
    pager.noteOdd(path, oddFields)
    found.rows.push(...rows)
    found.setAsideCount += setAsideCount
    if (page.isLast || (isEnough !== undefined && rows.some(isEnough)))
      return found
    offset += page.limit
    if (offset >= from + cap)
      return { ...found, complete: false }
  }
}

/** Those of these objects that are still there, in no order. */
export async function listByIds<T>(ids: readonly string[], listSome: (ids: string[]) => Promise<Listed<T>>): Promise<Listed<T>> {
  const found: Listed<T> = { rows: [], complete: true, setAsideCount: 0 }
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const part = await listSome(ids.slice(start, start + IDS_AT_ONCE))
    found.rows.push(...part.rows)
    found.setAsideCount += part.setAsideCount
  }
  return found
}

/** The rows not seen before, which then are. */
export function takeFresh(bodies: readonly unknown[], seen: Set<string>): unknown[] {
  return bodies.filter((body) => {
    const id = idOf(body)
    const isFresh = id === null || !seen.has(id)
    if (id !== null)
      seen.add(id)
    return isFresh
  })
}
