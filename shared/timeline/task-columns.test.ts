import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TimelineRow } from '../api/timeline.ts'
import { aRow, aTimeline } from './build.ts'
import { fromColumns, fromTimelineAnswer, toColumns, toTimelineAnswer } from './task-columns.ts'

const anId = fc.constantFrom('a', 'b', 'c', 'd', 'gone')
const anyRow: fc.Arbitrary<TimelineRow> = fc.record({
  id: anId,
  kind: fc.constantFrom('task' as const, 'flow' as const),
  name: fc.string(),
  mark: fc.constantFrom('completed' as const, 'failed' as const, 'running' as const),
  stateName: fc.constantFrom('Completed', 'Cached', 'Mine'),
  startMs: fc.option(fc.integer({ min: -1_000, max: 100_000 })),
  endMs: fc.option(fc.integer({ min: -1_000, max: 100_000 })),
  runCount: fc.option(fc.nat(5)),
  parents: fc.uniqueArray(anId),
  inside: fc.uniqueArray(anId),
})

describe('toColumns', () => {
  it('loses nothing that fromColumns does not give back', () => {
    fc.assert(fc.property(fc.uniqueArray(anyRow, { selector: ({ id }) => id }), (rows) => {
      expect(fromColumns(toColumns(rows))).toEqual(rows)
    }))
  })

  it('writes what repeats once', () => {
    const { states, state, runCount, parents } = toColumns([aRow({ id: 'a', runCount: null }), aRow({ id: 'b', runCount: null, parents: ['a'] })])
    expect([states, state, runCount, parents]).toEqual([[['completed', 'Completed']], [0, 0], null, [[], 0]])
  })

  it('rounds to whole milliseconds, ends as well as starts', () => {
    expect(fromColumns(toColumns([aRow({ startMs: 0.6, endMs: 10.4 })]))).toMatchObject([{ startMs: 1, endMs: 10 }])
  })
})

describe('toTimelineAnswer', () => {
  it('takes less than a third of the bytes of rows as objects', () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => aRow({ id: `01a20538-6834-7e45-9a31-92868ef6${index}`, name: `transform-${index}`, startMs: index * 7, endMs: index * 7 + 400, parents: index === 0 ? [] : ['01a20538-6834-7e45-9a31-92868ef60'] }))
    const timeline = aTimeline({ rows })
    const answer = toTimelineAnswer(timeline)
    expect(JSON.stringify(answer).length).toBeLessThan(JSON.stringify(timeline).length / 3)
    expect(fromTimelineAnswer(answer)).toEqual(timeline)
  })
})
