/** Does something to each thing in its order, `atOnce` of them at a time, until none is left or `isStopped` says so. */
export async function fewAtATime<T>(things: readonly T[], act: (thing: T) => Promise<void>, { atOnce, isStopped }: { atOnce: number, isStopped: () => boolean }): Promise<void> {
  const left = things.values()
  const goOn = async (): Promise<void> => {
    for (const thing of left) {
      if (isStopped())
        return
      await act(thing)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, goOn))
}
