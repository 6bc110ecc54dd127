import { useQuery } from '@tanstack/vue-query'
import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import type { ServerAnswer } from '../../shared/api/server.ts'
import { serverQuery } from '../queries/server.ts'
import { readServer } from '../server-address.ts'

type DefaultServer = Readonly<Ref<ServerAnswer | undefined>>

const DEFAULT_SERVER: InjectionKey<DefaultServer> = Symbol('default server')

/** The server that addresses leave out; undefined: not read yet. */
export function useDefaultServer(): DefaultServer {
  return inject(DEFAULT_SERVER, readDefaultServer, true)
}

/** Hundreds of rows and instants of a page ask for it: a query for each of them is felt. */
export function provideDefaultServer(): void {
  provide(DEFAULT_SERVER, readDefaultServer())
}

function readDefaultServer(): DefaultServer {
  return useQuery(() => serverQuery(null)).data
}

/** The server this page is about, as queries take it; null: the default one. */
export function useServer(): ComputedRef<string | null> {
  const route = useRoute()
  return computed(() => readServer(route.query))
}

/** Names a server that addresses name or, by null, leave out. It names none where there is only one, which nobody has to tell apart. */
export function useServerNames(): ComputedRef<(server: string | null) => string | null> {
  const defaultServer = useDefaultServer()
  return computed(() => (server) => {
    const [first, ...others] = defaultServer.value?.servers ?? []
    return first === undefined || others.length === 0 ? null : server ?? first.name
  })
}

/** Names the server of a row where the page has rows of several: on the Morning of all that are in production. */
export function useServerTags(): ComputedRef<(server: string | null) => string | null> {
  const route = useRoute()
  const names = useServerNames()
  return computed(() => route.name === 'morning' && readServer(route.query) === null ? names.value : () => null)
}
