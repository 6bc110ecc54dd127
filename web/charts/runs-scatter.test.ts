import { describe, expect, it } from 'vitest'
import type { DurationPoint } from '../../shared/api/flows.ts'
import { fromClock, lengthLines, runsScatter } from './runs-scatter.ts'

const colors = { ok: 'ok', okPale: 'pale', bad: 'bad', late: 'late', run: 'run', soft: 'soft', line: 'line', ink: 'ink', panel: 'panel' }
const NOW = Date.parse('2026-11-28T06:00:00Z')
const points: DurationPoint[] = [{ runId: 'a', at: '2026-11-28T01:00:00Z', ranForMs: 120_000, mark: 'completed' }, { runId: 'b', at: '2026-11-28T02:00:00Z', ranForMs: 0, mark: 'failed' }]
const drawn = () => runsScatter(points, { colors, now: NOW, timeZone: 'Europe/Berlin', fromAt: NOW - 86_400_000, toAt: NOW }) as { series: { data: { value: number[], symbolSize: number, itemStyle: { color: string } }[] }[], brush: unknown }

describe('runsScatter', () => {
  it('draws lengths in seconds, none below one', () => {
    expect(drawn().series[0]?.data.map(({ value }) => value[1])).toEqual([120, 1])
  })
  it('keeps what went well small and pale', () => {
    expect(drawn().series[0]?.data.map(({ symbolSize, itemStyle }) => [symbolSize, itemStyle.color])).toEqual([[5, 'pale'], [8, 'bad']])
  })
  it('can be brushed', () => {
    expect(drawn().brush).toBeDefined()
  })
})

describe('lengthLines', () => {
  it.each([
    [[660, 1_200], [300, 900, 3_600]],
    [[0, 120], [1, 5, 15, 60, 300]],
    [[0.2, 20 * 86_400], [1, 60, 3_600, 86_400, 2_592_000]],
    [[60], [60, 300]],
    [[], [1, 5]],
  ])('of %j are %j', (seconds, lines) => {
    expect(lengthLines(seconds)).toEqual(lines)
  })
})

describe('fromClock', () => {
  it.each(['2026-03-29T00:30:00Z', '2026-07-01T12:00:00Z', '2026-10-25T03:00:00Z'])('gives back %s', (text) => {
    const at = Date.parse(text)
    const offsetMs = { '2026-03-29T00:30:00Z': 3_600_000, '2026-07-01T12:00:00Z': 7_200_000, '2026-10-25T03:00:00Z': 3_600_000 }[text] ?? 0
    expect(fromClock(at + offsetMs, 'Europe/Berlin')).toBe(at)
  })
})
