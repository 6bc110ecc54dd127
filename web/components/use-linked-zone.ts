import { onScopeDispose, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { isTimeZone } from '../../shared/model/zone.ts'
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

/** The same for a page whose address says nothing else of its zone. */
export function useZoneOfAddress(): void {
  const route = useRoute()
  const router = useRouter()
  const zone = (): string | null => typeof route.query['tz'] === 'string' && isTimeZone(route.query['tz']) ? route.query['tz'] : null
  useLinkedZone(zone, () => void router.replace({ query: { ...route.query, tz: undefined }, hash: route.hash }))
}
