import { describe, expect, it } from 'vitest'
import { durationScatter } from './duration-scatter.ts'

describe('durationScatter', () => {
  const colors = { ok: 'green', bad: 'red', late: 'amber', run: 'blue', soft: 'grey', line: 'line' }
  it('puts a run where it began and as high as it took, by shape and colour', () => {
    const point = { runId: 'a', at: '2026-11-24T03:00:00Z', ranForMs: 90_000, mark: 'failed' as const }
    const { series } = durationScatter([point], { colors, now: 0, timeZone: 'UTC' })
    expect(series).toMatchObject([{ id: 'durations', data: [{ value: [Date.parse(point.at), 90_000], symbol: 'diamond', itemStyle: { color: 'red' } }] }])
  })
})
