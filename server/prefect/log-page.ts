import type { LogLine } from '../../shared/model/log-line.ts'
import type { Client } from './client.ts'
import { toLogLine } from './run-detail.ts'
import { readRows } from './rows.ts'
import { readStretch } from './stretch.ts'

export interface LogQuery {
  flowRunId: string
  /** null: of the whole run. */
  taskRunId: string | null
  /** Python level, e.g. 40 for errors; null: any. */
  minLevel: number | null
  order: 'oldest-first' | 'newest-first'
  /** `cursor` of the page before, or `cursorAt`; null: from the start of the order. */
  cursor: string | null
  /** At most the server's page limit. */
  limit: number
}

export interface LogPage {
  /** By (instant, id) in the order asked for; the same order both ways. */
  lines: LogLine[]
  cursor: string | null
  /** Upstream's own timestamps of the first and last line, to read on from either end; null without lines. */
  firstCursor: string | null
  lastCursor: string | null
  setAsideCount: number
}

/** One page of `POST /logs/filter`, by timestamp and never by bare offset. */
export async function listLogPage(client: Client, { flowRunId, taskRunId, minLevel, order, cursor, limit }: LogQuery, signal: AbortSignal | undefined): Promise<LogPage> {
  const oldestFirst = order === 'oldest-first'
  const { bodies, cursor: next } = await readStretch(client, {
    path: '/logs/filter',
    field: 'timestamp',
    cursor,
    limit,
    signal,
    bodyFrom: timestamp => ({
      sort: oldestFirst ? 'TIMESTAMP_ASC' : 'TIMESTAMP_DESC',
      logs: {
        flow_run_id: { any_: [flowRunId] },
        ...(taskRunId !== null && { task_run_id: { any_: [taskRunId] } }),
        ...(minLevel !== null && { level: { ge_: minLevel } }),
        ...(timestamp !== null && { timestamp: oldestFirst ? { after_: timestamp } : { before_: timestamp } }),
      },
    }),
  })
  const { rows, setAsideCount } = readRows(bodies, toLogLine, 'POST /logs/filter')
  const sign = oldestFirst ? 1 : -1
  const lines = rows.sort((a, b) => sign * (a.at - b.at || (a.id < b.id ? -1 : 1)))
  return { lines, cursor: next, firstCursor: timestampOf(bodies[0]), lastCursor: timestampOf(bodies.at(-1)), setAsideCount }
}

function timestampOf(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'timestamp' in body && typeof body.timestamp === 'string' ? body.timestamp : null
}
