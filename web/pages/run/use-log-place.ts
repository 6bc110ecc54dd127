import { computed, nextTick, onScopeDispose, ref, watch, type Ref } from 'vue'
import type { LogAim, LogRow } from '../../../shared/api/logs.ts'
import { comparePlaces, readLogPlace, type LogPlace } from '../../../shared/logs/log-place.ts'
import type { LogStart } from '../../queries/logs.ts'

/** What is read of a log, as far as finding a place in it goes. */
export interface ReadLines {
  lines: Ref<readonly LogRow[]>
  firstErrorId: Ref<string | null>
  aim: Ref<LogAim | null>
  hasOlder: Ref<boolean>
  hasUnreadNewer: Ref<boolean>
  isStale: Ref<boolean>
  isRead: Ref<boolean>
}

/** The drawn list. */
export interface LineList {
  /** Scrolls the page so that the list is seen. */
  show: () => void
  toLine: (id: string) => void
  toOldest: () => void
  toNewest: () => void
}

/** Where the log stands: it opens at a place, jumps to others, and reads elsewhere where what is read does not reach there. */
export function useLogPlace({ start, opensAt, filterKey, read, list }: {
  /** What reading begins at. */
  start: Ref<LogStart>
  /** Where it opens unless a place was chosen; null: not known yet. */
  opensAt: () => LogStart | null
  /** Another filter is another log. */
  filterKey: () => string
  read: ReadLines
  list: () => LineList | null
}) {
  const { lines, firstErrorId, aim: answeredAim, hasOlder, hasUnreadNewer, isStale, isRead } = read
  /** A jump, or null while the log stands where it opened. */
  const chosen = ref<LogStart | null>(start.value.startsWith('line:') ? start.value : null)
  /** Grows with each jump, so that the same one can be made again. */
  const jumpCount = ref(0)
  /** The reader has taken over: what is read later moves nothing. */
  const isTouched = ref(false)
  const currentId = ref<string | null>(null)
  /** The page itself is scrolled to the list. */
  let shows = chosen.value !== null
  const aim = computed(() => chosen.value ?? opensAt() ?? 'first-error')

  /** The line a jump leads to, among those read; null: it is not among them, or an end. */
  function lineOf(aimed: LogStart): string | null {
    if (aimed === 'first-error')
      return lines.value.some(({ id }) => id === firstErrorId.value) ? firstErrorId.value : null
    const place = aimed.startsWith('line:') ? readLogPlace(aimed.slice('line:'.length)) : null
    if (place === null)
      return null
    if (aimed === start.value && answeredAim.value !== null)
      return answeredAim.value.id
    return place.id === null ? nearestTo(place) : lines.value.find(({ id }) => id === place.id)?.id ?? null
  }

  /** The first line at or after an instant within what is read. */
  function nearestTo(place: LogPlace): string | null {
    const [first, last] = [lines.value[0], lines.value.at(-1)]
    if (first === undefined || last === undefined || (comparePlaces(first, place) > 0 && hasOlder.value) || (comparePlaces(last, place) < 0 && hasUnreadNewer.value))
      return null
    return (lines.value.find(line => comparePlaces(line, place) >= 0) ?? last).id
  }

  /** Whether the pages read do not reach where the log is to stand. */
  function isElsewhere(aimed: LogStart): boolean {
    if (aimed === start.value)
      return false
    if (isStale.value)
      return true // those are the lines of another place
    if (aimed === 'first-error')
      return firstErrorId.value !== null && lineOf(aimed) === null
    if (aimed.startsWith('line:'))
      return lineOf(aimed) === null
    return aimed === 'first' ? hasOlder.value : hasUnreadNewer.value
  }

  function stand(): void {
    const id = lineOf(aim.value)
    currentId.value = chosen.value === null ? null : id
    if (shows)
      list()?.show()
    if (id !== null)
      list()?.toLine(id)
    else if (aim.value === 'first')
      list()?.toOldest()
    else
      list()?.toNewest()
  }

  watch([aim, start, isStale, isRead, filterKey, jumpCount], async () => {
    if (!isRead.value || isStale.value || (isTouched.value && chosen.value === null))
      return
    if (isElsewhere(aim.value)) {
      start.value = aim.value
      return
    }
    await nextTick()
    stand()
    if (lines.value.length > 0 && performance.getEntriesByName('logs-ready').length === 0)
      requestAnimationFrame(() => performance.mark('logs-ready'))
  }, { immediate: true, flush: 'post' })

  /** A changed filter is a changed log: it opens anew. */
  watch(filterKey, () => {
    isTouched.value = false
  }, { flush: 'sync' })

  if (chosen.value !== null)
    keepInSight(() => list()?.show())

  /** @param quietly - the page stays where it is, since what was dragged must not move away */
  function jump(to: LogStart, { quietly = false }: { quietly?: boolean } = {}): void {
    chosen.value = to
    shows = !quietly
    isTouched.value = false // pages read above would come between the jump and its place
    if (isElsewhere(to))
      start.value = to
    jumpCount.value++
  }

  return { chosen, isTouched, currentId, jump }
}

/** Opened by a link to a line: what is drawn above later must not push it out of sight, until the reader takes over. Needs a component scope. */
function keepInSight(show: () => void): void {
  const observer = new ResizeObserver(show)
  observer.observe(document.body)
  const stop = (): void => observer.disconnect()
  for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
    addEventListener(kind, stop, { once: true, passive: true })
  onScopeDispose(stop)
}
