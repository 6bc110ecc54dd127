/** Rows that could not be understood and were left out, by the list they came in. */
export interface SetAside {
  put: (list: string, count: number) => void
  add: (list: string, count: number) => void
  count: () => number
}

export function createSetAside(): SetAside {
  const counts = new Map<string, number>()
  return {
    put: (list, count) => void counts.set(list, count),
    add: (list, count) => void counts.set(list, (counts.get(list) ?? 0) + count),
    count: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
  }
}
