import type { LogLine } from '../../shared/model/log-line.ts'
import { parseInstant, writeInstant } from './instant.ts'
import { toLogLine } from './log-line.ts'
import { PAGE_SIZE, type FilterBodies, type Pager } from './paging.ts'
import { readRows } from './rows.ts'
import { readStretch } from './stretch.ts'

/** Which lines are meant: of a run's log, of the logs of several, or of all there are. */
export interface LogScope {
  /** null: of every run, and lines of none; such a reading is to be bounded by time. */
  flowRunId: string | null
  /** Further runs whose lines are meant too, such as those below it. */
  moreRunIds?: readonly string[] | undefined
  /** Lines of one task only. */
  taskRunId?: string | null | undefined
  /** Python level, e.g. 40 for errors and worse; null: any. */
  minLevel?: number | null | undefined
  /** Bounds, both inclusive. */
  fromAt?: number | null | undefined
  toAt?: number | null | undefined
  /** Only lines that match this query of Prefect's text search, see `writeTextQuery`; null: any. */
  textQuery?: string | null | undefined
}

export interface LogQuery extends LogScope {
  /** Lines of these loggers; empty: of any. Prefect has no such filter: it reads on until enough are found. */
  loggers?: readonly string[] | undefined
  order: 'oldest-first' | 'newest-first'
  /** Of an earlier page, or `cursorAt` of stretch.ts; null: from the start of the order. */
  cursor?: string | null | undefined
  /** At most 200. */
  limit?: number | undefined
  signal?: AbortSignal | undefined
}

export interface LogPage {
  /** By (instant, id) in the order asked for: the same order both ways. */
  lines: LogLine[]
  /** To go on in the order asked for; null when there was no line more. */
  cursor: string | null
  /** To read newest-first from before the earliest line here; null without lines. */
  olderCursor: string | null
  /** To read oldest-first from behind the latest line here, also when none is there yet; null without lines or a cursor. */
  newerCursor: string | null
  setAsideCount: number
}

/** Lines of one microsecond beyond this are given in parts. */
const GROUP_CAP = 5_000

/** Upstream pages read for one page of lines of some loggers: more takes longer than anybody waits, and the next page goes on. */
const MOST_READS = 10

/** One page of lines, of all loggers or some. A page of some can be empty and have a cursor: there is more to look through. */
export async function listLogPage(pager: Pager, query: LogQuery): Promise<LogPage> {
  const { loggers = [], limit = PAGE_SIZE } = query
  if (loggers.length === 0)
    return await readLogPage(pager, query)
  const pages: LogPage[] = []
  for (let cursor = query.cursor ?? null; pages.length < MOST_READS;) {
    const page = await readLogPage(pager, { ...query, cursor, limit: PAGE_SIZE })
    pages.push({ ...page, lines: page.lines.filter(({ logger }) => loggers.includes(logger)) })
    cursor = page.cursor
    if (cursor === null || pages.reduce((count, { lines }) => count + lines.length, 0) >= limit / 2)
      break
  }
  return joinPages(pages, query.order)
}

/** Pages of one reading as one. */
function joinPages(pages: readonly LogPage[], order: LogQuery['order']): LogPage {
  const [first, last] = [pages[0], pages.at(-1)]
  const [earliest, latest] = order === 'oldest-first' ? [first, last] : [last, first]
  return {
    lines: pages.flatMap(({ lines }) => lines),
    cursor: last?.cursor ?? null,
    olderCursor: earliest?.olderCursor ?? pages.find(({ olderCursor }) => olderCursor !== null)?.olderCursor ?? null,
    newerCursor: latest?.newerCursor ?? pages.findLast(({ newerCursor }) => newerCursor !== null)?.newerCursor ?? null,
    setAsideCount: pages.reduce((count, { setAsideCount }) => count + setAsideCount, 0),
  }
}

/**
 * One page of `POST /logs/filter`, by timestamp and never by bare offset, so that lines written meanwhile shift nothing. Lines
 * of a live run arrive up to some seconds after their time, behind later ones: who follows one begins again a little earlier.
 */
async function readLogPage(pager: Pager, query: LogQuery): Promise<LogPage> {
  const { order, cursor = null, limit = PAGE_SIZE, signal } = query
  const stretch = await readStretch(pager, {
    path: '/logs/filter',
    field: 'timestamp',
    bodyFrom: instant => writeLogQuery(query, instant),
    cursor,
    limit,
    groupCap: GROUP_CAP,
    signal,
  })
  const { rows, setAsideCount } = readRows(stretch.bodies, toLogLine)
  const [older, newer] = order === 'oldest-first' ? [stretch.firstEdge, stretch.lastEdge] : [stretch.lastEdge, stretch.firstEdge]
  return { lines: sortLines(rows, order), cursor: stretch.cursor, olderCursor: older, newerCursor: newer, setAsideCount }
}

/** The request for lines at and beyond an instant in the order asked for; null: from the start of it. */
export function writeLogQuery(scope: LogScope & Pick<LogQuery, 'order'>, instant: string | null): FilterBodies['/logs/filter'] {
  const { flowRunId, moreRunIds = [], taskRunId = null, minLevel = null, fromAt = null, toAt = null, textQuery = null, order } = scope
  const oldestFirst = order === 'oldest-first'
  const after = oldestFirst ? innermost(instant, fromAt, Math.max) : fromAt === null ? null : writeInstant(fromAt)
  const before = oldestFirst ? toAt === null ? null : writeInstant(toAt) : innermost(instant, toAt, Math.min)
  return {
    sort: oldestFirst ? 'TIMESTAMP_ASC' : 'TIMESTAMP_DESC',
    logs: {
      ...(flowRunId !== null && { flow_run_id: { any_: [flowRunId, ...moreRunIds] } }),
      ...(taskRunId !== null && { task_run_id: { any_: [taskRunId] } }),
      ...(minLevel !== null && { level: { ge_: minLevel } }),
      ...(textQuery !== null && { text: { query: textQuery } }),
      ...((after !== null || before !== null) && { timestamp: { ...(after !== null && { after_: after }), ...(before !== null && { before_: before }) } }),
    },
  }
}

/** Where a reading begins: its cursor, in the upstream's own text, unless the bound is further on. */
function innermost(instant: string | null, bound: number | null, further: (a: number, b: number) => number): string | null {
  const at = instant === null ? null : parseInstant(instant)
  if (bound === null || at === null)
    return bound === null ? instant : writeInstant(bound)
  return further(at, bound) === at ? instant : writeInstant(bound)
}

/** By instant, and by id where upstream has no order; a new list. */
export function sortLines(lines: readonly LogLine[], order: LogQuery['order']): LogLine[] {
  const sign = order === 'oldest-first' ? 1 : -1
  return [...lines].sort((a, b) => sign * (a.at - b.at || (a.id < b.id ? -1 : 1)))
}
