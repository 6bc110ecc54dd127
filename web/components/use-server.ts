import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { readServer } from '../server-address.ts'

/** The server this page is about, as queries take it; null: the default one. */
export function useServer(): ComputedRef<string | null> {
  const route = useRoute()
  return computed(() => readServer(route.query))
}
