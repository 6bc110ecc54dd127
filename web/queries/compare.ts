import { queryOptions } from '@tanstack/vue-query'
import type { CompareAnswer } from '../../shared/api/compare.ts'
import { getJson } from './bff.ts'

/** Two runs side by side; null: the last good one. Read once: it is looked at when both are over. */
export const compareQuery = (id: string, server: string | null, other: string | null) => queryOptions({
  queryKey: ['compare', { id, server, other }],
  queryFn: async ({ signal }) => await getJson<CompareAnswer>(`/api/runs/${encodeURIComponent(id)}/compare`, { server, with: other }, signal),
})
