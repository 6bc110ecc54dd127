import { onMounted, onUnmounted, ref, watch, type Ref } from 'vue'
import { usePreferences } from '../stores/preferences.ts'

/** Grows when the colours of the page change: for what is drawn with them. */
export function useThemeChange(): Readonly<Ref<number>> {
  const count = ref(0)
  const preferences = usePreferences()
  const darkness = matchMedia('(prefers-color-scheme: dark)')
  const grow = (): void => {
    count.value++
  }
  watch(() => preferences.theme, grow, { flush: 'post' })
  onMounted(() => darkness.addEventListener('change', grow))
  onUnmounted(() => darkness.removeEventListener('change', grow))
  return count
}
