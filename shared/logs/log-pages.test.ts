import { describe, expect, it } from 'vitest'
import type { LogRow, LogsAnswer } from '../api/logs.ts'
import { aLogRow } from './build.ts'
import { hasNewer, newerCursor, tidyPages, toLines } from './log-pages.ts'

const aLine = (number: number): LogRow => aLogRow({ id: `line-${String(number).padStart(6, '0')}`, message: `line ${number}` })

/** Lines `from` to `to`, both inclusive. */
const aPage = (from: number, to: number, given: Partial<LogsAnswer> = {}): LogsAnswer => ({
  lines: Array.from({ length: to - from + 1 }, (_, index) => aLine(from + index)),
  older: `before-${from}`,
  newer: null,
  newest: to < from ? null : `after-${to}`,
  firstErrorId: null,
  live: true,
  aim: null,
  runNames: {},
  incomplete: null,
  ...given,
})

const held = (...pages: LogsAnswer[]) => ({ pages, pageParams: pages.map((_, index) => index === 0 ? null : `param-${index}`) })

describe('toLines', () => {
  it('holds a line at a seam once', () => {
    expect(toLines([aPage(1, 3), aPage(3, 4)]).map(({ id }) => id)).toEqual(['line-000001', 'line-000002', 'line-000003', 'line-000004'])
  })
  it('puts a line that arrived late where it belongs', () => {
    const late = aLogRow({ id: 'late', at: '2026-11-23T01:05:02.000000Z' })
    expect(toLines([aPage(1, 2), { ...aPage(3, 3), lines: [late, aLine(3)] }]).map(({ id }) => id)).toEqual(['late', 'line-000001', 'line-000002', 'line-000003'])
  })
})

describe('newerCursor', () => {
  it('reads on past the last line while the run is live', () => {
    expect(newerCursor([aPage(1, 3)])).toBe('after-3')
    expect(newerCursor([aPage(1, 3), aPage(4, 3)])).toBe('after-3')
    expect(hasNewer([aPage(1, 3)])).toBe(false)
  })
  it('ends with the last line of a run that is over', () => {
    expect(newerCursor([aPage(1, 3, { live: false })])).toBeNull()
    expect(newerCursor([aPage(1, 3, { live: false, newer: 'after-3' })])).toBe('after-3')
  })
  it('is null before the first line of a live run', () => {
    expect(newerCursor([aPage(1, 0)])).toBeNull()
    expect(newerCursor([])).toBeNull()
  })
})

describe('tidyPages', () => {
  it('joins an empty page, so that waiting costs nothing', () => {
    const { pages, pageParams } = tidyPages(held(aPage(1, 3), aPage(4, 3, { live: false })), 'newer')
    expect(pages).toHaveLength(1)
    expect(pageParams).toEqual([null])
    expect(pages[0]).toMatchObject({ older: 'before-1', newest: 'after-3', live: false })
  })
  it('joins lines that trickle in', () => {
    const { pages } = tidyPages(held(aPage(1, 3), aPage(4, 5)), 'newer')
    expect(pages).toHaveLength(1)
    expect(pages[0]).toMatchObject({ newest: 'after-5', older: 'before-1' })
    expect(toLines(pages)).toHaveLength(5)
  })
  it('keeps full pages apart', () => {
    expect(tidyPages(held(aPage(1, 300), aPage(301, 600)), 'newer').pages).toHaveLength(2)
  })
  it('holds fewer lines the longer they are', () => {
    const long = { lines: [aLogRow({ message: 'x'.repeat(5_000_000) })] }
    const pages = Array.from({ length: 12 }, (_, index) => aPage(index * 400 + 1, index * 400 + 400, long))
    expect(tidyPages(held(...pages), 'newer').pages.length).toBeLessThan(9)
  })
  it('lets the far end go past 50,000 lines', () => {
    const pages = Array.from({ length: 130 }, (_, index) => aPage(index * 400 + 1, index * 400 + 400))
    const down = tidyPages(held(...pages), 'newer')
    expect(down.pages).toHaveLength(125)
    expect(down.pageParams).toHaveLength(125)
    expect(down.pages[0]?.older).toBe('before-2001')
    const up = tidyPages(held(...pages), 'older')
    expect(up.pages).toHaveLength(125)
    expect(newerCursor(up.pages)).toBe('after-50000')
    expect(hasNewer(up.pages)).toBe(true)
  })
})
