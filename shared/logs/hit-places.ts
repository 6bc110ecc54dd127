import { comparePlaces, type LogPlace } from './log-place.ts'

/** Hits of one search in their order, each once. */
export type HitPlaces = readonly LogPlace[]

/** The hit to go to from a place: the next one on that side, else the first of the other end; null without hits. */
export function nextHit(hits: HitPlaces, from: LogPlace | null, direction: 'next' | 'previous'): number | null {
  if (hits.length === 0)
    return null
  if (from === null)
    return direction === 'next' ? 0 : hits.length - 1
  const at = countBefore(hits, from)
  if (direction === 'previous')
    return at === 0 ? hits.length - 1 : at - 1
  const isHere = hits[at] !== undefined && comparePlaces(hits[at], from) === 0
  return (isHere ? at + 1 : at) % hits.length
}

/** How many hits are before a place: its number among them. */
export function countBefore(hits: HitPlaces, place: LogPlace): number {
  let [low, high] = [0, hits.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const hit = hits[middle]
    if (hit !== undefined && comparePlaces(hit, place) < 0)
      low = middle + 1
    else
      high = middle
  }
  return low
}
