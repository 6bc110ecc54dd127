import { ref, watch, type Ref } from 'vue'
import { usePreferences } from '../stores/preferences.ts'

/** Grows when the colours of the page change: for what is drawn with them. */
export function useThemeChange(): Readonly<Ref<number>> {
  const count = ref(0)
  const preferences = usePreferences()
  watch(() => preferences.isDark, () => {
    count.value++
  }, { flush: 'post' })
  return count
}
