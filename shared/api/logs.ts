import type { IsoInstant } from './morning.ts'

export interface LogRow {
  id: string
  /** With microseconds. */
  at: IsoInstant
  level: number
  logger: string
  message: string
  taskRunId: string | null
}

/**
 * `GET /api/runs/ID/logs?cursor=&level=&task=&start=first|last|first-error`: one page of lines, oldest first always.
 * Without a cursor, `start` says where to begin; `first-error` begins a few lines before the first line of level 40 or more,
 * or at the last page where there is none.
 */
export interface LogsAnswer {
  lines: LogRow[]
  /** Hand back as `cursor` for the page before; null at the first line. */
  older: string | null
  /** Hand back as `cursor` for the page after; null at the last line there is. While `live`, ask again with `newest`. */
  newer: string | null
  /** Cursor just past the last line of this page, for following a live run; null when no line was read yet. */
  newest: string | null
  /** The first error of the whole run under the same task filter; null when there is none. */
  firstErrorId: string | null
  live: boolean
}
