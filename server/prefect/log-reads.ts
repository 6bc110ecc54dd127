import type { LogLine } from '../../shared/model/log-line.ts'
import { writeInstant } from './instant.ts'
import { toLogLine } from './log-line.ts'
import { listLogPage, sortLines, writeLogQuery, type LogPage, type LogQuery, type LogScope } from './log-page.ts'
import { getLogSpread, type LogSpread } from './log-spread.ts'
import { PAGE_SIZE, type LogFilter, type Pager } from './paging.ts'
import type { ReadOptions } from './reads.ts'
import { readRows, type Listed } from './rows.ts'

/** Python's logging.ERROR. */
const ERROR_LEVEL = 40

/** Reads of the lines that runs wrote. */
export function createLogReads(pager: Pager) {
  async function listNewestLogs(logs: LogFilter, limit: number, signal: AbortSignal | undefined): Promise<Listed<LogLine>> {
    const { bodies, isLast } = await pager.read({ path: '/logs/filter', body: { sort: 'TIMESTAMP_DESC', logs }, limit, offset: 0, signal })
    const { rows, setAsideCount } = readRows(bodies, toLogLine)
    return { rows: sortLines(rows, 'newest-first'), complete: isLast, setAsideCount }
  }

  return {
    /** One page of a run's log lines. */
    async listLogs(query: LogQuery): Promise<LogPage> {
      return await listLogPage(pager, query)
    },

    /** The last lines of these runs since an instant, latest first. */
    async listLastLogs({ flowRunIds, sinceAt, limit = PAGE_SIZE, signal }: ReadOptions & { flowRunIds: readonly string[], sinceAt: number, limit?: number }): Promise<LogLine[]> {
      const logs: LogFilter = { flow_run_id: { any_: [...flowRunIds] }, timestamp: { after_: writeInstant(sinceAt) } }
      return (await listNewestLogs(logs, limit, signal)).rows
    },

    /**
     * The last lines of level ERROR and worse, latest first, at most a page: of all runs between two instants, or of some runs.
     * `complete`: there were no more.
     */
    async listLoggedErrors({ of, signal }: ReadOptions & { of: { fromAt: number, toAt: number | null } | { flowRunIds: readonly string[] } }): Promise<Listed<LogLine>> {
      const which: LogFilter = 'flowRunIds' in of
        ? { flow_run_id: { any_: [...of.flowRunIds] } }
        : { timestamp: { after_: writeInstant(of.fromAt), ...(of.toAt !== null && { before_: writeInstant(of.toAt) }) } }
      return await listNewestLogs({ ...which, level: { ge_: ERROR_LEVEL } }, PAGE_SIZE, signal)
    },

    /** How many lines there are and when, without reading them all. */
    async getLogSpread(scope: LogScope, { signal }: ReadOptions = {}): Promise<LogSpread> {
      return await getLogSpread(pager, scope, signal)
    },

    /** Lines of level ERROR and worse of a run: the last ones first, or the first ones. */
    async listErrorLogs(flowRunId: string, { limit = 20, order = 'newest-first', signal }: ReadOptions & { limit?: number, order?: LogQuery['order'] } = {}): Promise<LogLine[]> {
      const body = writeLogQuery({ flowRunId, minLevel: ERROR_LEVEL, order }, null)
      const { bodies } = await pager.read({ path: '/logs/filter', body, limit, offset: 0, signal })
      return sortLines(readRows(bodies, toLogLine).rows, order)
    },
  }
}
