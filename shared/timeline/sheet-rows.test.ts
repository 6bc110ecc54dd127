import { describe, expect, it } from 'vitest'
import type { NightSheet, SheetBar } from '../api/night-sheet.ts'
import { fromNightSheetAnswer, sameBar, toNightSheetAnswer } from './sheet-rows.ts'

const bar = (given: Partial<SheetBar>): SheetBar => ({ runId: 'run', job: 0, mark: 'completed', startMs: 65_000, endMs: 90_000, dueMs: 60_000, problemId: null, ...given })
const night = (given: Partial<NightSheet>): NightSheet => ({
  window: { from: '2026-11-20T17:00:00.000Z', to: '2026-11-23T08:00:00.000Z', tz: 'UTC' },
  nowMs: null,
  jobs: [{ server: null, flow: 'ledger', deployment: null }, { server: null, flow: 'ledger', deployment: 'eu' }],
  bars: [],
  absent: [{ job: 0, dueMs: 5, problemId: null }],
  density: null,
  complete: true,
  ...given,
})

describe('a sheet that was sent', () => {
  it.each<[string, Partial<SheetBar>]>([
    ['a run that ended', {}],
    ['a run that goes on', { mark: 'running', endMs: null }],
    ['a run nothing was expected of', { dueMs: null }],
    ['a run from before the window', { dueMs: -9_000, startMs: -8_000, endMs: 4_000 }],
    ['a run that began before it was due', { startMs: 59_000 }],
    ['a run of no length', { startMs: 60_000, endMs: 60_000 }],
    ['a run of a problem', { mark: 'failed', problemId: 'p' }],
  ])('is the same again: %s', (_, given) => {
    const sheet = night({ bars: [bar(given)] })
    expect(fromNightSheetAnswer(toNightSheetAnswer(sheet, { ids: 'all' }))).toEqual(sheet)
  })
  it('leaves out the ids of good runs alone', () => {
    const bars = [bar({}), bar({ mark: 'failed' }), bar({ problemId: 'p' }), bar({ mark: 'running', endMs: null })]
    const { bars: read } = fromNightSheetAnswer(toNightSheetAnswer(night({ bars }), { ids: 'problems' }))
    expect(read.map(({ runId }) => runId)).toEqual([null, 'run', 'run', 'run'])
  })
})

describe('sameBar', () => {
  const shown = night({ bars: [bar({ runId: null, job: 1 })] })
  const drawn = { job: 1, startMs: 65_000 }

  it('is the run of the same job that began then', () => {
    expect(sameBar(drawn, shown, night({ bars: [bar({ runId: 'other' }), bar({ runId: 'it', job: 1 })] }))?.runId).toBe('it')
  })
  it('is found by job and instant, whatever their order and where the window begins', () => {
    const later = night({ window: { ...shown.window, from: '2026-11-20T17:01:00.000Z' }, jobs: [...shown.jobs].reverse(), bars: [bar({ runId: 'it', job: 0, startMs: 5_000 })] })
    expect(sameBar(drawn, shown, later)?.runId).toBe('it')
  })
  it('is null for a run that is gone', () => {
    expect(sameBar(drawn, shown, night({ bars: [bar({ job: 1, startMs: 70_000 })] }))).toBeNull()
  })
})
