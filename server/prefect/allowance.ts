/** Lets requests go out so that no minute has more of them than are allowed. */
export interface Allowance {
  /** Waits for one's turn: somebody who waits for an answer goes before what nobody waits for. Rejects with the signal's reason. */
  take: (options: { isAwaited: boolean, signal: AbortSignal | undefined }) => Promise<void>
  /** What nobody waits for does not go out before this instant: the server asked for it. Who waits is told at once instead. */
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

  function untilNext({ isAwaited }: Pick<Waiting, 'isAwaited'>): number {
    return Math.max(isAwaited ? 0 : heldUntil - now(), tokens > 0 ? 0 : filledAt + everyMs - now())
  }

  function next(): Waiting | undefined {
    return waiting.find(({ isAwaited }) => isAwaited) ?? waiting[0]
  }

  function schedule(): void {
    if (timer !== null)
      clearTimeout(timer)
    const one = next()
    timer = one === undefined ? null : setTimeout(admit, Math.max(1, Math.ceil(untilNext(one))))
  }

  function admit(): void {
    fill()
    for (let one = next(); one !== undefined && untilNext(one) <= 0; one = next()) {
      tokens -= 1
      waiting.splice(waiting.indexOf(one), 1)
      one.admit()
    }
    schedule()
  }

  return {
    async take({ isAwaited, signal }) {
      signal?.throwIfAborted()
      fill()
      if (!waiting.some(other => other.isAwaited || !isAwaited) && untilNext({ isAwaited }) <= 0) {
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
        schedule()
      })
    },
    holdUntil(at) {
      heldUntil = Math.max(heldUntil, at)
    },
  }
}
