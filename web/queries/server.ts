import { queryOptions } from '@tanstack/vue-query'
import type { ServerAnswer, SwitchAnswer } from '../../shared/api/server.ts'
import { getJson, postJson } from './bff.ts'

/** Which orchestration API is shown and how it fares; asked again twice a minute in case the live stream is not to be had. */
export const serverQuery = (server: string | null) => queryOptions({
  queryKey: ['server', { server }],
  queryFn: async ({ signal }) => await getJson<ServerAnswer>('/api/server', { server }, signal),
  staleTime: 5_000,
  refetchInterval: 30_000,
})

/** Leaves the demo for the server found on this machine. */
export async function switchToLocalServer(): Promise<SwitchAnswer> {
  return await postJson<SwitchAnswer>('/api/server/switch')
}
