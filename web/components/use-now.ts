import { onScopeDispose, ref, type Ref } from 'vue'

const TICK_MS = 15_000

/** This browser's clock, good enough for ages in minutes. */
export function useNow(): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => {
    now.value = Date.now()
  }, TICK_MS)
  onScopeDispose(() => clearInterval(timer))
  return now
}
