/** Does `work` for each, at most `width` at once. The first failure is thrown, after those under way have ended. */
export async function inLanes<T>(things: readonly T[], width: number, work: (thing: T) => Promise<void>): Promise<void> {
  const waiting = [...things]
  let failure: { error: unknown } | null = null
  const lane = async (): Promise<void> => {
    for (let thing = waiting.shift(); thing !== undefined && failure === null; thing = waiting.shift()) {
      try {
        await work(thing)
      }
      catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
  if (failure !== null)
    throw (failure as { error: unknown }).error
}
