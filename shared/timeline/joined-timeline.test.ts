import { describe, expect, it } from 'vitest'
import { aRow, aTimeline } from './build.ts'
import { joinParts, rowsFrom } from './joined-timeline.ts'

describe('rowsFrom', () => {
  it('moves rows to another origin, and what has not started nowhere', () => {
    const later = aTimeline({ origin: '2026-11-23T02:00:01.000Z', rows: [aRow({ startMs: 5, endMs: null }), aRow({ id: 'b', startMs: null, endMs: null })] })
    expect(rowsFrom(later, Date.parse('2026-11-23T02:00:00Z'))).toMatchObject([{ startMs: 1_005, endMs: null }, { startMs: null, endMs: null }])
  })
})

describe('joinParts', () => {
  it('holds each row once, on the first part\'s axis', () => {
    const parts = [
      aTimeline({ rows: [aRow({ id: 'a' }), aRow({ id: 'b' })], next: 1_000, states: [{ mark: 'running', name: 'Running', type: 'RUNNING', atMs: 0 }] }),
      aTimeline({ origin: '2026-11-23T01:59:59.000Z', rows: [aRow({ id: 'b', startMs: 1_000 }), aRow({ id: 'c', startMs: 1_500, endMs: 9_000 })], endMs: 9_000 }),
    ]
    expect(joinParts(parts)).toMatchObject({ rows: [{ id: 'a', startMs: 0 }, { id: 'b', startMs: 0 }, { id: 'c', startMs: 500 }], endMs: 8_000, next: null, states: [{ name: 'Running' }] })
  })
  it('is nothing of no parts, and the part itself of one', () => {
    const only = aTimeline()
    expect([joinParts([]), joinParts([only])]).toEqual([null, only])
  })
})
