import type { H3Event } from 'h3'
import { z } from 'zod'
import { toTextRow } from '../../shared/logs/line-text.ts'
import type { RouteDeps } from './deps.ts'
import { LOG_FILTER, openLog, toLogRow, type LogReading } from './logs-scope.ts'
import { readAllPages, toBody } from './logs-stream.ts'
import { readQuery } from './query.ts'

const DownloadQuery = z.object({ ...LOG_FILTER, as: z.enum(['text', 'ndjson'], 'text or ndjson') })

/** The log as a file, one page of it held at a time. A read that fails breaks the file off: the browser then says that it is not whole. */
export function downloadRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const asked = readQuery(event, DownloadQuery)
    const reading = await openLog(event, deps, asked)
    const isText = asked.as === 'text'
    return new Response(toBody(signal => writeAll(reading, { isText, signal })), {
      headers: {
        'content-type': isText ? 'text/plain; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="${toFileName(reading)}.${isText ? 'log' : 'ndjson'}"`,
        'cache-control': 'no-store',
      },
    })
  }
}

async function* writeAll(reading: LogReading, { isText, signal }: { isText: boolean, signal: AbortSignal }): AsyncGenerator<string, void> {
  for await (const lines of readAllPages(reading, { signal })) {
    const rows = lines.map(line => toLogRow(line, reading))
    yield rows.map(row => `${isText ? toTextRow(row) : JSON.stringify({ at: row.at, level: row.level, logger: row.logger, message: row.message, runId: row.runId, taskRunId: row.taskRunId, id: row.id })}\n`).join('')
  }
}

/** `warehouse-sync-orders-2026-11-23T01-05-00Z-filtered`: what every file system takes. */
function toFileName({ run, scope, loggers }: LogReading): string {
  const at = new Date(run.startedAt ?? run.expectedStartAt ?? run.createdAt).toISOString().slice(0, 19).replaceAll(':', '-')
  const name = run.name.normalize('NFKD').replaceAll(/[^\w.-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '').slice(0, 80)
  const isFiltered = scope.taskRunId !== null || scope.minLevel !== null || scope.fromAt !== undefined || loggers.length > 0
  return [name === '' ? run.id : name, `${at}Z`, ...(isFiltered ? ['filtered'] : [])].join('-')
}
