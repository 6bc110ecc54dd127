import { queryOptions } from '@tanstack/vue-query'
import type { AcknowledgeBody, AcknowledgementsAnswer } from '../../shared/api/acknowledgements.ts'
import { getJson, postJson } from './bff.ts'

/** Says that something is known; written down before it is answered. */
export async function acknowledge(body: AcknowledgeBody): Promise<void> {
  await postJson('/api/acknowledgements', { ...body })
}

export async function takeBack({ id, by }: { id: string, by: string }): Promise<void> {
  await postJson(`/api/acknowledgements/${encodeURIComponent(id)}/end`, { by })
}

/** Changes with what is said here or in another tab: the live stream says when. */
export const acknowledgementsQuery = (tz: string) => queryOptions({
  queryKey: ['acknowledgements', { tz }],
  queryFn: async ({ signal }) => await getJson<AcknowledgementsAnswer>('/api/acknowledgements', { tz }, signal),
  shallow: true,
  staleTime: 5_000,
})
