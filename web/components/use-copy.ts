import { ref } from 'vue'

/** Long enough to be read, short enough not to be stale. */
const TOLD_MS = 2_000

/** Puts a text on the clipboard; `told` is what became of it, for a moment. A page served without TLS has no clipboard. */
export function useCopy() {
  const told = ref<'copied' | 'refused' | null>(null)

  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      told.value = 'copied'
    }
    catch {
      told.value = 'refused'
    }
    setTimeout(() => told.value = null, TOLD_MS)
  }

  return { told, copy }
}
