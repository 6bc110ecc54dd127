import { onScopeDispose } from 'vue'

/** Epoch ms as the instant of an address: ISO 8601 UTC with microseconds. */
export function toInstant(at: number): string {
  const ms = Math.floor(at)
  return `${new Date(ms).toISOString().slice(0, 23)}${String(Math.floor((at - ms) * 1_000)).padStart(3, '0')}Z`
}

/**
 * Keys of the log: `/` and Ctrl-F wherever one is that takes no text, the others on the list. Gives the list's listener. Needs a
 * component scope.
 */
export function useLogKeys({ openFind, onList }: { openFind: () => void, onList: Readonly<Record<string, () => void>> }): (event: KeyboardEvent) => void {
  function onPage(event: KeyboardEvent): void {
    const opens = event.key === '/' ? !hasModifier(event) && !takesText(event.target) : event.key === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    if (!opens || event.defaultPrevented)
      return
    event.preventDefault()
    openFind()
  }
  document.addEventListener('keydown', onPage)
  onScopeDispose(() => document.removeEventListener('keydown', onPage))

  return (event) => {
    const act = onList[event.key]
    if (act === undefined || hasModifier(event) || takesText(event.target))
      return
    event.preventDefault()
    act()
  }
}

function hasModifier({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
