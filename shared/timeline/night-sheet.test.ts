import { describe, expect, it } from 'vitest'
import type { NightSheet, SheetBar } from '../api/night-sheet.ts'
import { layOutNight, shapeAt, type NightSheetLayout, type SheetSpace } from './night-sheet.ts'

const HOUR = 3_600_000
const bar = (given: Partial<SheetBar>): SheetBar => ({ runId: 'run', job: 0, mark: 'completed', startMs: 0, endMs: HOUR, dueMs: null, problemId: null, ...given })
const night = (given: Partial<NightSheet>): NightSheet => ({
  window: { from: '2026-11-23T18:00:00Z', to: '2026-11-24T06:00:00Z', tz: 'UTC' },
  nowMs: 12 * HOUR,
  jobs: [{ server: null, flow: 'ledger', deployment: null }, { server: null, flow: 'payroll', deployment: null }],
  bars: [],
  absent: [],
  density: null,
  complete: true,
  ...given,
})
const space: SheetSpace = { width: 1_200, height: 180, spanMs: 12 * HOUR, names: new Map() }
const named = (...names: [string, string][]): SheetSpace => ({ ...space, names: new Map(names) })

/** Where the text of each label lies, as wide as it can be. */
function labelBoxes({ labels }: NightSheetLayout): { left: number, right: number, y: number }[] {
  return labels.map(({ x, y, text, anchor }) => anchor === 'start' ? { left: x, right: x + text.length * 6.9, y } : { left: x - text.length * 6.9, right: x, y })
}

describe('layOutNight', () => {
  it('draws a bar where it ran and as long as it ran', () => {
    expect(layOutNight(night({ bars: [bar({ startMs: 3 * HOUR, endMs: 5 * HOUR })] }), space).shapes).toMatchObject([{ x: 300, width: 200 }])
  })
  it('shows where a run was due when it started visibly later', () => {
    const { shapes } = layOutNight(night({ bars: [bar({ startMs: 3 * HOUR, dueMs: HOUR }), bar({ job: 1, startMs: HOUR, dueMs: HOUR - 1_000 })] }), space)
    expect(shapes.map(({ dueX }) => dueX)).toEqual([null, 100])
  })
  it('puts runs that overlap into lanes of their own', () => {
    const { shapes } = layOutNight(night({ bars: [bar({}), bar({ runId: 'second', job: 1, startMs: HOUR / 2 })] }), space)
    expect(new Set(shapes.map(({ y }) => y)).size).toBe(2)
  })
  it('keeps the runs of a job in one lane while they fit', () => {
    const ledger = [1, 3, 5].map(hour => bar({ runId: `${hour}`, startMs: hour * HOUR, endMs: (hour + 1) * HOUR }))
    const payroll = bar({ runId: 'p', job: 1, startMs: 0, endMs: 2 * HOUR })
    const { shapes } = layOutNight(night({ bars: [payroll, ...ledger] }), space)
    expect(new Set(shapes.filter(({ job }) => job === 0).map(({ y }) => y)).size).toBe(1)
  })
  it('draws a run that goes on up to now, and one from before from the edge', () => {
    expect(layOutNight(night({ bars: [bar({ startMs: -HOUR, endMs: null })] }), space).shapes).toMatchObject([{ x: 0, width: 1_200 }])
  })
  it('keeps a run that began this moment inside the sheet', () => {
    expect(layOutNight(night({ bars: [bar({ startMs: 12 * HOUR, endMs: null })] }), space).shapes).toMatchObject([{ x: 1_197, width: 3 }])
  })
  it('names a problem beside its bars, on the side with room', () => {
    const early = layOutNight(night({ bars: [bar({ problemId: 'p', mark: 'failed' })] }), named(['p', 'ledger'])).labels
    const late = layOutNight(night({ bars: [bar({ problemId: 'p', mark: 'running', startMs: 11 * HOUR, endMs: null })] }), named(['p', 'ledger'])).labels
    expect([early, late]).toMatchObject([[{ text: 'ledger', anchor: 'start' }], [{ text: 'ledger', anchor: 'end' }]])
  })
  it('names one cause of several jobs once, and keeps its bars together', () => {
    const bars = [0, 1, 2, 3].map(job => bar({ runId: `${job}`, job, problemId: 'p', mark: 'failed', startMs: HOUR, endMs: 1.1 * HOUR }))
    const { labels, shapes } = layOutNight(night({ bars }), named(['p', 'ledger and 3 more']))
    expect(labels).toHaveLength(1)
    expect(Math.max(...shapes.map(({ y }) => y)) - Math.min(...shapes.map(({ y }) => y))).toBeLessThan(50)
  })
  it('writes no name over another', () => {
    const ids = Array.from({ length: 9 }, (_, index) => `p${index}`)
    const bars = ids.map((problemId, job) => bar({ runId: problemId, job, problemId, mark: 'failed', startMs: job * HOUR / 4, endMs: job * HOUR / 4 + HOUR / 10 }))
    const boxes = labelBoxes(layOutNight(night({ bars }), named(...ids.map((id): [string, string] => [id, `warehouse-sync-${id}`]))))
    expect(boxes.length).toBe(9)
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1))
        expect(a.left < b.right && b.left < a.right && Math.abs(a.y - b.y) < 12).toBe(false)
    }
  })
  it('draws every run of a crowded night within its height', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => bar({ runId: `${index}`, job: index % 90, startMs: index * 20_000, endMs: index * 20_000 + HOUR }))
    const { shapes, height, axisY } = layOutNight(night({ bars: many }), space)
    expect(shapes).toHaveLength(2_000)
    expect(height).toBe(180)
    expect(Math.max(...shapes.map(shape => shape.y + shape.height))).toBeLessThanOrEqual(axisY)
  })
  it('draws counts where good runs are too many for bars', () => {
    const { columns } = layOutNight(night({ density: { bucketMs: 6 * HOUR, counts: [10, 40] } }), space)
    expect(columns).toMatchObject([{ x: 0, width: 599 }, { x: 600, width: 599 }])
    expect((columns[1]?.height ?? 0) / (columns[0]?.height ?? 1)).toBe(4)
  })
  it('draws an absence nobody needs to look at', () => {
    expect(layOutNight(night({ absent: [{ job: 0, dueMs: HOUR, problemId: null }] }), space).shapes).toMatchObject([{ mark: 'missing', x: 100 }])
  })
})

describe('shapeAt', () => {
  it('finds the problem over the quiet run', () => {
    const layout = layOutNight(night({ absent: [{ job: 1, dueMs: 6 * HOUR, problemId: 'p' }], bars: [bar({ startMs: 5 * HOUR, endMs: 7 * HOUR })] }), space)
    const absence = layout.shapes.find(({ mark }) => mark === 'missing')!
    expect(shapeAt(layout, absence.x + 2, absence.y + 2)).toMatchObject({ problemId: 'p' })
    expect(shapeAt(layout, 5, 5)).toBeNull()
  })
})
