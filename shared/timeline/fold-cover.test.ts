import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aRow } from './build.ts'
import { toCover } from './fold-cover.ts'
import { toTaskLanes, type PlacedRow } from './task-lanes.ts'

const placed = (rows: ReturnType<typeof aRow>[]): PlacedRow[] => toTaskLanes(rows, 100).lanes.flatMap(lane => lane.kind === 'row' ? [lane] : [])

describe('toCover', () => {
  it('joins what overlaps, mark by mark, failures last', () => {
    const rows = [aRow({ id: 'a', endMs: 10 }), aRow({ id: 'b', startMs: 5, endMs: 20 }), aRow({ id: 'c', startMs: 7, endMs: 9, mark: 'failed' }), aRow({ id: 'd', startMs: 30, endMs: 40 }), aRow({ id: 'e', startMs: null, endMs: null })]
    expect(toCover(placed(rows))).toEqual([{ mark: 'completed', fromMs: 0, toMs: 20 }, { mark: 'completed', fromMs: 30, toMs: 40 }, { mark: 'failed', fromMs: 7, toMs: 9 }])
  })

  it('never overlaps within a mark, and covers every row', () => {
    const anyRow = fc.record({ id: fc.integer().map(String), startMs: fc.integer({ min: 0, max: 100 }), endMs: fc.integer({ min: 0, max: 120 }), mark: fc.constantFrom('completed' as const, 'failed' as const) }).map(aRow)
    fc.assert(fc.property(fc.uniqueArray(anyRow, { selector: ({ id }) => id }), (rows) => {
      const members = placed(rows)
      const covers = toCover(members)
      covers.forEach((cover, index) => {
        const next = covers[index + 1]
        if (next?.mark === cover.mark)
          expect(next.fromMs).toBeGreaterThan(cover.toMs)
      })
      for (const { row, startMs, endMs } of members)
        expect(covers.some(({ mark, fromMs, toMs }) => mark === row.mark && fromMs <= startMs && endMs <= toMs)).toBe(true)
    }))
  })
})
