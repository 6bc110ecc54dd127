import { onMounted, onUnmounted } from 'vue'

/** What is being typed into keeps its letters. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"], [role="listbox"]') !== null
}

/** `j` and `k` go to the next and the one before of what `find` gives, in the order of the page; `Enter` is the link's own. */
export function useListKeys(find: () => readonly HTMLElement[]): void {
  function press(event: KeyboardEvent): void {
    if ((event.key !== 'j' && event.key !== 'k') || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
      return
    const all = find()
    const at = all.findIndex(element => element === document.activeElement || element.contains(document.activeElement))
    const next = all[at === -1 ? (event.key === 'j' ? 0 : all.length - 1) : at + (event.key === 'j' ? 1 : -1)]
    if (next === undefined)
      return
    event.preventDefault()
    next.focus()
    next.scrollIntoView({ block: 'nearest' })
  }
  onMounted(() => document.addEventListener('keydown', press))
  onUnmounted(() => document.removeEventListener('keydown', press))
}
