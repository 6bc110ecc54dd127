import { keepPreviousData, queryOptions } from '@tanstack/vue-query'
import type { UpcomingAnswer } from '../../shared/api/upcoming.ts'
import { getJson } from './bff.ts'

/** Moves with the picture, and with the clock: what was next has begun. */
export const upcomingQuery = (asked: { server: string | null, tz: string, tag: readonly string[], flow: readonly string[] }) => queryOptions({
  queryKey: ['upcoming', asked],
  queryFn: async ({ signal }) => await getJson<UpcomingAnswer>('/api/upcoming', { ...asked }, signal),
  placeholderData: keepPreviousData,
  shallow: true,
  staleTime: 5_000,
  refetchInterval: 60_000,
})
