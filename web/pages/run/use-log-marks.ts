import { computed, shallowRef, watch, type Ref } from 'vue'
import type { LogRow } from '../../../shared/api/logs.ts'
import { toTextRow } from '../../../shared/logs/line-text.ts'
import { comparePlaces, isWithin, toLineRange, writeLineRange, type LineRange, type LogPlace } from '../../../shared/logs/log-place.ts'

/** The lines a reader marked, as the address has them: by click, by shift-click up to there, by key. */
export function useLogMarks({ range, lines, firstSeen, isNewestFirst, change, jumpTo, reveal }: {
  range: () => LineRange | null
  /** Those that are read, oldest first. */
  lines: Ref<readonly LogRow[]>
  firstSeen: () => LogPlace | null
  isNewestFirst: () => boolean
  change: (range: LineRange | null) => void
  jumpTo: (place: LogPlace) => void
  reveal: (id: string) => void
}) {
  /** Where the marking began. */
  const anchor = shallowRef<LogPlace | null>(range()?.first ?? null)
  const written = (marked: LineRange | null): string => marked === null ? '' : writeLineRange(marked)
  /** What was marked here, so that only another's link is jumped to. */
  let markedHere = written(range())
  const markedLines = computed(() => {
    const marked = range()
    return marked === null ? [] : lines.value.filter(line => isWithin(line, marked))
  })

  watch(range, (marked) => {
    if (written(marked) === markedHere)
      return
    markedHere = written(marked)
    anchor.value = marked?.first ?? null
    if (marked !== null)
      jumpTo(marked.first)
  })

  function set(marked: LineRange | null): void {
    markedHere = written(marked)
    change(marked)
  }

  /** Marking the only marked line again unmarks it. */
  function mark(line: LogRow, extend: boolean): void {
    const place = { at: line.at, id: line.id }
    const marked = range()
    if (!extend || anchor.value === null)
      anchor.value = place
    const isOnly = marked !== null && comparePlaces(marked.first, place) === 0 && comparePlaces(marked.last, place) === 0
    set(isOnly && !extend ? null : toLineRange(anchor.value, place))
  }

  function unmark(): void {
    anchor.value = null
    set(null)
  }

  /** Marks the line beside the one marked last, down or up as they are shown; else the first one in sight. */
  function step(by: 1 | -1, extend: boolean): void {
    const marked = range()
    const from = firstSeen()
    const last = marked === null ? null : anchor.value !== null && comparePlaces(marked.first, anchor.value) === 0 ? marked.last : marked.first
    const index = last === null
      ? lines.value.findIndex(line => from !== null && comparePlaces(line, from) >= 0)
      : lines.value.findIndex(({ id }) => id === last.id) + (isNewestFirst() ? -by : by)
    const line = lines.value[index]
    if (line === undefined)
      return
    mark(line, extend)
    reveal(line.id)
  }

  /** Without a selection of text the marked lines are what is copied. */
  function copyMarked(event: ClipboardEvent): void {
    if (markedLines.value.length === 0 || document.getSelection()?.isCollapsed === false)
      return
    event.clipboardData?.setData('text/plain', markedLines.value.map(toTextRow).join('\n'))
    event.preventDefault()
  }

  return { markedLines, mark, unmark, step, copyMarked }
}
