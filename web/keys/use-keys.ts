import { computed, onMounted, onUnmounted, shallowReactive } from 'vue'

/** A key, or two after each other like `g m`, and what it does here and now. */
export interface KeyBinding {
  keys: string
  /** For the sheet that lists them. */
  words: string
  act: (event: KeyboardEvent) => void
}

const bindings = shallowReactive(new Set<KeyBinding>())

/** Every key that does something now, in the order it was told of. */
export const boundKeys = computed(() => [...bindings])

/** How long the second of two keys may take. */
const SECOND_KEY_MS = 1_200

/** Binds keys while the component is there. What is typed into keeps its letters, and keys with Ctrl, Alt or Meta are the browser's. */
export function useKeys(own: readonly KeyBinding[]): void {
  onMounted(() => own.forEach(binding => bindings.add(binding)))
  onUnmounted(() => own.forEach(binding => bindings.delete(binding)))
}

/** Hears keys for all bindings; called once, by the app. A binding told of later goes before one of the same key. */
export function listenToKeys(): void {
  let first: { key: string, at: number } | null = null
  function press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isAsideOpen())
      return
    const sequence = first !== null && event.timeStamp - first.at < SECOND_KEY_MS ? `${first.key} ${event.key}` : null
    const binding = (sequence === null ? undefined : find(sequence)) ?? find(event.key)
    first = binding === undefined && [...bindings].some(({ keys }) => keys.startsWith(`${event.key} `)) ? { key: event.key, at: event.timeStamp } : null
    if (binding === undefined)
      return
    event.preventDefault()
    binding.act(event)
  }
  onMounted(() => document.addEventListener('keydown', press))
  onUnmounted(() => document.removeEventListener('keydown', press))
}

function find(keys: string): KeyBinding | undefined {
  return [...bindings].findLast(binding => binding.keys === keys)
}

/** What is being typed into, or walked through by keys of its own, keeps them. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"], [role="listbox"], [role="dialog"]') !== null
}

/** While a dialog is open the page behind it is not to be moved. */
function isAsideOpen(): boolean {
  return document.querySelector('[role="dialog"][data-state="open"], dialog[open]') !== null
}
