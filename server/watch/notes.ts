import type { Unread } from '../../shared/verdict/picture.ts'

/** What could not be read, each under a key of its own. */
export interface Notes {
  /** null: it was read after all. */
  put: (key: string, fact: Unread | null) => void
  all: () => Unread[]
  changeCount: () => number
}

export function createNotes(): Notes {
  const facts = new Map<string, Unread>()
  let changeCount = 0
  return {
    put(key, fact) {
      const before = facts.get(key)
      if (before?.reason !== fact?.reason || before?.reading?.ratio !== fact?.reading?.ratio)
        changeCount += 1
      if (fact === null)
        facts.delete(key)
      else
        facts.set(key, fact)
    },
    all: () => [...facts.values()],
    changeCount: () => changeCount,
  }
}
