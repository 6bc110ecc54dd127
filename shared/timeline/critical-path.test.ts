import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TimelineRow } from '../api/timeline.ts'
import { aRow } from './build.ts'
import { toCriticalPath, type PathStep } from './critical-path.ts'

const told = (rows: TimelineRow[], endMs: number): string[] => toCriticalPath(rows, endMs).map(step => `${step.kind === 'work' ? step.row.name : step.why} ${step.fromMs}-${step.toMs}`)

describe('toCriticalPath', () => {
  it('goes back from the last end to what each waited for longest', () => {
    const rows = [
      aRow({ name: 'list', endMs: 10 }),
      aRow({ name: 'quick', startMs: 11, endMs: 20, parents: ['list'] }),
      aRow({ name: 'slow', startMs: 11, endMs: 60, parents: ['list'] }),
      aRow({ name: 'load', startMs: 65, endMs: 90, parents: ['quick', 'slow'] }),
      aRow({ name: 'aside', startMs: 1, endMs: 89 }),
    ]
    expect(told(rows, 100)).toEqual(['list 0-10', 'dependency 10-11', 'slow 11-60', 'dependency 60-65', 'load 65-90', 'end 90-100'])
  })

  it('follows the order of the code where nothing else was at work', () => {
    expect(told([aRow({ name: 'a', startMs: 2, endMs: 10 }), aRow({ name: 'b', startMs: 12, endMs: 30 })], 30)).toEqual(['start 0-2', 'a 2-10', 'order 10-12', 'b 12-30'])
  })

  it('makes no cause of what merely ended before', () => {
    const rows = [aRow({ name: 'a', endMs: 10 }), aRow({ name: 'beside', endMs: 20 }), aRow({ name: 'b', startMs: 12, endMs: 30 })]
    expect(told(rows, 30)).toEqual(['start 0-12', 'b 12-30'])
  })

  it('does not guess where a dependency was not read', () => {
    expect(told([aRow({ name: 'a', endMs: 10 }), aRow({ name: 'b', startMs: 12, endMs: 30, parents: ['gone'] })], 30)).toEqual(['start 0-12', 'b 12-30'])
  })

  it('counts a task inside another as that one\'s work', () => {
    expect(told([aRow({ name: 'outer', endMs: 30 }), aRow({ name: 'inner', startMs: 3, endMs: 31, inside: ['outer'] })], 30)).toEqual(['outer 0-30'])
  })

  it('ends with what is at work while the run goes on', () => {
    expect(told([aRow({ name: 'a', endMs: 10 }), aRow({ name: 'b', startMs: 10, endMs: null, mark: 'running', parents: ['a'] })], 50)).toEqual(['a 0-10', 'b 10-50'])
  })

  it('has none where nothing started', () => {
    expect(told([aRow({ startMs: null, endMs: null })], 50)).toEqual([])
  })

  const anyRows = fc.integer({ min: 1, max: 30 }).chain(count => fc.tuple(...Array.from({ length: count }, (_, index) => fc.record({
    id: fc.constant(String(index)),
    startMs: fc.integer({ min: 0, max: 100 }),
    endMs: fc.integer({ min: 0, max: 150 }),
    parents: fc.uniqueArray(fc.integer({ min: 0, max: count }).map(String), { maxLength: 3 }), // circles and itself, too
  }).map(aRow))))

  it('tiles the time from the first step to the end', () => {
    fc.assert(fc.property(anyRows, (rows) => {
      const endMs = Math.max(...rows.map(row => Math.max(row.startMs!, row.endMs!)))
      const steps = toCriticalPath(rows, endMs)
      expect([steps[0]?.fromMs, steps.at(-1)?.toMs]).toEqual([0, endMs])
      steps.reduce((before: PathStep | null, step) => {
        expect(step.toMs).toBeGreaterThanOrEqual(step.fromMs)
        if (before !== null)
          expect(step.fromMs).toBe(before.toMs)
        return step
      }, null)
    }))
  })

  it('is the same for rows in any order', () => {
    fc.assert(fc.property(anyRows, (rows) => {
      expect(toCriticalPath([...rows].reverse(), 150)).toEqual(toCriticalPath(rows, 150))
    }))
  })

  it('takes 10,000 rows one after another within 500 ms', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => aRow({ id: String(index), startMs: index * 2, endMs: index * 2 + 1, parents: index === 0 ? [] : [String(index - 1)] }))
    const before = Date.now()
    expect(toCriticalPath(rows, 20_000)).toHaveLength(20_000)
    expect(Date.now() - before).toBeLessThan(500)
  })
})
