import type { LogLine } from '../../shared/model/log-line.ts'
import { toLogLine } from './log-line.ts'
import { PAGE_SIZE, type FilterBodies, type Pager } from './paging.ts'
import { readRows } from './rows.ts'
import { readStretch } from './stretch.ts'

export interface LogQuery {
  flowRunId: string
  /** Lines of one task only. */
  taskRunId?: string | null | undefined
  /** Python level, e.g. 40 for errors and worse; null: any. */
  minLevel?: number | null | undefined
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

/**
 * One page of `POST /logs/filter`, by timestamp and never by bare offset, so that lines written meanwhile shift nothing. Lines
 * of a live run arrive up to some seconds after their time, behind later ones: who follows one begins again a little earlier.
 */
export async function listLogPage(pager: Pager, query: LogQuery): Promise<LogPage> {
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
export function writeLogQuery({ flowRunId, taskRunId = null, minLevel = null, order }: LogQuery, instant: string | null): FilterBodies['/logs/filter'] {
  const oldestFirst = order === 'oldest-first'
  return {
    sort: oldestFirst ? 'TIMESTAMP_ASC' : 'TIMESTAMP_DESC',
    logs: {
      flow_run_id: { any_: [flowRunId] },
      ...(taskRunId !== null && { task_run_id: { any_: [taskRunId] } }),
      ...(minLevel !== null && { level: { ge_: minLevel } }),
      ...(instant !== null && { timestamp: oldestFirst ? { after_: instant } : { before_: instant } }),
    },
  }
}

/** By instant, and by id where upstream has no order; a new list. */
export function sortLines(lines: readonly LogLine[], order: LogQuery['order']): LogLine[] {
  const sign = order === 'oldest-first' ? 1 : -1
  return [...lines].sort((a, b) => sign * (a.at - b.at || (a.id < b.id ? -1 : 1)))
}
