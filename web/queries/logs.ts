import { infiniteQueryOptions, queryOptions } from '@tanstack/vue-query'
import type { DownloadFormat, FindMessage, LogFilterQuery, LogLineAnswer, LogOutlineAnswer, LogsAnswer, NextErrorAnswer } from '../../shared/api/logs.ts'
import { newerCursor } from '../../shared/logs/log-pages.ts'
import { apiUrl, getJson, readLines } from './bff.ts'

/** Where reading a log begins; `line:` and a place (`TIMESTAMP.ID`, or an instant) anywhere within it. */
export type LogStart = 'first' | 'last' | 'first-error' | `line:${string}`

/** A run's log under a filter. */
export interface LogAsked {
  id: string
  server: string | null
  filter: LogFilterQuery
}

/** Pages left behind by a jump are let go soon: they are many in a long log. */
const LEFT_MS = 30_000
/** A log is outlined anew while it grows; the server asks Prefect some dozens of questions for it. */
const OUTLINE_MS = 20_000

const logPath = (id: string, part = ''): `/${string}` => `/api/runs/${encodeURIComponent(id)}/logs${part}`

/** A log line never changes, so a page is never read twice; new lines of a live run are asked for as the page after the last. */
export const logsQuery = ({ id, server, filter, start }: LogAsked & { start: LogStart }) => infiniteQueryOptions({
  queryKey: ['logs', { id, server, filter, start }],
  queryFn: async ({ pageParam, signal }) => {
    const from = pageParam !== null ? { cursor: pageParam } : start.startsWith('line:') ? { start: 'line', line: start.slice('line:'.length) } : { start }
    return await getJson<LogsAnswer>(logPath(id), { server, ...filter, ...from }, signal)
  },
  initialPageParam: null as string | null,
  getNextPageParam: (_last, pages) => newerCursor(pages),
  getPreviousPageParam: first => first.older,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: LEFT_MS,
})

/** How many lines there are and when. Loggers are not told apart, so they are not asked for. */
export const logOutlineQuery = ({ id, server, filter: { level, task, attempt, subflows } }: LogAsked) => queryOptions({
  queryKey: ['log-outline', { id, server, level, task, attempt, subflows }],
  queryFn: async ({ signal }) => await getJson<LogOutlineAnswer>(logPath(id, '/outline'), { server, level, task, attempt, subflows }, signal),
  staleTime: OUTLINE_MS,
  refetchInterval: query => query.state.data?.live === true ? OUTLINE_MS : false,
})

/** The next error on one side of a line, however far; null: there is none. */
export async function getNextError({ id, server, filter }: LogAsked, side: 'after' | 'before', line: string): Promise<string | null> {
  return (await getJson<NextErrorAnswer>(logPath(id, '/error'), { server, ...filter, [side]: line })).line
}

/** One line with all of its message. */
export async function getLogLine({ id, server, filter }: LogAsked, line: string): Promise<LogLineAnswer['line']> {
  return (await getJson<LogLineAnswer>(logPath(id, '/line'), { server, subflows: filter.subflows, line })).line
}

export function downloadUrl({ id, server, filter }: LogAsked, as: DownloadFormat): string {
  return apiUrl(logPath(id, '/download'), { server, ...filter, as })
}

/** Every line of the whole log that holds a phrase, told as they are found; ends with `done` or `failed`. Throws BffError, or the caller's abort. */
export async function findInLog({ id, server, filter }: LogAsked, q: string, { tell, signal }: { tell: (message: FindMessage) => void, signal: AbortSignal }): Promise<void> {
  let isTold = false
  await readLines<FindMessage>(logPath(id, '/find'), { server, ...filter, q }, {
    tell(message) {
      isTold ||= !('hits' in message)
      tell(message)
    },
    signal,
  })
  if (!isTold)
    tell({ failed: 'The answer was cut off.' })
}
