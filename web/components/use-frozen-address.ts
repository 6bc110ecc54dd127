import { useRoute, useRouter } from 'vue-router'
import { useTimeZone } from './use-time-zone.ts'

/** The whole address of this page as it is now: with its zone, and with what `frozen` says, so that it is the same page elsewhere and later. */
export function useFrozenAddress(frozen: () => Readonly<Record<string, string>>): () => URL {
  const route = useRoute()
  const router = useRouter()
  const timeZone = useTimeZone()
  return () => new URL(router.resolve({ query: { ...route.query, tz: timeZone.value, ...frozen() }, hash: route.hash }).href, location.href)
}
