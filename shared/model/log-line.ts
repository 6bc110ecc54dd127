/** One log line as the flow wrote it: ANSI escapes, newlines and markup included. */
export interface LogLine {
  id: string
  at: number
  /** Python levels: 10 debug, 20 info, 30 warning, 40 error, 50 critical; others occur. */
  level: number
  logger: string
  message: string
  flowRunId: string | null
  taskRunId: string | null
}
