import { queryOptions } from '@tanstack/vue-query'
import type { StartsAnswer } from '../../shared/api/starts.ts'
import { getJson } from './bff.ts'

/** Automations are made by hand; the server asks for them once a minute at most. */
export const startsQuery = (deploymentId: string, asked: { server: string | null }) => queryOptions({
  queryKey: ['starts', { deploymentId, ...asked }],
  queryFn: async ({ signal }) => await getJson<StartsAnswer>(`/api/deployments/${encodeURIComponent(deploymentId)}/starts`, { ...asked }, signal),
  shallow: true,
  staleTime: 30_000,
})
