import { keepPreviousData, queryOptions } from '@tanstack/vue-query'
import type { FlowsAnswer, SubjectAnswer } from '../../shared/api/flows.ts'
import { getJson } from './bff.ts'

/** Health moves with the picture; the live stream says when. */
export const flowsQuery = (asked: { server: string | null, tz: string, tag: readonly string[] }) => queryOptions({
  queryKey: ['flows', asked],
  queryFn: async ({ signal }) => await getJson<FlowsAnswer>('/api/flows', { ...asked }, signal),
  placeholderData: keepPreviousData,
  shallow: true,
  staleTime: 5_000,
})

export type SubjectKind = 'flows' | 'deployments'

export const subjectQuery = (kind: SubjectKind, id: string, { server, tz }: { server: string | null, tz: string }) => queryOptions({
  queryKey: ['subject', { kind, id, server, tz }],
  queryFn: async ({ signal }) => await getJson<SubjectAnswer>(`/api/${kind}/${encodeURIComponent(id)}`, { server, tz }, signal),
  shallow: true,
  staleTime: 5_000,
})
