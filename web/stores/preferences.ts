import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { isTimeZone } from '../../shared/model/zone.ts'

export type Theme = 'system' | 'light' | 'dark'

const ZONE_KEY = 'first-light.zone'
const THEME_KEY = 'first-light.theme'
const NAME_KEY = 'first-light.name'

/** What this browser's reader chose; never server data. */
export const usePreferences = defineStore('preferences', () => {
  const storedZone = localStorage.getItem(ZONE_KEY)
  /** null: the zone the server proposes. */
  const chosenZone = ref<string | null>(storedZone !== null && isTimeZone(storedZone) ? storedZone : null)
  const storedTheme = localStorage.getItem(THEME_KEY)
  const theme = ref<Theme>(storedTheme === 'light' || storedTheme === 'dark' ? storedTheme : 'system')
  const systemDarkness = matchMedia('(prefers-color-scheme: dark)')
  const isSystemDark = ref(systemDarkness.matches)
  systemDarkness.addEventListener('change', ({ matches }) => {
    isSystemDark.value = matches
  })
  const isDark = computed(() => theme.value === 'system' ? isSystemDark.value : theme.value === 'dark')

  watchEffect(() => {
    if (chosenZone.value === null)
      localStorage.removeItem(ZONE_KEY)
    else
      localStorage.setItem(ZONE_KEY, chosenZone.value)
  })
  /** As this browser's reader signs what they say. */
  const name = ref(localStorage.getItem(NAME_KEY) ?? '')

  watchEffect(() => localStorage.setItem(THEME_KEY, theme.value))
  watchEffect(() => localStorage.setItem(NAME_KEY, name.value))
  watchEffect(() => {
    document.documentElement.dataset['theme'] = isDark.value ? 'dark' : 'light'
  }, { flush: 'sync' })
  return { chosenZone, theme, isDark, name }
})
