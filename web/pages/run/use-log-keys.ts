import { onScopeDispose } from 'vue'
import { useKeys } from '../../keys/use-keys.ts'

/** Epoch ms as the instant of an address: ISO 8601 UTC with microseconds. */
export function toInstant(at: number): string {
  const ms = Math.floor(at)
  return `${new Date(ms).toISOString().slice(0, 23)}${String(Math.floor((at - ms) * 1_000)).padStart(3, '0')}Z`
}

/** Keys of the log: `/` and Ctrl-F on the page, the others on the list alone. Gives the list's listener. Needs a component scope. */
export function useLogKeys({ openFind, onList }: { openFind: () => void, onList: Readonly<Record<string, () => void>> }): (event: KeyboardEvent) => void {
  useKeys([{ keys: '/', words: 'find in the whole log', act: openFind }])

  /** The browser's own find sees only the lines that are drawn. */
  function onPage(event: KeyboardEvent): void {
    if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.defaultPrevented)
      return
    event.preventDefault()
    openFind()
  }
  document.addEventListener('keydown', onPage)
  onScopeDispose(() => document.removeEventListener('keydown', onPage))

  return (event) => {
    const act = onList[event.key]
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey)
      return
    event.preventDefault()
    act()
  }
}
