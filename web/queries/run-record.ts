import { queryOptions } from '@tanstack/vue-query'
import type { ArtifactsAnswer, ChildrenAnswer, EventsAnswer, StatesAnswer } from '../../shared/api/run-record.ts'
import { getJson } from './bff.ts'

/** Parts of a run's record are looked at one by one, so they are read again less often than its head. */
const LIVE_MS = 10_000
const whileLive = (query: { state: { data?: { live: boolean } | undefined } }): number | false => query.state.data?.live === true ? LIVE_MS : false

export const statesQuery = (id: string, server: string | null) => queryOptions({
  queryKey: ['run-states', { id, server }],
  queryFn: async ({ signal }) => await getJson<StatesAnswer>(`/api/runs/${encodeURIComponent(id)}/states`, { server }, signal),
  refetchInterval: whileLive,
})

export const childrenQuery = (id: string, server: string | null) => queryOptions({
  queryKey: ['run-children', { id, server }],
  queryFn: async ({ signal }) => await getJson<ChildrenAnswer>(`/api/runs/${encodeURIComponent(id)}/children`, { server }, signal),
  refetchInterval: whileLive,
})

export const artifactsQuery = (id: string, server: string | null) => queryOptions({
  queryKey: ['run-artifacts', { id, server }],
  queryFn: async ({ signal }) => await getJson<ArtifactsAnswer>(`/api/runs/${encodeURIComponent(id)}/artifacts`, { server }, signal),
  refetchInterval: whileLive,
})

export const artifactVersionsQuery = (id: string, artifactId: string, server: string | null) => queryOptions({
  queryKey: ['run-artifact-versions', { id, artifactId, server }],
  queryFn: async ({ signal }) => await getJson<ArtifactsAnswer>(`/api/runs/${encodeURIComponent(id)}/artifacts/${encodeURIComponent(artifactId)}/versions`, { server }, signal),
})

/** @param until - of an earlier page; null: the latest */
export const eventsQuery = (id: string, server: string | null, until: string | null) => queryOptions({
  queryKey: ['run-events', { id, server, until }],
  queryFn: async ({ signal }) => await getJson<EventsAnswer>(`/api/runs/${encodeURIComponent(id)}/events`, { server, until }, signal),
  refetchInterval: query => until === null ? whileLive(query) : false,
})
