import { describe, expect, it } from 'vitest'
import type { NightSheetAnswer, SheetBar } from '../api/night-sheet.ts'
import { layOutNight, shapeAt } from './night-sheet.ts'

const HOUR = 3_600_000
const bar = (given: Partial<SheetBar>): SheetBar => ({ runId: 'run', job: 0, mark: 'completed', startMs: 0, endMs: HOUR, dueMs: 0, problemId: null, ...given })
const night = (given: Partial<NightSheetAnswer>): NightSheetAnswer => ({
  window: { from: '2026-11-23T18:00:00Z', to: '2026-11-24T06:00:00Z', tz: 'UTC' },
  nowMs: 12 * HOUR,
  jobs: [{ flow: 'ledger', deployment: null }, { flow: 'payroll', deployment: null }],
  bars: [],
  absent: [],
  density: null,
  complete: true,
  ...given,
})
const size = { width: 1_200, spanMs: 12 * HOUR }

describe('layOutNight', () => {
  it('draws a bar where it ran and as long as it ran', () => {
    expect(layOutNight(night({ bars: [bar({ startMs: 3 * HOUR, endMs: 5 * HOUR })] }), size).shapes).toMatchObject([{ x: 300, width: 200 }])
  })
  it('puts runs that overlap into lanes of their own', () => {
    const { shapes } = layOutNight(night({ bars: [bar({}), bar({ runId: 'second', startMs: HOUR / 2 })] }), size)
    expect(new Set(shapes.map(({ y }) => y)).size).toBe(2)
  })
  it('draws a run that goes on up to now, and one from before from the edge', () => {
    expect(layOutNight(night({ bars: [bar({ startMs: -HOUR, endMs: null })] }), size).shapes).toMatchObject([{ x: 0, width: 1_200 }])
  })
  it('names a job with a problem beside its bar, on the side with room', () => {
    const early = layOutNight(night({ bars: [bar({ problemId: 'p', mark: 'failed' })] }), size).labels
    const late = layOutNight(night({ bars: [bar({ problemId: 'p', mark: 'running', startMs: 11 * HOUR, endMs: null })] }), size).labels
    expect([early, late]).toMatchObject([[{ text: 'ledger', anchor: 'start' }], [{ text: 'ledger', anchor: 'end' }]])
  })
  it('keeps its height whatever the count of runs', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => bar({ runId: `${index}`, startMs: index * 1_000 }))
    expect(layOutNight(night({ bars: many }), size).height).toBeLessThan(220)
  })
})

describe('shapeAt', () => {
  it('finds the problem over the quiet run', () => {
    const layout = layOutNight(night({ absent: [{ job: 1, dueMs: 6 * HOUR, problemId: 'p' }], bars: [bar({ startMs: 5 * HOUR, endMs: 7 * HOUR })] }), size)
    const absence = layout.shapes.find(({ mark }) => mark === 'missing')!
    expect(shapeAt(layout, absence.x + 2, absence.y + 2)).toMatchObject({ problemId: 'p' })
    expect(shapeAt(layout, 5, 5)).toBeNull()
  })
})
