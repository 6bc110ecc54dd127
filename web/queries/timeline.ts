import { queryOptions } from '@tanstack/vue-query'
import type { TimelineAnswer } from '../../shared/api/timeline.ts'
import { getJson } from './bff.ts'
import { LIVE_RUN_MS } from './run.ts'

/** The tasks of a run. Final once the run is over for a while. */
export const timelineQuery = (id: string, server: string | null) => queryOptions({
  queryKey: ['timeline', { id, server }],
  queryFn: async ({ signal }) => await getJson<TimelineAnswer>(`/api/runs/${encodeURIComponent(id)}/timeline`, { server }, signal),
  refetchInterval: query => query.state.data?.live === true ? LIVE_RUN_MS : false,
})
