import { computed, onScopeDispose, provide, ref, watch, type ComputedRef } from 'vue'
import type { MorningAnswer } from '../../../shared/api/morning.ts'
import { UNSEEN } from '../../components/unseen.ts'
import { addLook, readLooks } from './last-look.ts'

const KEY = 'first-light.looks'

/** What is new since the last visit of this browser's reader; null: there was none, or this is not the plain morning. */
export interface NewSince {
  /** ISO. */
  at: string
  /** Problems that need somebody and did not then. */
  ids: ReadonlySet<string>
}

/** Keeps what the reader saw, while it is in sight, and tells what was not there the last time. */
export function useLastLook(morning: () => MorningAnswer | undefined, isPlain: () => boolean): ComputedRef<NewSince | null> {
  const looks = ref(readLooks(localStorage.getItem(KEY)))
  const ids = computed(() => morning()?.problems.filter(({ section }) => section === 'needs-you').map(({ id }) => id) ?? [])

  function look(): void {
    const answer = morning()
    if (answer === undefined || answer.asOf === null || !isPlain() || document.visibilityState === 'hidden')
      return
    looks.value = addLook(readLooks(localStorage.getItem(KEY)), { at: Date.now(), ids: ids.value }, { isPart: !answer.complete })
    localStorage.setItem(KEY, JSON.stringify(looks.value))
  }
  watch([morning, isPlain], look, { immediate: true })
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => document.removeEventListener('visibilitychange', look))

  const since = computed((): NewSince | null => {
    const { before } = looks.value
    if (before === null || !isPlain())
      return null
    const known = new Set(before.ids)
    return { at: new Date(before.at).toISOString(), ids: new Set(ids.value.filter(id => !known.has(id))) }
  })
  provide(UNSEEN, computed(() => since.value?.ids ?? new Set<string>()))
  return since
}
