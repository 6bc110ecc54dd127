import { queryOptions } from '@tanstack/vue-query'
import type { RunAnswer } from '../../shared/api/run.ts'
import { getJson } from './bff.ts'

/** How often what a run still does is looked at: the server reads Prefect no oftener than this for any number of viewers. */
export const LIVE_RUN_MS = 3_000

/** The head of a run. Read again while the run can change; a finished one stays as it is but for what came after it. */
export const runQuery = (id: string, server: string | null) => queryOptions({
  queryKey: ['run', { id, server }],
  queryFn: async ({ signal }) => await getJson<RunAnswer>(`/api/runs/${encodeURIComponent(id)}`, { server }, signal),
  refetchInterval: query => query.state.data?.live === true ? LIVE_RUN_MS : false,
})
