import { z } from 'zod'
import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'
import { readRows, type Listed } from './rows.ts'

/** The server's default and highest `limit`; an administrator may lower it, and a 422 then tells. */
const PAGE_SIZE = 200

export interface PageRequest {
  path: string
  body: Record<string, unknown>
  limit: number
  offset: number
  signal: AbortSignal | undefined
}

/** One page as upstream sent it. A refused `limit` is told by the number in the 422's text, and asked again within it. */
export async function readPage(client: Client, { path, body, limit, offset, signal }: PageRequest): Promise<{ answer: unknown, limit: number }> {
  const ask = async (size: number): Promise<unknown> => await client.send({ method: 'POST', path, body: { ...body, limit: size, offset }, safe: true }, { signal })
  try {
    return { answer: await ask(limit), limit }
  }
  catch (error) {
    const lower = error instanceof UpstreamError && error.status === 422 ? readLimit(error.cause, limit) : null
    if (lower === null)
      throw error
    return { answer: await ask(lower), limit: lower }
  }
}

function readLimit(cause: unknown, asked: number): number | null {
  const [, limit] = /limit: must be less than or equal to (\d+)/.exec(cause instanceof Error ? cause.message : '') ?? []
  const lower = Number(limit)
  return limit !== undefined && lower > 0 && lower < asked ? lower : null
}

interface Crawl<T> {
  path: string
  body: Record<string, unknown>
  toRow: (body: unknown) => T
  /** Most rows to read. */
  cap: number
  signal: AbortSignal | undefined
}

/** Page after page by offset: for inventories, whose order stands still. */
export async function listByOffset<T extends { id: string } | { name: string }>(client: Client, { path, body, toRow, cap, signal }: Crawl<T>): Promise<Listed<T>> {
  const found = new Map<string, T>()
  let setAsideCount = 0
  let limit = PAGE_SIZE
  for (let offset = 0; ; offset += limit) {
    const page = await readPage(client, { path, body, limit, offset, signal })
    limit = page.limit
    const { rows, setAsideCount: setAside } = readRows(page.answer, toRow, `POST ${path}`)
    rows.forEach(row => found.set('id' in row ? row.id : row.name, row))
    setAsideCount += setAside
    const isLast = rows.length + setAside < limit
    if (isLast || offset + limit >= cap)
      return { rows: [...found.values()], complete: isLast, setAsideCount }
  }
}

interface KeysetCrawl<T> extends Crawl<T> {
  /** The upstream field that is sorted by, e.g. `expected_start_time`. */
  field: string
  direction: 'ascending' | 'descending'
  /** Filters of `flow_runs` besides the bound on `field`. */
  filter: Record<string, unknown>
  from: string
  to: string
}

const Row = z.object({ id: z.string() }).catchall(z.unknown())

/**
 * Page after page by the last row's own timestamp, bound included, so that rows written meanwhile shift nothing. Rows of one
 * instant have no order upstream: repeats are dropped by id, and a whole page of one instant is passed by offset.
 */
export async function listByKeyset<T>(client: Client, crawl: KeysetCrawl<T>): Promise<Listed<T>> {
  const { path, body, toRow, cap, signal, field, direction, filter } = crawl
  const seen = new Set<string>()
  const rows: T[] = []
  let setAsideCount = 0
  let { from, to } = crawl
  let offset = 0
  let limit = PAGE_SIZE
  for (;;) {
    const bounded = { ...body, flow_runs: { ...filter, [field]: { after_: from, before_: to } } }
    const page = await readPage(client, { path, body: bounded, limit, offset, signal })
    limit = page.limit
    const raw = z.array(z.unknown()).safeParse(page.answer)
    if (!raw.success)
      throw new UpstreamError(`Prefect's answer to POST ${path} is not the list it should be`, { failure: 'unreadable', request: `POST ${path}` })
    const fresh = raw.data.filter((row) => {
      const { data } = Row.safeParse(row)
      return data === undefined || !seen.has(data.id)
    })
    const read = readRows(fresh, toRow, `POST ${path}`)
    rows.push(...read.rows)
    setAsideCount += read.setAsideCount
    raw.data.forEach(row => seen.add(Row.safeParse(row).data?.id ?? ''))
    if (raw.data.length < limit || rows.length >= cap)
      return { rows, complete: raw.data.length < limit, setAsideCount }
    const [first, last] = [Row.safeParse(raw.data[0]).data?.[field], Row.safeParse(raw.data.at(-1)).data?.[field]]
    offset = first === last || typeof last !== 'string' ? offset + limit : 0
    if (offset === 0 && typeof last === 'string') {
      if (direction === 'ascending')
        from = last
      else
        to = last
    }
  }
}
