import type { QueryClient } from '@tanstack/vue-query'
import { ref, type Ref } from 'vue'
import type { RevisionEvent } from '../../shared/api/live.ts'
import { apiUrl } from './bff.ts'

/** How fresh what is shown can be: told in words beside "as of". */
export type Liveness = 'connecting' | 'live' | 'polling' | 'offline'

const PICTURE_KEYS = ['morning', 'night-sheet', 'flows', 'subject', 'server']
const BATCH_MS = 300
const POLL_MS = 15_000

/**
 * Keeps what the picture feeds fresh: one event stream a tab, and polling while it is not to be had. Events come in bursts,
 * so they are gathered, and a read that is on its way is not started anew.
 */
export function keepLive(client: QueryClient): { liveness: Ref<Liveness>, stop: () => void } {
  const liveness = ref<Liveness>('connecting')
  let revision: number | null = null
  let batch: ReturnType<typeof setTimeout> | null = null

  function refresh(): void {
    batch ??= setTimeout(() => {
      batch = null
      for (const key of PICTURE_KEYS)
        void client.invalidateQueries({ queryKey: [key] }, { cancelRefetch: false })
    }, BATCH_MS)
  }

  const source = new EventSource(apiUrl('/api/live'))
  source.addEventListener('open', () => {
    liveness.value = 'live'
  })
  source.addEventListener('revision', (event: MessageEvent<string>) => {
    const { picture } = JSON.parse(event.data) as RevisionEvent
    if (revision !== null && picture !== revision)
      refresh()
    revision = picture
  })
  source.addEventListener('session-ended', () => location.assign(apiUrl('/login')))
  source.addEventListener('error', () => {
    liveness.value = navigator.onLine ? 'polling' : 'offline'
  })
  const poll = setInterval(() => {
    if (liveness.value !== 'live')
      refresh()
  }, POLL_MS)

  // A tab that slept has missed events and may hold a dead socket.
  const wake = (): void => {
    if (document.visibilityState === 'visible')
      refresh()
  }
  document.addEventListener('visibilitychange', wake)
  window.addEventListener('online', wake)

  return {
    liveness,
    stop() {
      source.close()
      clearInterval(poll)
      if (batch !== null)
        clearTimeout(batch)
      document.removeEventListener('visibilitychange', wake)
      window.removeEventListener('online', wake)
    },
  }
}
