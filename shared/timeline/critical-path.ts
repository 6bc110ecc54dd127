import type { TimelineRow } from '../api/timeline.ts'

/** A part of what determined when the run ended: a row at work, or a wait. Offsets as in the timeline. */
export type PathStep = {
  fromMs: number
  toMs: number
} & ({
  kind: 'work'
  row: TimelineRow
} | {
  kind: 'wait'
  /**
   * `start`: before the first. `dependency`: the next had all it needed and did not start yet. `order`: nothing is known that the
   * next needed, but nothing else was at work between. `end`: after the last.
   */
  why: 'start' | 'dependency' | 'order' | 'end'
})

type Worked = Readonly<{ row: TimelineRow, startMs: number, endMs: number }>

/**
 * The chain of rows and waits that determined the end: from the row that ended last back, each time, to what it waited for longest.
 * A row that names nothing it waited for follows the one before it only where the two do not overlap with anything: code that does
 * one thing after another. Else nothing is known of its wait, and the chain begins with it. The steps tile the time up to `endMs`.
 *
 * @param endMs - end of the run, or of what is known of a running one
 */
export function toCriticalPath(rows: readonly TimelineRow[], endMs: number): PathStep[] {
  const worked = toWorked(rows, endMs)
  const last = worked.reduce<Worked | null>((kept, one) => kept === null || isLater(one, kept) ? one : kept, null)
  if (last === null)
    return []
  const of = new Map(worked.map(one => [one.row.id, one]))
  const steps: PathStep[] = []
  const seen = new Set<string>()
  if (endMs > last.endMs)
    steps.push({ kind: 'wait', why: 'end', fromMs: last.endMs, toMs: endMs })
  let current = last
  let toMs = last.endMs
  for (;;) {
    seen.add(current.row.id)
    steps.push({ kind: 'work', row: current.row, fromMs: current.startMs, toMs })
    const before = findBefore(current, { of, worked, seen })
    if (before === null)
      break
    toMs = Math.min(before.one.endMs, current.startMs)
    if (toMs < current.startMs)
      steps.push({ kind: 'wait', why: before.why, fromMs: toMs, toMs: current.startMs })
    current = before.one
  }
  if (current.startMs > 0)
    steps.push({ kind: 'wait', why: 'start', fromMs: 0, toMs: current.startMs })
  return steps.reverse()
}

/** Rows at work, by their start; a task inside another one is part of that one's work. */
function toWorked(rows: readonly TimelineRow[], endMs: number): Worked[] {
  const ids = new Set(rows.map(({ id }) => id))
  return rows.flatMap((row): Worked[] => {
    const isOpen = row.endMs === null && row.mark === 'running'
    if (row.startMs === null || (row.endMs === null && !isOpen) || row.inside.some(id => id !== row.id && ids.has(id)))
      return []
    return [{ row, startMs: row.startMs, endMs: Math.max(row.startMs, row.endMs ?? endMs) }]
  }).sort((a, b) => a.startMs - b.startMs || (a.row.id < b.row.id ? -1 : 1))
}

/** Of two that end together the one that started first: it was at work for longer. */
function isLater(a: Worked, b: Worked): boolean {
  return a.endMs > b.endMs || (a.endMs === b.endMs && (a.startMs < b.startMs || (a.startMs === b.startMs && a.row.id < b.row.id)))
}

function findBefore({ row, startMs }: Worked, { of, worked, seen }: { of: ReadonlyMap<string, Worked>, worked: readonly Worked[], seen: ReadonlySet<string> }): { one: Worked, why: 'dependency' | 'order' } | null {
  let parent: Worked | null = null
  for (const id of row.parents) {
    const one = of.get(id)
    if (one !== undefined && !seen.has(id) && one.startMs <= startMs && (parent === null || isLater(one, parent)))
      parent = one
  }
  if (parent !== null)
    return { one: parent, why: 'dependency' }
  if (row.parents.length > 0)
    return null // what it waited for was not read
  const previous = lastEnded(worked, startMs)
  return previous === null || seen.has(previous.row.id) ? null : { one: previous, why: 'order' }
}

/** The row that ended last of those that started before an instant; null where one of them was still at work then. */
function lastEnded(worked: readonly Worked[], atMs: number): Worked | null {
  let last: Worked | null = null
  for (const one of worked) {
    if (one.startMs >= atMs)
      break
    if (one.endMs > atMs)
      return null
    if (last === null || isLater(one, last))
      last = one
  }
  return last
}
