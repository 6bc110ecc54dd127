const SPAN_MS = 5 * 60_000
/** Wrong secrets in five minutes from one address, and from all together. */
const MOST_OF_ONE = 5
const MOST_OF_ALL = 50
/** Addresses kept; those at their limit are never forgotten to make room. */
const MOST_ADDRESSES = 10_000

export interface Attempts {
  /** Counts an attempt before its secret is looked at, and gives how long to wait; null: go on. */
  take: (address: string) => number | null
  /** A right secret clears its address. */
  forgive: (address: string) => void
}

/** Limits guessing. Counted by the address the connection comes from; what a client claims about itself is not believed. */
export function createAttempts(now: () => number): Attempts {
  const byAddress = new Map<string, number[]>()
  let all: number[] = []
  const recent = (times: readonly number[]): number[] => times.filter(at => now() - at < SPAN_MS)
  const waitMs = (times: readonly number[], most: number): number => times.length < most ? 0 : SPAN_MS - (now() - (times.at(-most) ?? now()))

  function makeRoom(): void {
    for (const [address, times] of byAddress) {
      const kept = recent(times)
      if (kept.length === 0 || (byAddress.size >= MOST_ADDRESSES && kept.length < MOST_OF_ONE))
        byAddress.delete(address)
    }
  }

  return {
    take(address) {
      const own = recent(byAddress.get(address) ?? [])
      all = recent(all)
      const wait = Math.max(waitMs(own, MOST_OF_ONE), waitMs(all, MOST_OF_ALL))
      if (wait > 0)
        return wait
      if (byAddress.size >= MOST_ADDRESSES)
        makeRoom()
      byAddress.set(address, [...own, now()])
      all.push(now())
      return null
    },
    forgive(address) {
      byAddress.delete(address)
    },
  }
}
