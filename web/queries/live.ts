import type { QueryClient } from '@tanstack/vue-query'
import { ref, type Ref } from 'vue'
import type { RevisionEvent } from '../../shared/api/live.ts'
import { apiUrl } from './bff.ts'

/** How fresh what is shown can be: told in words beside "as of". */
export type Liveness = 'connecting' | 'live' | 'polling' | 'offline'

const PICTURE_KEYS = ['morning', 'night-sheet', 'flows', 'subject', 'pools', 'pool', 'upcoming', 'server', 'acknowledgements']
const BATCH_MS = 300
const POLL_MS = 15_000
/** A browser tries again by itself after a cut, but not after an answer that is no stream (a proxy's 502, too many streams). */
const REOPEN_MS = 15_000
/** Away longer than this, the socket may be dead without having said so. */
const LONG_AWAY_MS = 60_000

/**
 * Keeps what the picture feeds fresh: one event stream a tab, and polling while it is not to be had. Events come in bursts,
 * so they are gathered, and a read that is on its way is not started anew.
 */
export function keepLive(client: QueryClient): { liveness: Ref<Liveness>, stop: () => void } {
  const liveness = ref<Liveness>('connecting')
  let revision: number | null = null
  let batch: ReturnType<typeof setTimeout> | null = null
  let reopening: ReturnType<typeof setTimeout> | null = null
  let hiddenAt: number | null = null
  let source = open()

  function refresh(): void {
    batch ??= setTimeout(() => {
      batch = null
      for (const key of PICTURE_KEYS)
        void client.invalidateQueries({ queryKey: [key] }, { cancelRefetch: false })
    }, BATCH_MS)
  }

  function open(): EventSource {
    const opened = new EventSource(apiUrl('/api/live'))
    opened.addEventListener('open', () => {
      liveness.value = 'live'
    })
    opened.addEventListener('revision', (event: MessageEvent<string>) => {
      const { picture } = JSON.parse(event.data) as RevisionEvent
      if (revision !== null && picture !== revision)
        refresh()
      revision = picture
    })
    opened.addEventListener('session-ended', () => location.assign(apiUrl('/login')))
    opened.addEventListener('error', () => {
      liveness.value = navigator.onLine ? 'polling' : 'offline'
      if (opened.readyState === EventSource.CLOSED)
        reopening ??= setTimeout(reopen, REOPEN_MS)
    })
    return opened
  }

  function reopen(): void {
    if (reopening !== null)
      clearTimeout(reopening)
    reopening = null
    source.close()
    source = open()
  }

  const poll = setInterval(() => {
    if (liveness.value !== 'live')
      refresh()
  }, POLL_MS)

  const wake = (): void => {
    if (document.visibilityState === 'hidden') {
      hiddenAt = Date.now()
      return
    }
    if (liveness.value !== 'live' || (hiddenAt !== null && Date.now() - hiddenAt > LONG_AWAY_MS))
      reopen()
    hiddenAt = null
    refresh()
  }
  const lose = (): void => {
    liveness.value = 'offline'
  }
  document.addEventListener('visibilitychange', wake)
  window.addEventListener('online', wake)
  window.addEventListener('offline', lose)

  return {
    liveness,
    stop() {
      source.close()
      clearInterval(poll)
      for (const timer of [batch, reopening]) {
        if (timer !== null)
          clearTimeout(timer)
      }
      document.removeEventListener('visibilitychange', wake)
      window.removeEventListener('online', wake)
      window.removeEventListener('offline', lose)
    },
  }
}
