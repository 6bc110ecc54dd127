import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { FindMessage, LogRow } from '../../../shared/api/logs.ts'
import { toFinder } from '../../../shared/logs/find-text.ts'
import { countBefore } from '../../../shared/logs/hit-places.ts'
import { comparePlaces, readLogPlace, type LogPlace } from '../../../shared/logs/log-place.ts'
import { findInLog, type LogAsked } from '../../queries/logs.ts'

/** How far a search is. */
export type FindState = 'none' | 'reading' | 'done' | 'capped' | 'failed'

/** Typing is waited for before a whole log is read. */
const TYPED_MS = 250

/** Looks for a phrase in the whole log, anew when phrase or filter change. Needs a component scope. */
export function useLogFind(asked: () => LogAsked, phrase: () => string) {
  const hits = shallowRef<readonly LogPlace[]>([])
  const state = ref<FindState>('none')
  const readCount = ref(0)
  const scans = ref(false)
  const why = ref<string | null>(null)
  const finder = computed(() => toFinder(phrase()))
  let stop = new AbortController()

  function hear(message: FindMessage): void {
    if ('hits' in message) {
      hits.value = [...hits.value, ...message.hits.map(readLogPlace).filter(place => place !== null)]
      readCount.value = message.readCount
      scans.value = message.scans
    }
    else if ('done' in message) {
      state.value = message.capped ? 'capped' : 'done'
    }
    else {
      state.value = 'failed'
      why.value = message.failed
    }
  }

  async function search(q: string, signal: AbortSignal): Promise<void> {
    try {
      await findInLog(asked(), q, { tell: message => signal.aborted || hear(message), signal })
    }
    catch (error) {
      if (signal.aborted)
        return
      state.value = 'failed'
      why.value = error instanceof Error ? error.message : String(error)
    }
  }

  function begin(): void {
    stop.abort()
    stop = new AbortController()
    const { signal } = stop
    hits.value = []
    readCount.value = 0
    why.value = null
    const q = finder.value?.phrase ?? null
    state.value = q === null ? 'none' : 'reading'
    if (q === null)
      return
    const timer = setTimeout(() => void search(q, signal), TYPED_MS)
    signal.addEventListener('abort', () => clearTimeout(timer))
  }

  /** Lines that a live run wrote after the search are looked at as they come. */
  function addWritten(lines: readonly LogRow[]): void {
    const looked = finder.value
    if (looked === null || state.value !== 'done')
      return
    const isHit = (place: LogPlace): boolean => {
      const hit = hits.value[countBefore(hits.value, place)]
      return hit !== undefined && comparePlaces(hit, place) === 0
    }
    const added = lines.filter(line => looked.test(line.message) && !isHit(line)).map(({ at, id }) => ({ at, id }))
    if (added.length > 0)
      hits.value = [...hits.value, ...added].sort(comparePlaces)
  }

  watch([() => JSON.stringify(asked()), () => finder.value?.phrase], begin, { immediate: true })
  onScopeDispose(() => stop.abort())

  return { finder, hits, state, readCount, scans, why, addWritten, again: begin }
}
