import type { TimelineRow } from '../api/timeline.ts'

/** What a row waited for, and what waited for it. */
export interface Dependencies {
  /** Directly, in the order of the rows. */
  up: TimelineRow[]
  down: TimelineRow[]
  /** Ids of these and of all beyond them. */
  allUp: ReadonlySet<string>
  allDown: ReadonlySet<string>
}

export function toDependencies(rows: readonly TimelineRow[], id: string): Dependencies {
  const parentsOf = new Map<string, readonly string[]>()
  const childrenOf = new Map<string, string[]>()
  for (const row of rows) {
    parentsOf.set(row.id, row.parents)
    for (const parent of row.parents) {
      const children = childrenOf.get(parent)
      if (children === undefined)
        childrenOf.set(parent, [row.id])
      else
        children.push(row.id)
    }
  }
  const up = new Set(parentsOf.get(id))
  const down = new Set(childrenOf.get(id))
  return {
    up: rows.filter(row => up.has(row.id)),
    down: rows.filter(row => down.has(row.id)),
    allUp: reach(id, parentsOf),
    allDown: reach(id, childrenOf),
  }
}

/** Everything that can be reached from a row, without the row. */
function reach(id: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>([id])
  for (const one of reached) { // grows while it is read
    for (const other of next.get(one) ?? [])
      reached.add(other)
  }
  reached.delete(id)
  return reached
}
