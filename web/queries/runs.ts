import { infiniteQueryOptions, keepPreviousData } from '@tanstack/vue-query'
import type { RunsAnswer } from '../../shared/api/runs.ts'
import { writeRunFilter, type RunFilter } from '../../shared/filter/run-filter.ts'
import { getJson } from './bff.ts'

/** Page after page of runs, latest due first. The pages were true when they were read; the list says as of when. */
export const runsQuery = (filter: RunFilter) => infiniteQueryOptions({
  queryKey: ['runs', filter],
  queryFn: async ({ pageParam, signal }) => await getJson<RunsAnswer>('/api/runs', { ...writeRunFilter(filter), cursor: pageParam }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (last: RunsAnswer) => last.cursor,
  placeholderData: keepPreviousData,
  staleTime: 10_000,
})
