/** Lets a number of tasks through at once. */
export type Gate = <T>(task: () => Promise<T>, signal: AbortSignal | undefined) => Promise<T>

/** The tasks beyond `width` wait in order; one whose signal aborts leaves the queue and rejects with its reason. */
export function createGate(width: number): Gate {
  const waiting: (() => void)[] = []
  let runningCount = 0

  async function enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (runningCount < width) {
      runningCount += 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const admit = (): void => {
        signal?.removeEventListener('abort', leave)
        resolve() // the place of the task that ended is handed on, so the count stays
      }
      const leave = (): void => {
        waiting.splice(waiting.indexOf(admit), 1)
        reject(signal?.reason)
      }
      waiting.push(admit)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  return async (task, signal) => {
    await enter(signal)
    try {
      return await task()
    }
    finally {
      const admitNext = waiting.shift()
      if (admitNext === undefined)
        runningCount -= 1
      else
        admitNext()
    }
  }
}
