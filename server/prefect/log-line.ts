import { z } from 'zod'
import type { LogLine } from '../../shared/model/log-line.ts'
import { Instant } from './instant.ts'

/** What we read of `Log`; the same in 3.8.8 and 2.20. */
const LogBody = z.object({
  id: z.string(),
  timestamp: Instant,
  level: z.number().int(),
  name: z.string(),
  message: z.string(),
  flow_run_id: z.string().nullish(),
  task_run_id: z.string().nullish(),
})

export function toLogLine(body: unknown): LogLine {
  const line = LogBody.parse(body)
  return {
    id: line.id,
    at: line.timestamp,
    level: line.level,
    logger: line.name,
    message: line.message,
    flowRunId: line.flow_run_id ?? null,
    taskRunId: line.task_run_id ?? null,
  }
}
