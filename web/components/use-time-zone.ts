import { computed, type ComputedRef } from 'vue'
import { usePreferences } from '../stores/preferences.ts'
import { useDefaultServer } from './use-server.ts'

/** The one zone of the page: the opened link's, the reader's choice, else the server's, else (until that is known) this browser's. */
export function useTimeZone(): ComputedRef<string> {
  const preferences = usePreferences()
  const server = useDefaultServer()
  return computed(() => preferences.linkedZone ?? preferences.chosenZone ?? server.value?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
}
