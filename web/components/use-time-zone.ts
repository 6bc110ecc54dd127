import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { serverQuery } from '../queries/server.ts'
import { usePreferences } from '../stores/preferences.ts'

/** The one zone of the page: the opened link's, the reader's choice, else the server's, else (until that is known) this browser's. */
export function useTimeZone(): ComputedRef<string> {
  const preferences = usePreferences()
  const { data } = useQuery(() => serverQuery(null))
  return computed(() => preferences.linkedZone ?? preferences.chosenZone ?? data.value?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
}
