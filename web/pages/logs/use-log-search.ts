import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { LogSearchMessage, RunHits, SearchLooked } from '../../../shared/api/log-search.ts'
import type { LogSearch } from '../../../shared/filter/log-search-address.ts'
import type { TimeField } from '../../../shared/filter/run-filter.ts'
import { addHits } from '../../../shared/logs/group-hits.ts'
import type { SearchState } from '../../../shared/logs/search-words.ts'
import { searchLogs } from '../../queries/log-search.ts'

/** Searches the logs of many runs, anew when what is asked changes. Needs a component scope. */
export function useLogSearch(asked: () => { search: LogSearch, server: string | null }) {
  const groups = shallowRef<readonly RunHits[]>([])
  const looked = shallowRef<SearchLooked | null>(null)
  /** Which time the answer is of. */
  const time = shallowRef<{ of: TimeField, from: string, to: string } | null>(null)
  /** null: nothing is asked. */
  const state = ref<SearchState | null>(null)
  const why = shallowRef<unknown>(null)
  let stopping = new AbortController()

  function hear(message: LogSearchMessage): void {
    if ('found' in message) {
      groups.value = message.found.length === 0 ? groups.value : addHits(groups.value, message.found)
      looked.value = message.looked
    }
    else if ('of' in message) {
      time.value = message
    }
    else if ('done' in message) {
      state.value = message.done
    }
    else {
      fail(new Error(message.failed))
    }
  }

  function fail(error: unknown): void {
    state.value = 'failed'
    why.value = error
  }

  function begin(): void {
    stopping.abort()
    stopping = new AbortController()
    const { signal } = stopping
    groups.value = []
    looked.value = null
    time.value = null
    why.value = null
    state.value = asked().search.phrase.trim() === '' ? null : 'reading'
    if (state.value !== null)
      searchLogs(asked(), { tell: message => signal.aborted || hear(message), signal }).catch((error: unknown) => signal.aborted || fail(error))
  }

  function stop(): void {
    stopping.abort()
    state.value = 'stopped'
  }

  watch(() => JSON.stringify(asked()), begin, { immediate: true })
  onScopeDispose(() => stopping.abort())

  return { groups, looked, time, state, error: computed(() => why.value instanceof Error ? why.value : null), again: begin, stop }
}
