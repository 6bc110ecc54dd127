/** Lets requests go out so that no minute has more of them than are allowed. */
export interface Allowance {
  /** Waits for one's turn: somebody who waits for an answer goes before what nobody waits for. Rejects with the signal's reason. */
  take: (options: { isAwaited: boolean, signal: AbortSignal | undefined }) => Promise<void>
  /** Nothing goes out before this instant: the server asked for it. */
  holdUntil: (at: number) => void
}

const MINUTE_MS = 60_000
/** This part of a minute's requests may go out at once; the others are spread over it. */
const BURST_RATIO = 0.2

interface Waiting {
  isAwaited: boolean
  admit: () => void
}

/**
 * A bucket that holds a fifth of the minute's requests and is filled with the rest in the course of it: full or empty at its start,
 * no minute has more than `perMinute`.
 *
 * @param perMinute - null: as many as one likes
 */
export function createAllowance(perMinute: number | null, now: () => number): Allowance {
  const size = perMinute === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(perMinute * BURST_RATIO))
  const everyMs = perMinute === null ? 0 : MINUTE_MS / Math.max(1, perMinute - size)
  const waiting: Waiting[] = []
  let tokens = size
  let filledAt = now()
  let heldUntil = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null

  function fill(): void {
    if (everyMs === 0)
      return
    const gained = Math.floor((now() - filledAt) / everyMs)
    tokens = Math.min(size, tokens + gained)
    filledAt = tokens === size ? now() : filledAt + gained * everyMs
  }

  function untilNext(): number {
    return Math.max(heldUntil - now(), tokens > 0 ? 0 : filledAt + everyMs - now())
  }

  function admit(): void {
    timer = null
    fill()
    while (waiting.length > 0 && untilNext() <= 0) {
      const index = Math.max(0, waiting.findIndex(({ isAwaited }) => isAwaited))
      tokens -= 1
      waiting.splice(index, 1)[0]?.admit()
    }
    if (waiting.length > 0)
      timer = setTimeout(admit, Math.max(1, Math.ceil(untilNext())))
  }

  return {
    async take({ isAwaited, signal }) {
      signal?.throwIfAborted()
      fill()
      if (waiting.length === 0 && untilNext() <= 0) {
        tokens -= 1
        return
      }
      await new Promise<void>((resolve, reject) => {
        const one: Waiting = {
          isAwaited,
          admit() {
            signal?.removeEventListener('abort', leave)
            resolve()
          },
        }
        const leave = (): void => {
          waiting.splice(waiting.indexOf(one), 1)
          reject(signal?.reason)
        }
        waiting.push(one)
        signal?.addEventListener('abort', leave, { once: true })
        timer ??= setTimeout(admit, Math.max(1, Math.ceil(untilNext())))
      })
    },
    holdUntil(at) {
      heldUntil = Math.max(heldUntil, at)
    },
  }
}
