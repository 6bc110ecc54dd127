import { queryOptions } from '@tanstack/vue-query'
import type { ReasonAnswer } from '../../shared/api/reason.ts'
import { getJson } from './bff.ts'
import { LIVE_RUN_MS } from './run.ts'

/** Why a run failed or is not over. Final once the run is over for a while. */
export const reasonQuery = (id: string, server: string | null) => queryOptions({
  queryKey: ['reason', { id, server }],
  queryFn: async ({ signal }) => await getJson<ReasonAnswer>(`/api/runs/${encodeURIComponent(id)}/reason`, { server }, signal),
  refetchInterval: query => query.state.data?.live === true ? LIVE_RUN_MS : false,
})
