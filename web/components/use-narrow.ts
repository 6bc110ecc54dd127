import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether the screen is as narrow as a telephone's: what stands first there comes first in the document too, for keys and readers. */
export function useNarrow(): Readonly<Ref<boolean>> {
  const narrow = matchMedia('(max-width: 640px)')
  const isNarrow = ref(narrow.matches)
  const follow = (): void => {
    isNarrow.value = narrow.matches
  }
  narrow.addEventListener('change', follow)
  onScopeDispose(() => narrow.removeEventListener('change', follow))
  return isNarrow
}
