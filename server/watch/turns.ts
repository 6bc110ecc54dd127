/** Something that is read now and then, beside what every refresh asks. */
export interface Turn {
  /** At most this often. */
  everyMs: () => number
  /** Requests it takes where so many are left, as far as can be said beforehand; 0: there is nothing to do. */
  cost: (left: number) => number
  /** `cost` is what was said. */
  work: (signal: AbortSignal, cost: number) => Promise<void>
}

export interface Turns {
  /** Does what is due, the most overdue first, as far as its requests fit; what waits too long is done all the same. */
  take: (budget: { requests: number, at: number, signal: AbortSignal }) => Promise<void>
}

/** So many times its own interval is too long. */
const TOO_LONG = 4

/** Everything is due first after an interval of its own: the first reading has just read it. */
export function createTurns(turns: readonly Turn[], startedAt: number): Turns {
  const doneAt = new Map<Turn, number>(turns.map(turn => [turn, startedAt]))
  return {
    async take({ requests, at, signal }) {
      const waited = (turn: Turn): number => (at - (doneAt.get(turn) ?? at)) / turn.everyMs()
      const due = turns.filter(turn => waited(turn) >= 1).sort((a, b) => waited(b) - waited(a))
      let left = requests
      for (const turn of due) {
        const cost = turn.cost(left)
        if (cost > left && waited(turn) < TOO_LONG)
          continue
        left -= cost
        doneAt.set(turn, at)
        if (cost > 0)
          await turn.work(signal, cost)
      }
    },
  }
}
