import { queryOptions } from '@tanstack/vue-query'
import type { LogSearchMessage } from '../../shared/api/log-search.ts'
import type { FilterChoices } from '../../shared/api/runs.ts'
import { writeLogSearch, type LogSearch } from '../../shared/filter/log-search-address.ts'
import { getJson, readLines } from './bff.ts'

/** Lines that say a phrase, of many runs, told as they are found; ends with `done` or `failed`. Throws BffError, or the caller's abort. */
export async function searchLogs({ search, server }: { search: LogSearch, server: string | null }, { tell, signal }: { tell: (message: LogSearchMessage) => void, signal: AbortSignal }): Promise<void> {
  let isEnded = false
  await readLines<LogSearchMessage>('/api/logs/search', { server, ...writeLogSearch(search) }, {
    tell(message) {
      isEnded ||= 'done' in message || 'failed' in message
      tell(message)
    },
    signal,
  })
  if (!isEnded)
    tell({ failed: 'The answer was cut off.' })
}

/** What there is to filter by changes with deployments, and costs Prefect nothing. */
export const choicesQuery = (server: string | null) => queryOptions({
  queryKey: ['choices', { server }],
  queryFn: async ({ signal }) => await getJson<FilterChoices>('/api/choices', { server }, signal),
  staleTime: 60_000,
})
