import { describe, expect, it } from 'vitest'
import type { DurationPoint } from '../../shared/api/flows.ts'
import { durationScatter, durationStep } from './duration-scatter.ts'
import type { ChartColors } from './palette.ts'

const colors: ChartColors = { ok: 'green', okPale: 'pale', bad: 'red', late: 'amber', run: 'blue', soft: 'grey', line: 'line', ink: 'ink', panel: 'panel' }
const failed: DurationPoint = { runId: 'a', at: '2026-11-24T03:00:00Z', ranForMs: 90_000, mark: 'failed' }

describe('durationScatter', () => {
  it('puts a run where it began on the clock of the zone, and as high as it took', () => {
    const { series } = durationScatter([failed], { colors, now: 0, timeZone: 'Europe/Berlin', baseline: null })
    expect(series).toMatchObject([{ id: 'durations', data: [{ value: [Date.parse('2026-11-24T04:00:00Z'), 90_000], symbol: 'diamond', itemStyle: { color: 'red' } }] }])
  })
  it('lets what went well recede', () => {
    const { series } = durationScatter([{ ...failed, mark: 'completed' }], { colors, now: 0, timeZone: 'UTC', baseline: null })
    expect(series).toMatchObject([{ data: [{ symbol: 'rect', itemStyle: { color: 'pale', borderColor: 'green' } }] }])
  })
  it('ends its lines on a round length above the longest run', () => {
    expect(durationScatter([failed], { colors, now: 0, timeZone: 'UTC', baseline: null }).yAxis).toMatchObject({ max: 90_000, interval: 30_000 })
  })
  it('stands with no run at all', () => {
    expect(durationScatter([], { colors, now: 0, timeZone: 'UTC', baseline: null }).series).toMatchObject([{ data: [] }])
  })
})

describe('durationStep', () => {
  it.each([[400, 100], [4_000, 1_000], [400_000, 120_000], [40 * 60_000, 600_000], [3 * 86_400_000, 86_400_000]])('counts %d ms in steps of %d', (longestMs, step) => {
    expect(durationStep(longestMs)).toBe(step)
  })
})
