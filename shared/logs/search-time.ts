import type { RunFilter, TimeField } from '../filter/run-filter.ts'
import { toBounds } from '../filter/run-matches.ts'
import { SEARCH_BOUNDS } from './search-bounds.ts'

/** The time a search is of, epoch ms: of its runs by the instant that is named, and of their lines. */
export interface SearchTime {
  by: TimeField
  fromAt: number
  toAt: number
}

/** Of the filter, or the last day. `now` is the upstream's clock. */
export function toSearchTime({ time }: RunFilter, now: number): SearchTime {
  const { fromAt, toAt } = toBounds(time ?? { from: null, to: null }, now)
  const end = toAt ?? now
  return { by: time?.of ?? 'started', fromAt: fromAt ?? end - SEARCH_BOUNDS.usualMs, toAt: end }
}
