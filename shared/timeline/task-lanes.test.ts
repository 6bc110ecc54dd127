import { describe, expect, it } from 'vitest'
import type { TimelineRow } from '../api/timeline.ts'
import type { Mark } from '../model/run-state.ts'
import { countMarks, firstFailedLane, lanesInView, toTaskLanes, tookMs } from './task-lanes.ts'

function aRow(given: Partial<TimelineRow> = {}): TimelineRow {
  return { id: given.name ?? 'row', kind: 'task', name: 'extract-000', mark: 'completed', stateName: 'Completed', startMs: 0, endMs: 10, runCount: 1, parents: [], ...given }
}

const names = (rows: TimelineRow[]): string[] => toTaskLanes(rows, 100).lanes.map(({ row }) => row.name)

describe('toTaskLanes', () => {
  it('puts the first start first and what never started last', () => {
    expect(names([aRow({ name: 'load', startMs: null, endMs: null }), aRow({ name: 'b', startMs: 5 }), aRow({ name: 'a', startMs: 5 }), aRow({ name: 'first', startMs: 1 })])).toEqual(['first', 'a', 'b', 'load'])
  })

  it.each<[string, Partial<TimelineRow>, string, number, number]>([
    ['a finished task', { startMs: 5, endMs: 9 }, 'whole', 5, 9],
    ['a running task', { startMs: 5, endMs: null, mark: 'running' }, 'open', 5, 100],
    ['a task whose end nobody wrote', { startMs: 5, endMs: null, mark: 'crashed' }, 'end-unknown', 5, 100],
    ['a task not started', { startMs: null, endMs: null, mark: 'scheduled' }, 'unplaced', 0, 100],
    ['a task that ended before it started', { startMs: 5, endMs: 3 }, 'whole', 5, 5],
  ])('places %s', (_, given, extent, startMs, endMs) => {
    expect(toTaskLanes([aRow(given)], 100).lanes[0]).toMatchObject({ extent, startMs, endMs })
  })

  it('reaches from the earliest start to the latest end', () => {
    expect(toTaskLanes([aRow({ startMs: -40, endMs: 250 })], 100)).toMatchObject({ fromMs: -40, toMs: 250 })
    expect(toTaskLanes([], 100)).toEqual({ lanes: [], fromMs: 0, toMs: 100 })
  })

  it('has an axis of some length for a run of none', () => {
    expect(toTaskLanes([aRow({ endMs: 0 })], 0)).toMatchObject({ fromMs: 0, toMs: 1 })
  })

  it('lays out 10,000 rows within 100 ms', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => aRow({ id: `id-${index}`, name: `task-${(index * 7_919) % 10_000}`, startMs: (index * 7_919) % 60_000, endMs: null }))
    toTaskLanes(rows, 60_000)
    const before = Date.now()
    expect(toTaskLanes(rows, 60_000).lanes).toHaveLength(10_000)
    expect(Date.now() - before).toBeLessThan(100)
  })
})

describe('tookMs', () => {
  it('is null where the end is not known', () => {
    const [known, unknown, going] = toTaskLanes([aRow({ endMs: 7 }), aRow({ startMs: 1, endMs: null, mark: 'failed' }), aRow({ startMs: 2, endMs: null, mark: 'running' })], 100).lanes
    expect([tookMs(known!), tookMs(unknown!), tookMs(going!)]).toEqual([7, null, 98])
  })
})

describe('firstFailedLane', () => {
  it('finds the failure among thousands, or none', () => {
    const { lanes } = toTaskLanes([aRow({ name: 'a' }), aRow({ name: 'c', mark: 'crashed' }), aRow({ name: 'b' })], 100)
    expect(firstFailedLane(lanes)).toBe(2)
    expect(firstFailedLane(lanes.slice(0, 2))).toBeNull()
  })
})

describe('countMarks', () => {
  it('counts each mark, the failed first', () => {
    const marks: Mark[] = ['completed', 'failed', 'completed']
    expect(countMarks(marks.map(mark => aRow({ mark })))).toEqual([{ mark: 'failed', count: 1 }, { mark: 'completed', count: 2 }])
  })
})

describe('lanesInView', () => {
  it('holds every lane of which a part shows', () => {
    expect(lanesInView({ count: 10_000, laneHeight: 24, scrollTop: 30, height: 60 })).toEqual({ first: 1, last: 3 })
    expect(lanesInView({ count: 2, laneHeight: 24, scrollTop: 0, height: 300 })).toEqual({ first: 0, last: 1 })
    expect(lanesInView({ count: 0, laneHeight: 24, scrollTop: 0, height: 300 })).toEqual({ first: 0, last: -1 })
  })
})
