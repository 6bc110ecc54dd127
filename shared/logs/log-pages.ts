import type { LogRow, LogsAnswer } from '../api/logs.ts'
import { comparePlaces } from './log-place.ts'

/** Pages of one log in their order, each with the cursor it was asked for, as an infinite query holds them. */
export interface LogPages {
  pages: LogsAnswer[]
  pageParams: unknown[]
}

/** Pages that arrive line by line while a run is live are joined up to this length. */
const PAGE_LINES = 400

/** More is not held: the far end is let go and read again when someone scrolls there. About 80 MB at most. */
const HELD_CHARACTERS = 40_000_000
/** What a line takes at least, drawn and all, in characters. */
const LINE_CHARACTERS = 800

/** All lines read so far by instant and id, each once: one at the seam of two pages may be in both, and one that arrived late in a later page. */
export function toLines(pages: readonly LogsAnswer[]): LogRow[] {
  const seen = new Set<string>()
  const lines = pages.flatMap(page => page.lines.filter(({ id }) => !seen.has(id) && seen.add(id)))
  const isInOrder = lines.every((line, index) => index === 0 || comparePlaces(lines[index - 1] ?? line, line) <= 0)
  return isInOrder ? lines : lines.sort(comparePlaces)
}

/** Cursor for what came after the pages read so far; null where nothing can come. */
export function newerCursor(pages: readonly LogsAnswer[]): string | null {
  const last = pages.at(-1)
  if (last === undefined)
    return null
  if (last.newer !== null || !last.live)
    return last.newer
  return pages.findLast(({ newest }) => newest !== null)?.newest ?? null
}

/** Whether lines are known to wait after those read, rather than perhaps to be written one day. */
export function hasNewer(pages: readonly LogsAnswer[]): boolean {
  return pages.at(-1)?.newer != null
}

/** The pages after one more was read at the `grown` end: small ones joined, and the other end let go past the limit. */
export function tidyPages({ pages, pageParams }: LogPages, grown: 'older' | 'newer'): LogPages {
  const joined = joinTail({ pages, pageParams })
  return grown === 'newer' ? dropHead(joined) : dropTail(joined)
}

/** An empty page at the end is joined even to a full one: it tells only that nothing came. */
function joinTail(held: LogPages): LogPages {
  const [before, last] = [held.pages.at(-2), held.pages.at(-1)]
  if (before === undefined || last === undefined || (last.lines.length > 0 && before.lines.length + last.lines.length > PAGE_LINES))
    return held
  const joined = { ...last, lines: [...before.lines, ...last.lines], older: before.older, newest: last.newest ?? before.newest, aim: before.aim, runNames: { ...before.runNames, ...last.runNames } }
  return { pages: [...held.pages.slice(0, -2), joined], pageParams: held.pageParams.slice(0, -1) }
}

function dropHead({ pages, pageParams }: LogPages): LogPages {
  let heldCount = countCharacters(pages)
  let from = 0
  while (from < pages.length - 1 && heldCount > HELD_CHARACTERS)
    heldCount -= countCharacters(pages.slice(from, ++from))
  return { pages: pages.slice(from), pageParams: pageParams.slice(from) }
}

function dropTail({ pages, pageParams }: LogPages): LogPages {
  let heldCount = countCharacters(pages)
  let to = pages.length
  while (to > 1 && heldCount > HELD_CHARACTERS)
    heldCount -= countCharacters(pages.slice(--to, to + 1))
  const kept = pages.slice(0, to)
  const last = kept.at(-1)
  if (to < pages.length && last !== undefined)
    kept[to - 1] = { ...last, newer: last.newer ?? last.newest } // what was the end when it was read is not the end now
  return { pages: kept, pageParams: pageParams.slice(0, to) }
}

function countCharacters(pages: readonly LogsAnswer[]): number {
  return pages.reduce((count, { lines }) => count + lines.reduce((sum, { message }) => sum + Math.max(message.length, LINE_CHARACTERS), 0), 0)
}
