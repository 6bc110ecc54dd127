import { onScopeDispose, watch } from 'vue'
import { usePreferences } from '../stores/preferences.ts'

/** Shows times in the zone that the address names, as long as the page is there and no other one is chosen; `drop` then takes it out of the address. */
export function useLinkedZone(zone: () => string | null, drop: () => void): void {
  const preferences = usePreferences()
  watch(zone, (named) => {
    preferences.linkedZone = named
  }, { immediate: true, flush: 'sync' })
  onScopeDispose(() => preferences.linkedZone = null)
  watch(() => preferences.linkedZone, linked => linked === null && zone() !== null && drop())
}
