import { describe, expect, it } from 'vitest'
import type { LogHit, RunHits } from '../api/log-search.ts'
import type { RunRow } from '../api/runs.ts'
import { addHits } from './group-hits.ts'

const instant = (second: number): string => `2026-11-23T01:05:${String(second).padStart(2, '0')}.000000Z`
const hit = (second: number): LogHit => ({ line: { id: `line-${second}`, at: instant(second), level: 20, text: 'needle', isCutBefore: false, isCutAfter: false }, around: null })
const run = (id: string, startedAt: string | null): RunRow => ({ id, name: id, flow: { id: 'f', name: 'f' }, deployment: null, state: null, expectedAt: instant(0), startedAt, endedAt: null, ranForMs: null, lateByMs: null, runCount: 1, tags: [] })
const group = (runId: string | null, startedAt: string | null, ...seconds: number[]): RunHits => ({ runId, run: runId === null || runId === 'gone' ? null : run(runId, startedAt), hits: seconds.map(hit), hitCount: seconds.length })

describe('addHits', () => {
  it('puts the run that began last first, whenever it was found', () => {
    const groups = addHits([group('b', instant(20), 21)], [group('c', instant(30), 31), group('a', instant(10), 11), group('unstarted', null, 2)])
    expect(groups.map(({ runId }) => runId)).toEqual(['c', 'b', 'a', 'unstarted'])
  })

  it('puts parts of a run together, oldest first, and keeps the last five', () => {
    const [one] = addHits([group('a', instant(1), 7, 8, 9)], [group('a', instant(1), 3, 4, 5)])
    expect([one?.hits.map(({ line }) => line.id), one?.hitCount]).toEqual([['line-4', 'line-5', 'line-7', 'line-8', 'line-9'], 6])
  })

  it('puts what belongs to no run, or to one that is gone, last', () => {
    expect(addHits([group(null, null, 50)], [group('gone', null, 40), group('a', instant(1), 1)]).map(({ runId }) => runId)).toEqual(['a', null, 'gone'])
  })
})
