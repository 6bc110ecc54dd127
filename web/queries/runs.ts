import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/vue-query'
import type { RunsAnswer, RunSort } from '../../shared/api/runs.ts'
import { writeFilterAddress } from '../../shared/filter/filter-address.ts'
import type { RunFilter } from '../../shared/filter/run-filter.ts'
import { getJson } from './bff.ts'

/** Which runs, and in which order. */
export interface RunsAsked {
  server: string | null
  filter: RunFilter
  sort: RunSort
}

/** Page after page of runs. The pages were true when they were read; the list says as of when. */
export const runsQuery = ({ server, filter, sort }: RunsAsked) => infiniteQueryOptions({
  queryKey: ['runs', { server, filter, sort }],
  queryFn: async ({ pageParam, signal }) => await getJson<RunsAnswer>('/api/runs', { server, ...writeFilterAddress(filter), sort, cursor: pageParam }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (last: RunsAnswer) => last.cursor,
  placeholderData: keepPreviousData,
  staleTime: 10_000,
})

/** As many runs of a filter as are looked at for counts, groups and charts: longer true than a list, and dearer. */
export const manyRunsQuery = ({ server, filter, sort }: RunsAsked) => queryOptions({
  queryKey: ['runs', 'many', { server, filter, sort }],
  queryFn: async ({ signal }) => await getJson<RunsAnswer>('/api/runs', { server, ...writeFilterAddress(filter), sort, many: '1' }, signal),
  placeholderData: keepPreviousData,
  staleTime: 60_000,
})
