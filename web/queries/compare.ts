import { queryOptions } from '@tanstack/vue-query'
import type { CompareAnswer } from '../../shared/api/compare.ts'
import { getJson } from './bff.ts'

/** Two runs side by side; null: the last good one. Read once: it is looked at when both are over. */
export const compareQuery = (id: string, other: string | null) => queryOptions({
  queryKey: ['compare', { id, other }],
  queryFn: async ({ signal }) => await getJson<CompareAnswer>(`/api/runs/${encodeURIComponent(id)}/compare`, { with: other }, signal),
})
