import { infiniteQueryOptions, queryOptions } from '@tanstack/vue-query'
import type { AttemptsAnswer, Timeline, TimelineAnswer, UsualAnswer } from '../../shared/api/timeline.ts'
import { fromTimelineAnswer } from '../../shared/timeline/task-columns.ts'
import { getJson } from './bff.ts'
import { LIVE_RUN_MS } from './run.ts'

const pathOf = (id: string, part: 'timeline' | 'attempts' | 'usual'): `/${string}` => `/api/runs/${encodeURIComponent(id)}/${part}`

async function readTimeline(id: string, server: string | null, offset: number, signal: AbortSignal): Promise<Timeline> {
  return fromTimelineAnswer(await getJson<TimelineAnswer>(pathOf(id, 'timeline'), { server, offset: offset === 0 ? null : offset }, signal))
}

const MANY_PARTS_MS = 60_000

/**
 * The tasks of a run, in one part, or in many where there are very many. Final once the run is over for a while; while it runs many
 * parts are read again now and then, since each takes Prefect a second.
 */
export const timelineQuery = (id: string, server: string | null) => infiniteQueryOptions({
  queryKey: ['timeline', { id, server }],
  queryFn: async ({ pageParam, signal }) => await readTimeline(id, server, pageParam, signal),
  initialPageParam: 0,
  getNextPageParam: (last: Timeline) => last.next,
  refetchInterval: (query) => {
    const pages = query.state.data?.pages ?? []
    if (pages[0]?.live !== true || pages.at(-1)?.next !== null)
      return false
    return pages.length === 1 ? LIVE_RUN_MS : MANY_PARTS_MS
  },
  structuralSharing: false, // comparing ten thousand rows costs more than laying them out
})

/** The tasks of a child run, which says whose they are: several are opened at once. */
export type ChildTimeline = Timeline & { runId: string }

/** The tasks of a child run, opened in place: of very many the first part. */
export const childTimelineQuery = (id: string, server: string | null) => queryOptions({
  queryKey: ['timeline-of-child', { id, server }],
  queryFn: async ({ signal }): Promise<ChildTimeline> => ({ runId: id, ...await readTimeline(id, server, 0, signal) }),
  refetchInterval: query => query.state.data?.live === true && query.state.data.next === null ? LIVE_RUN_MS : false,
  structuralSharing: false,
})

/** How often these tasks were tried. What is asked again is what may have changed, so nothing is kept here. */
export async function getAttempts(id: string, tasks: readonly string[], server: string | null): Promise<AttemptsAnswer> {
  return await getJson<AttemptsAnswer>(pathOf(id, 'attempts'), { server, task: tasks })
}

/** What the good runs before it did: that does not change. */
export const usualQuery = (id: string, server: string | null) => queryOptions({
  queryKey: ['usual', { id, server }],
  queryFn: async ({ signal }) => await getJson<UsualAnswer>(pathOf(id, 'usual'), { server }, signal),
  staleTime: Number.POSITIVE_INFINITY,
})
