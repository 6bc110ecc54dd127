import { keepPreviousData, queryOptions } from '@tanstack/vue-query'
import type { SearchAnswer } from '../../shared/api/search.ts'
import { getJson } from './bff.ts'

/** Names change rarely; a run that ends meanwhile says so on its own page. */
export const searchQuery = (text: string) => queryOptions({
  queryKey: ['search', { text }],
  queryFn: async ({ signal }) => await getJson<SearchAnswer>('/api/search', { q: text }, signal),
  placeholderData: keepPreviousData,
  staleTime: 30_000,
})
