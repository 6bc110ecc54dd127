import type { HitLine, LogHit } from '../api/log-search.ts'
import { comparePlaces } from './log-place.ts'

/** A line among those that are shown of a run. */
export interface HitRow {
  line: HitLine
  isHit: boolean
  /** Lines that are not shown may stand before it. */
  isApart: boolean
}

/** Hits of a run and what stands around them, each line once, in the order of the log. */
export function toHitRows(hits: readonly LogHit[]): HitRow[] {
  const rows = new Map<string, Omit<HitRow, 'isApart'>>()
  const stretches = hits.map(({ line, around }) => {
    const lines = [...around?.before ?? [], line, ...around?.after ?? []]
    lines.forEach(one => rows.set(one.id, { line: one.id === line.id ? line : rows.get(one.id)?.line ?? one, isHit: one.id === line.id || (rows.get(one.id)?.isHit ?? false) }))
    return lines
  })
  const isWithin = (stretch: readonly HitLine[], { id }: HitLine): boolean => stretch.some(other => other.id === id)
  const sorted = [...rows.values()].sort((a, b) => comparePlaces(a.line, b.line))
  return sorted.map((row, index) => {
    const before = sorted[index - 1]?.line
    return { ...row, isApart: before !== undefined && !stretches.some(stretch => isWithin(stretch, row.line) && isWithin(stretch, before)) }
  })
}
