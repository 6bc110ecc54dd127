import type { LogRow } from '../api/logs.ts'
import { toLevel } from './log-level.ts'
import { toPlainText } from './log-spans.ts'

/** Prefect's name for what the flow itself logs; `prefect.flow_runs.worker` is the worker that ran it. */
const FLOW_LOGGER = 'prefect.flow_runs'

/** Who wrote a line: its task, `flow` for the flow itself, else its logger. */
export function sourceOf({ taskRunId, logger }: Pick<LogRow, 'taskRunId' | 'logger'>, taskNames: ReadonlyMap<string, string>): string {
  if (taskRunId !== null)
    return taskNames.get(taskRunId) ?? `task ${taskRunId.slice(0, 8)}`
  return logger === FLOW_LOGGER ? 'flow' : logger.startsWith(`${FLOW_LOGGER}.`) ? logger.slice(FLOW_LOGGER.length + 1) : logger
}

/** A line as one row of a text: instant, level, logger, message without colours. A message of several rows stays so. */
export function toTextRow({ at, level, logger, message }: Pick<LogRow, 'at' | 'level' | 'logger' | 'message'>): string {
  return `${at} ${toLevel(level).word.padEnd(8)} ${logger} | ${toPlainText(message)}`
}
