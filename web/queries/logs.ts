import { infiniteQueryOptions } from '@tanstack/vue-query'
import type { LogsAnswer } from '../../shared/api/logs.ts'
import type { LevelChoice } from '../../shared/logs/log-level.ts'
import { newerCursor } from '../../shared/logs/log-pages.ts'
import { getJson } from './bff.ts'

/** Where reading a log begins. */
export type LogStart = 'first' | 'last' | 'first-error'

export interface LogsAsked {
  id: string
  server: string | null
  /** Lines of this level and above; null: all. */
  level: LevelChoice | null
  /** null: of the whole run. */
  task: string | null
  start: LogStart
}

/** A log line never changes, so a page is never read twice; new lines of a live run are asked for as the page after the last. */
export const logsQuery = ({ id, server, level, task, start }: LogsAsked) => infiniteQueryOptions({
  queryKey: ['logs', { id, server, level, task, start }],
  queryFn: async ({ pageParam, signal }) => {
    const from = pageParam === null ? { start } : { cursor: pageParam }
    return await getJson<LogsAnswer>(`/api/runs/${encodeURIComponent(id)}/logs`, { server, level, task, ...from }, signal)
  },
  initialPageParam: null as string | null,
  getNextPageParam: (_last, pages) => newerCursor(pages),
  getPreviousPageParam: first => first.older,
  staleTime: Number.POSITIVE_INFINITY,
})
