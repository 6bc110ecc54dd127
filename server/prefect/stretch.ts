import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { UpstreamError } from './error.ts'
import { parseInstant, writeInstant } from './instant.ts'
import { idOf, instantText, PAGE_SIZE, type FilterBodies, type Pager, type SortField } from './paging.ts'

/**
 * Where a reading by time goes on: at an instant (the upstream's own text), bound included, without the rows of that instant
 * that were given before: named by id, or if they are many, counted.
 */
interface Cursor {
  at: string
  given: string[]
  passedCount: number
}

const CursorBody = z.tuple([z.string().refine(text => parseInstant(text) !== null), z.array(z.string()), z.number().int().min(0)])

/** More ids than this make an address too long. */
const NAMED_CAP = 40

/** Reads a cursor from an address; what cannot be read is null: from the start. */
export function readCursor(text: string | null): Cursor | null {
  if (text === null)
    return null
  try {
    const [at, given, passedCount] = CursorBody.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return { at, given, passedCount }
  }
  catch {
    return null // an old or mangled address opens at the start
  }
}

export function writeCursor({ at, given, passedCount }: Cursor): string {
  return Buffer.from(JSON.stringify([at, given, passedCount])).toString('base64url')
}

/** A cursor that begins at an instant, rows of the instant itself included. */
export function cursorAt(at: number): string {
  return writeCursor({ at: writeInstant(at), given: [], passedCount: 0 })
}

/** Rows that never end within those of one instant, so that (instant, id) is one order in both directions. */
export interface Stretch {
  /** In the direction asked for; within an instant in no order. */
  bodies: unknown[]
  /** To go on behind the last row; null when there was none more. */
  cursor: string | null
  /** Just beyond the first and the last row, also when there are none more yet; null without rows. */
  firstEdge: string | null
  lastEdge: string | null
}

export interface StretchRequest<Path extends '/flow_runs/filter' | '/logs/filter'> {
  path: Path
  /** The upstream field that is sorted by. */
  field: SortField
  /** The request for rows at and beyond an instant; null: from the start. */
  bodyFrom: (instant: string | null) => FilterBodies[Path]
  cursor: string | null
  limit: number
  /** A group of one instant beyond this is given in parts. */
  groupCap: number
  signal: AbortSignal | undefined
}

/**
 * Reads the next rows beyond a cursor, about `limit`. Rows of the page's last instant are left for the next page, unless they
 * take up most of this one: then they are read to their end.
 */
export async function readStretch<Path extends '/flow_runs/filter' | '/logs/filter'>(pager: Pager, request: StretchRequest<Path>): Promise<Stretch> {
  const { path, field, bodyFrom, limit, groupCap, signal } = request
  const from = readCursor(request.cursor)
  const given = new Set(from?.given)
  const found: unknown[] = []
  let stillCount = 0
  for (let offset = from?.passedCount ?? 0, size = limit; ; size = PAGE_SIZE) {
    const page = await pager.read({ path, body: bodyFrom(from?.at ?? null), limit: size, offset, signal })
    const fresh = page.bodies.filter((body) => {
      const id = idOf(body)
      return id === null || !given.has(id)
    })
    fresh.forEach(body => given.add(idOf(body) ?? ''))
    found.push(...fresh)
    if (page.isLast)
      return toStretch(found, { from, field, isLast: true })
    const lastInstant = instantText(found.at(-1), field)
    const whole = found.filter(body => instantText(body, field) !== lastInstant)
    if (whole.length >= limit / 2)
      return toStretch(whole, { from, field, isLast: false })
    if (found.length >= groupCap)
      return toStretch(whole.length > 0 ? whole : found, { from, field, isLast: false })
    stillCount = fresh.length === 0 ? stillCount + 1 : 0
    if (stillCount > 1)
      throw new UpstreamError(`Prefect gives the same page of POST ${path} again and again.`, { failure: 'unreadable', request: `POST ${path}` })
    offset += page.limit
  }
}

function toStretch(bodies: unknown[], { from, field, isLast }: { from: Cursor | null, field: SortField, isLast: boolean }): Stretch {
  const instants = bodies.map(body => instantText(body, field)).filter(text => text !== null && parseInstant(text) !== null)
  const [first, last] = [instants[0] ?? null, instants.at(-1) ?? null]
  const groupOf = (instant: string): string[] => bodies.filter(body => instantText(body, field) === instant).map(idOf).filter(id => id !== null)
  const lastEdge = last === null ? from : toEdge(last, groupOf(last), last === from?.at ? from : null)
  // The other way round what was given before is still to be read; where it cannot be told apart, all of the instant is given again.
  const isSplit = first === from?.at && groupOf(first).length > NAMED_CAP
  const firstEdge = first === null ? null : toEdge(first, isSplit ? [] : groupOf(first), null)
  const written = (edge: Cursor | null): string | null => edge === null ? null : writeCursor(edge)
  return { bodies, cursor: isLast ? null : written(lastEdge), firstEdge: written(firstEdge), lastEdge: written(lastEdge) }
}

/** The cursor behind these rows of an instant, and behind those given before. */
function toEdge(at: string, ids: readonly string[], before: Cursor | null): Cursor {
  const given = [...before?.given ?? [], ...ids]
  const passedCount = before?.passedCount ?? 0
  return given.length > NAMED_CAP ? { at, given: [], passedCount: passedCount + given.length } : { at, given, passedCount }
}
