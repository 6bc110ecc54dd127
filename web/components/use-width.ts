import { onScopeDispose, watch, type Ref } from 'vue'

/** Tells the width of an element, in CSS pixels, now and whenever it changes. */
export function useWidth(element: Readonly<Ref<Element | null>>, tell: (width: number) => void): void {
  const observer = new ResizeObserver(entries => tell(Math.floor(entries[0]?.contentRect.width ?? 0)))
  watch(element, (next, previous) => {
    if (previous)
      observer.unobserve(previous)
    if (next)
      observer.observe(next)
  }, { immediate: true, flush: 'post' })
  onScopeDispose(() => observer.disconnect())
}
