import { keepPreviousData, queryOptions } from '@tanstack/vue-query'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { TrustAnswer } from '../../shared/api/trust.ts'
import type { NightSheetAnswer } from '../../shared/api/night-sheet.ts'
import { fromNightSheetAnswer } from '../../shared/timeline/sheet-rows.ts'
import { getJson } from './bff.ts'

export interface MorningArguments {
  /** null: every server in production. */
  server: string | null
  from: string | null
  to: string | null
  tz: string
  tag: readonly string[]
  flow: readonly string[]
}

/** Read again when the live stream says so; the minute is for lateness, which grows without any new row. */
export const morningQuery = (asked: MorningArguments) => queryOptions({
  queryKey: ['morning', asked],
  queryFn: async ({ signal }) => await getJson<MorningAnswer>('/api/morning', { ...asked }, signal),
  placeholderData: keepPreviousData,
  shallow: true,
  staleTime: 5_000,
  refetchInterval: 60_000,
})

export const nightSheetQuery = (asked: MorningArguments) => queryOptions({
  queryKey: ['night-sheet', asked],
  queryFn: async ({ signal }) => fromNightSheetAnswer(await getJson<NightSheetAnswer>('/api/night-sheet', { ...asked }, signal)),
  placeholderData: keepPreviousData,
  shallow: true,
  staleTime: 5_000,
  refetchInterval: 60_000,
})

/** The sheet with the ids of good runs too: large, so it is read when one of them is opened, and of its flow alone. */
export const nightSheetIdsQuery = (asked: MorningArguments) => queryOptions({
  queryKey: ['night-sheet', { ...asked, ids: 'all' }],
  queryFn: async ({ signal }) => fromNightSheetAnswer(await getJson<NightSheetAnswer>('/api/night-sheet', { ...asked, ids: 'all' }, signal)),
  staleTime: 5_000,
})

/** Its times move with every reading: asked while it is looked at. */
export const trustQuery = (asked: MorningArguments) => queryOptions({
  queryKey: ['trust', asked],
  queryFn: async ({ signal }) => await getJson<TrustAnswer>('/api/trust', { ...asked }, signal),
  placeholderData: keepPreviousData,
  shallow: true,
  staleTime: 5_000,
  refetchInterval: 15_000,
})
