import { z } from 'zod'
import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'
import { readPage } from './paging.ts'

/** A page that never ends within rows of one instant, so that (instant, id) is one order in both directions. */
export interface Stretch {
  /** In the direction asked for. */
  bodies: unknown[]
  /** The upstream's own timestamp of the last row, to go on behind; null at the end. */
  cursor: string | null
}

export interface StretchRequest {
  path: string
  /** The request for rows at and beyond a timestamp; null: from the start. */
  bodyFrom: (timestamp: string | null) => Record<string, unknown>
  /** The upstream field that is sorted by. */
  field: string
  /** `cursor` of the stretch before; null: from the start. */
  cursor: string | null
  limit: number
  signal: AbortSignal | undefined
}

/** More rows than this at one instant are not one stretch any more. */
const GROUP_CAP = 5_000

/**
 * Reads the next rows beyond `cursor`. Upstream sorts by time alone and bounds are inclusive: rows of the cursor's own instant
 * were given with it and are left out, and rows of the page's last instant are left for the next, unless they fill the page.
 */
export async function readStretch(client: Client, { path, bodyFrom, field, cursor, limit, signal }: StretchRequest): Promise<Stretch> {
  const found: unknown[] = []
  const instantOf = (body: unknown): unknown => z.looseObject({}).safeParse(body).data?.[field]
  for (let offset = 0; ;) {
    const page = await readPage(client, { path, body: bodyFrom(cursor), limit, offset, signal })
    const bodies = z.array(z.unknown()).safeParse(page.answer).data
    if (bodies === undefined)
      throw new UpstreamError(`Prefect's answer to POST ${path} is not the list it should be`, { failure: 'unreadable', request: `POST ${path}` })
    found.push(...bodies.filter(body => instantOf(body) !== cursor))
    if (bodies.length < page.limit)
      return { bodies: found, cursor: null }
    const lastInstant = instantOf(found.at(-1))
    const whole = found.filter(body => instantOf(body) !== lastInstant)
    if (whole.length > 0 || found.length >= GROUP_CAP) {
      const kept = whole.length > 0 ? whole : found
      const last = instantOf(kept.at(-1))
      return { bodies: kept, cursor: typeof last === 'string' ? last : null }
    }
    offset += page.limit
  }
}
