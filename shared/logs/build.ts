import type { LogRow } from '../api/logs.ts'

/** A log line for tests. */
export function aLogRow(given: Partial<LogRow> = {}): LogRow {
  return { id: 'line-1', at: '2026-11-23T01:05:03.120482Z', level: 20, logger: 'prefect.flow_runs', message: 'Beginning flow run', wholeLength: null, taskRunId: null, runId: 'run-1', ...given }
}
