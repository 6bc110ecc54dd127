import type { Timeline, TimelineRow } from '../api/timeline.ts'

/** Rows of a timeline on the axis of another one, whose origin is at `originAt` (epoch ms). */
export function rowsFrom({ origin, rows }: Pick<Timeline, 'origin' | 'rows'>, originAt: number): TimelineRow[] {
  const byMs = Date.parse(origin) - originAt
  return byMs === 0 ? rows : rows.map(row => ({ ...row, startMs: row.startMs === null ? null : row.startMs + byMs, endMs: row.endMs === null ? null : row.endMs + byMs }))
}

/** The parts of a run of very many tasks as one; a row that moved from one part to the next while they were read stands once. */
export function joinParts(parts: readonly Timeline[]): Timeline | null {
  const [first, ...others] = parts
  const last = parts.at(-1)
  if (first === undefined || last === undefined || others.length === 0)
    return first ?? null
  const originAt = Date.parse(first.origin)
  const rows = new Map(parts.flatMap(part => rowsFrom(part, originAt)).map(row => [row.id, row]))
  const endMs = Math.max(...parts.map(part => Date.parse(part.origin) - originAt + part.endMs))
  return { ...first, rows: [...rows.values()], endMs, complete: last.complete, incomplete: last.incomplete, live: last.live, next: last.next }
}
