import { useKeys } from './use-keys.ts'

/** `j` and `k` go to the next and the one before of what `find` gives, in the order of the page; `Enter` is the link's own. */
export function useListKeys(find: () => readonly HTMLElement[]): void {
  const go = (step: 1 | -1): void => {
    const all = find()
    const at = all.findIndex(element => element === document.activeElement || element.contains(document.activeElement) || element.closest('tr')?.contains(document.activeElement) === true)
    const next = all[at === -1 ? (step === 1 ? 0 : all.length - 1) : at + step]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  useKeys([
    { keys: 'j', words: 'next row', act: () => go(1) },
    { keys: 'k', words: 'row before', act: () => go(-1) },
  ])
}
