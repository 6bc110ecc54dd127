import { queryOptions } from '@tanstack/vue-query'
import type { AcknowledgeBody, AcknowledgementsAnswer } from '../../shared/api/acknowledgements.ts'
import { getJson, postJson } from './bff.ts'

/** Says that something is known; written down before it is answered. */
export async function acknowledge({ server, ...body }: AcknowledgeBody & { server: string | null }): Promise<void> {
  await postJson('/api/acknowledgements', body, { server })
}

export async function takeBack({ server, id, by }: { server: string | null, id: string, by: string }): Promise<void> {
  await postJson(`/api/acknowledgements/${encodeURIComponent(id)}/end`, { by }, { server })
}

/** Changes with what is said here or in another tab: the live stream says when. */
export const acknowledgementsQuery = (server: string | null, tz: string) => queryOptions({
  queryKey: ['acknowledgements', { server, tz }],
  queryFn: async ({ signal }) => await getJson<AcknowledgementsAnswer>('/api/acknowledgements', { server, tz }, signal),
  shallow: true,
  staleTime: 5_000,
})
