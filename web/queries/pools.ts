import { keepPreviousData, queryOptions } from '@tanstack/vue-query'
import type { LimitsAnswer, PoolAnswer, PoolNowAnswer, PoolsAnswer } from '../../shared/api/pools.ts'
import { getJson } from './bff.ts'

/** Pools move with the picture; the live stream says when. The minute is for what waits, which grows without any new row. */
export const poolsQuery = (asked: { server: string | null, tz: string }) => queryOptions({
  queryKey: ['pools', asked],
  queryFn: async ({ signal }) => await getJson<PoolsAnswer>('/api/pools', { ...asked }, signal),
  placeholderData: keepPreviousData,
  shallow: true,
  staleTime: 5_000,
  refetchInterval: 60_000,
})

export const poolQuery = (name: string, asked: { server: string | null, tz: string }) => queryOptions({
  queryKey: ['pool', { name, ...asked }],
  queryFn: async ({ signal }) => await getJson<PoolAnswer>(`/api/pools/${encodeURIComponent(name)}`, { ...asked }, signal),
  shallow: true,
  staleTime: 5_000,
  refetchInterval: 60_000,
})

/** Workers are heard each half minute: asked as often while they are looked at. */
export const poolNowQuery = (name: string, asked: { server: string | null }) => queryOptions({
  queryKey: ['pool-now', { name, ...asked }],
  queryFn: async ({ signal }) => await getJson<PoolNowAnswer>(`/api/pools/${encodeURIComponent(name)}/now`, { ...asked }, signal),
  shallow: true,
  staleTime: 5_000,
  refetchInterval: 30_000,
})

/** Places are taken and given back with every task: asked while they are looked at. */
export const limitsQuery = (asked: { server: string | null }) => queryOptions({
  queryKey: ['limits', asked],
  queryFn: async ({ signal }) => await getJson<LimitsAnswer>('/api/limits', { ...asked }, signal),
  shallow: true,
  staleTime: 10_000,
  refetchInterval: 30_000,
})
