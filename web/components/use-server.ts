import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { serverQuery } from '../queries/server.ts'
import { readServer } from '../server-address.ts'

/** The server this page is about, as queries take it; null: the default one. */
export function useServer(): ComputedRef<string | null> {
  const route = useRoute()
  return computed(() => readServer(route.query))
}

/** Names a server that addresses name or, by null, leave out. It names none where there is only one, which nobody has to tell apart. */
export function useServerNames(): ComputedRef<(server: string | null) => string | null> {
  const { data } = useQuery(() => serverQuery(null))
  return computed(() => (server) => {
    const [first, ...others] = data.value?.servers ?? []
    return first === undefined || others.length === 0 ? null : server ?? first.name
  })
}

/** Names the server of a row where the page has rows of several: on the Morning of all that are in production. */
export function useServerTags(): ComputedRef<(server: string | null) => string | null> {
  const route = useRoute()
  const names = useServerNames()
  return computed(() => route.name === 'morning' && readServer(route.query) === null ? names.value : () => null)
}
