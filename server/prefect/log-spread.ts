import { toLogLine } from './log-line.ts'
import { writeLogQuery, type LogScope } from './log-page.ts'
import { PAGE_SIZE, type Pager } from './paging.ts'
import { readRows } from './rows.ts'

/** How many lines there are, and when, without reading them all. */
export interface LogSpread {
  /** As many as there were when it was asked. */
  count: number
  /** Instants in order, of every line, or sampled evenly by their number. */
  ats: number[]
  isSampled: boolean
}

/** Enough for a histogram of the width of a page. */
const SAMPLES = 64
/** Of the 8 requests at once, the others are for those who read. */
const SAMPLES_AT_ONCE = 3

/**
 * Prefect does not count log lines. A page that is not full tells all; else the number is searched for by asking whether there is
 * a line behind so many, each time with one line in the answer: some 20 questions for 100,000 lines.
 */
export async function getLogSpread(pager: Pager, scope: LogScope, signal: AbortSignal | undefined): Promise<LogSpread> {
  const body = writeLogQuery({ ...scope, order: 'oldest-first' }, null)
  const readAts = async (offset: number, limit: number): Promise<{ ats: number[], isLast: boolean, limit: number }> => {
    const page = await pager.read({ path: '/logs/filter', body, offset, limit, signal })
    return { ats: readRows(page.bodies, toLogLine).rows.map(({ at }) => at), isLast: page.isLast, limit: page.limit }
  }
  const first = await readAts(0, PAGE_SIZE)
  if (first.isLast)
    return { count: first.ats.length, ats: first.ats, isSampled: false }
  const count = await searchCount(first.limit, async offset => (await readAts(offset, 1)).ats.length > 0)
  const offsets = Array.from({ length: SAMPLES }, (_, index) => Math.floor((index + 0.5) * count / SAMPLES))
  const ats: number[] = []
  for (let start = 0; start < offsets.length; start += SAMPLES_AT_ONCE)
    ats.push(...(await Promise.all(offsets.slice(start, start + SAMPLES_AT_ONCE).map(async offset => (await readAts(offset, 1)).ats))).flat())
  return { count, ats: ats.sort((a, b) => a - b), isSampled: true }
}

/** The smallest number of rows behind which there is none; at least `least`. */
async function searchCount(least: number, hasRowAt: (offset: number) => Promise<boolean>): Promise<number> {
  let low = least
  let high = least * 4
  while (await hasRowAt(high)) {
    low = high + 1
    high *= 4
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (await hasRowAt(middle))
      low = middle + 1
    else
      high = middle
  }
  return low
}
