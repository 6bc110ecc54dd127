import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TimelineRow } from '../api/timeline.ts'
import type { Mark } from '../model/run-state.ts'
import { aRow } from './build.ts'
import { countMarks, firstFailedLane, isFold, laneOf, lanesInView, toTaskLanes, tookMs, type LaneChoice, type TaskLane } from './task-lanes.ts'

const nameOf = (lane: TaskLane): string => lane.kind === 'row' ? lane.row.name : lane.kind === 'absent' ? `no ${lane.task.name}` : `${lane.name} × ${lane.members.length}`
const names = (rows: TimelineRow[], choice: LaneChoice = {}): string[] => toTaskLanes(rows, 100, choice).lanes.map(lane => `${'  '.repeat(lane.depth)}${nameOf(lane)}`)
const mapped = (count: number, given: Partial<TimelineRow> = {}): TimelineRow[] => Array.from({ length: count }, (_, index) => aRow({ name: `transform-${index}`, startMs: 5, ...given }))

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

  it('puts what ran inside a task below it, at any depth', () => {
    const rows = [aRow({ name: 'outer' }), aRow({ name: 'later', startMs: 5 }), aRow({ name: 'inner', startMs: 6, inside: ['outer'] }), aRow({ name: 'innermost', startMs: 7, inside: ['inner'] })]
    expect(names(rows)).toEqual(['outer', '  inner', '    innermost', 'later'])
  })

  it('shows each of a circle of tasks, and what names a task not there', () => {
    expect(names([aRow({ name: 'a', inside: ['b'] }), aRow({ name: 'b', inside: ['a'] }), aRow({ name: 'c', inside: ['gone'] })]).map(name => name.trim()).sort()).toEqual(['a', 'b', 'c'])
  })

  it('folds many tasks of a name into one lane, and leaves a few', () => {
    const rows = [aRow({ name: 'list' }), ...mapped(200), aRow({ name: 'load-1', startMs: 90 }), aRow({ name: 'load-2', startMs: 91 })]
    expect(names(rows, { isGrouped: true })).toEqual(['list', 'transform × 200', 'load-1', 'load-2'])
    expect(names(rows, { isGrouped: true, open: new Set(['transform*']) })).toHaveLength(204)
    expect(names(mapped(30), { isGrouped: true })).toHaveLength(30)
  })

  it('marks a folded lane by the worst in it', () => {
    const rows = [...mapped(50), aRow({ name: 'transform-50', mark: 'failed', startMs: 20, endMs: 70 })]
    expect(toTaskLanes(rows, 100, { isGrouped: true }).lanes).toMatchObject([{ kind: 'group', mark: 'failed', startMs: 5, endMs: 70, isOpen: false }])
  })

  it('names last what was not reached', () => {
    expect(names([aRow({ name: 'a' })], { absent: [{ kind: 'task', name: 'load', count: 1, startMs: 10, medianMs: 5, runCount: 5 }] })).toEqual(['a', 'no load'])
  })

  it('keeps attempts of the run apart, the last one open', () => {
    const attempts = [{ number: 1, mark: 'failed' as const, fromMs: 0 }, { number: 2, mark: 'completed' as const, fromMs: 50 }]
    const rows = [aRow({ name: 'a', startMs: 1 }), aRow({ name: 'b', startMs: 51 }), aRow({ name: 'c', startMs: null, endMs: null })]
    expect(names(rows, { attempts })).toEqual(['attempt 1 × 1', 'attempt 2 × 2', '  b', '  c'])
    expect(names(rows, { attempts, open: new Set(['attempt-1', 'attempt-2']) })).toEqual(['attempt 1 × 1', '  a', 'attempt 2 × 2'])
    expect(toTaskLanes(rows, 100, { attempts }).lanes).toMatchObject([{ startMs: 0, endMs: 10 }, { startMs: 50, endMs: 100 }, {}, {}])
  })

  it('opens child runs in place, at any depth, and makes room for them', () => {
    const inner: Record<string, TimelineRow[]> = { child: [aRow({ id: 'grandchild', kind: 'flow', name: 'g', startMs: 20 })], grandchild: [aRow({ name: 'deep', startMs: 30, endMs: 400 }), aRow({ id: 'child', kind: 'flow', name: 'itself', startMs: 31 })] }
    const rows = [aRow({ id: 'child', kind: 'flow', name: 'f' }), aRow({ name: 'after', startMs: 90 })]
    const rowsWithin = (id: string): TimelineRow[] | null => inner[id] ?? null
    expect(names(rows, { rowsWithin })).toEqual(['f', 'after'])
    expect(names(rows, { rowsWithin, open: new Set(['child', 'grandchild']) })).toEqual(['f', '  g', '    deep', '    itself', 'after'])
    expect(toTaskLanes(rows, 100, { rowsWithin, open: new Set(['child', 'grandchild']) }).toMs).toBe(400)
    expect(toTaskLanes(rows, 100, { open: new Set(['child']) }).lanes[0]).toMatchObject({ isOpen: true }) // being read
  })

  const anyRow = fc.record({ id: fc.integer({ min: 0, max: 400 }).map(String), name: fc.constantFrom('a-1', 'a-2', 'b-abc', 'c'), startMs: fc.option(fc.integer({ min: -50, max: 200 })), endMs: fc.option(fc.integer({ min: -50, max: 300 })), inside: fc.array(fc.integer({ min: 0, max: 400 }).map(String), { maxLength: 2 }) }).map(aRow)
  const anyRows = fc.uniqueArray(anyRow, { selector: ({ id }) => id, maxLength: 120 })
  const anyChoice = fc.record({
    isGrouped: fc.boolean(),
    open: fc.subarray(['a*', 'b*', 'attempt-1', 'attempt-2', 'attempt-1/a*']).map(keys => new Set(keys)),
    attempts: fc.constantFrom([], [{ number: 1, mark: 'failed' as const, fromMs: 0 }, { number: 2, mark: 'running' as const, fromMs: 60 }]),
  })
  /** Rows of shown lanes, and of shut ones with what ran inside them. */
  const placedIds = (lanes: readonly TaskLane[], rows: readonly TimelineRow[]): string[] => {
    const own = lanes.flatMap(lane => lane.kind === 'row' ? [lane.row.id] : [])
    const shut = lanes.flatMap(lane => isFold(lane) && lane.isOpen === false ? lane.members.map(({ row }) => row.id) : [])
    const hidden = new Set(shut)
    for (let size = -1; size !== hidden.size;) {
      size = hidden.size
      rows.filter(({ id, inside }) => !own.includes(id) && inside.some(outer => hidden.has(outer))).forEach(({ id }) => hidden.add(id))
    }
    return [...own, ...hidden]
  }

  it('puts every row in one place', () => {
    fc.assert(fc.property(anyRows, anyChoice, (rows, choice) => {
      const { lanes } = toTaskLanes(rows, 100, choice)
      expect(placedIds(lanes, rows).sort()).toEqual(rows.map(({ id }) => id).sort())
      expect(new Set(lanes.map(({ key }) => key)).size).toBe(lanes.length)
    }))
  })

  it('is the same for rows in any order', () => {
    fc.assert(fc.property(anyRows.chain(rows => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))), anyChoice, ([rows, shuffled], choice) => {
      expect(toTaskLanes(shuffled, 100, choice)).toEqual(toTaskLanes(rows, 100, choice))
    }))
  })

  it('keeps every bar on the axis, and each end behind its start', () => {
    fc.assert(fc.property(anyRows, anyChoice, (rows, choice) => {
      const { lanes, fromMs, toMs } = toTaskLanes(rows, 100, choice)
      for (const { startMs, endMs } of lanes)
        expect([startMs >= fromMs, endMs >= startMs, toMs >= endMs]).toEqual([true, true, true])
    }))
  })

  it('puts each lane at most one level deeper than the one above', () => {
    fc.assert(fc.property(anyRows, anyChoice, (rows, choice) => {
      toTaskLanes(rows, 100, choice).lanes.reduce((depth, lane) => {
        expect(lane.depth).toBeLessThanOrEqual(depth + 1)
        return lane.depth
      }, -1)
    }))
  })

  it('lays out 10,000 rows within 100 ms', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => aRow({ id: `id-${index}`, name: `task-${(index * 7_919) % 10_000}`, startMs: (index * 7_919) % 60_000, endMs: null }))
    const took = Array.from({ length: 8 }, () => { // others keep the machine busy: the best of a few is the code's own
      const before = Date.now()
      expect(toTaskLanes(rows, 60_000).lanes).toHaveLength(10_000)
      return Date.now() - before
    })
    expect(Math.min(...took)).toBeLessThan(100)
  })
})

describe('tookMs', () => {
  it('is null where the end is not known', () => {
    const [known, unknown, going] = toTaskLanes([aRow({ id: 'a', endMs: 7 }), aRow({ id: 'b', startMs: 1, endMs: null, mark: 'failed' }), aRow({ id: 'c', startMs: 2, endMs: null, mark: 'running' })], 100).lanes
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

describe('laneOf', () => {
  it('finds a row in its own lane, else in the one it is folded into', () => {
    const rows = [aRow({ name: 'list' }), ...mapped(50)]
    const lanesWith = (open: string[]): TaskLane[] => toTaskLanes(rows, 100, { isGrouped: true, open: new Set(open) }).lanes
    expect([laneOf('list', lanesWith([])), laneOf('transform-7', lanesWith([])), laneOf('gone', lanesWith([]))]).toEqual([0, 1, null])
    expect(nameOf(lanesWith(['transform*'])[laneOf('transform-7', lanesWith(['transform*']))!]!)).toBe('transform-7')
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
