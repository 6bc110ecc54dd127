/** Answers of upstream that several people want at about the same time. Failures are never kept. */
export interface Once {
  /**
   * The answer under `key`: one that is kept, the one under way, or a new one. `keepMs` says how long a new one is good for;
   * it may depend on what came.
   */
  get: <T>(key: string, read: () => Promise<T>, keepMs: (answer: T) => number) => Promise<T>
  /** What is kept under `key` is out of date: something was done to it. */
  forget: (key: string) => void
}

/** `now` is this machine's clock, epoch ms. The answer that was used longest ago makes room. */
export function createOnce({ most, now }: { most: number, now: () => number }): Once {
  const kept = new Map<string, { answer: Promise<unknown>, goodUntil: number }>()
  return {
    forget: key => void kept.delete(key),
    async get<T>(key: string, read: () => Promise<T>, keepMs: (answer: T) => number): Promise<T> {
      const known = kept.get(key)
      kept.delete(key)
      if (known !== undefined && known.goodUntil > now()) {
        kept.set(key, known)
        return await known.answer as T
      }
      const entry = { answer: read(), goodUntil: Number.POSITIVE_INFINITY }
      kept.set(key, entry)
      for (const oldest of kept.keys()) {
        if (kept.size <= most)
          break
        kept.delete(oldest)
      }
      try {
        const answer = await entry.answer
        entry.goodUntil = now() + keepMs(answer)
        return answer
      }
      catch (error) {
        if (kept.get(key) === entry)
          kept.delete(key)
        throw error
      }
    },
  }
}
