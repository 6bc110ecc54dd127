import { describe, expect, it } from 'vitest'
import { timeTicks } from './time-ticks.ts'

const BERLIN = 'Europe/Berlin'
const at = (iso: string): number => Date.parse(iso)
const ticks = (from: string, to: string, timeZone = 'UTC', maxCount = 8) => timeTicks({ fromAt: at(from), toAt: at(to), timeZone, maxCount }).map(tick => new Date(tick.at).toISOString().slice(5, 23))

describe('timeTicks', () => {
  it.each([
    ['2026-11-23T01:05:03Z', '2026-11-23T01:09:20Z', 'minute', ['11-23T01:06:00.000', '11-23T01:07:00.000', '11-23T01:08:00.000', '11-23T01:09:00.000']],
    ['2026-11-23T01:05:03.120Z', '2026-11-23T01:05:04.020Z', 'ms', ['11-23T01:05:03.200', '11-23T01:05:03.400', '11-23T01:05:03.600', '11-23T01:05:03.800', '11-23T01:05:04.000']],
    ['2026-11-23T01:05:03Z', '2026-11-23T01:05:13Z', 'second', ['11-23T01:05:04.000', '11-23T01:05:06.000', '11-23T01:05:08.000', '11-23T01:05:10.000', '11-23T01:05:12.000']],
  ])('falls on round times from %s to %s', (from, to, unit, expected) => {
    expect(ticks(from, to)).toEqual(expected)
    expect(timeTicks({ fromAt: at(from), toAt: at(to), timeZone: 'UTC', maxCount: 8 })[0]?.unit).toBe(unit)
  })

  it('falls on midnights of the zone over days', () => {
    expect(ticks('2026-10-23T12:00:00Z', '2026-10-27T12:00:00Z', BERLIN, 5)).toEqual(['10-23T22:00:00.000', '10-24T22:00:00.000', '10-25T23:00:00.000', '10-26T23:00:00.000'])
  })

  it('keeps hours round where the clock moves', () => {
    expect(ticks('2026-10-24T20:00:00Z', '2026-10-25T12:00:00Z', BERLIN, 6)).toEqual(['10-24T22:00:00.000', '10-25T02:00:00.000', '10-25T05:00:00.000', '10-25T08:00:00.000', '10-25T11:00:00.000'])
  })

  it('is round in a zone of half hours', () => {
    expect(ticks('2026-11-23T00:10:00Z', '2026-11-23T06:00:00Z', 'Asia/Kolkata', 7)).toEqual(['11-23T00:30:00.000', '11-23T01:30:00.000', '11-23T02:30:00.000', '11-23T03:30:00.000', '11-23T04:30:00.000', '11-23T05:30:00.000'])
  })

  it('never makes more than asked for', () => {
    for (let spanMs = 3; spanMs < 400 * 86_400_000; spanMs *= 1.7) {
      const count = timeTicks({ fromAt: at('2026-03-01T00:00:00Z'), toAt: at('2026-03-01T00:00:00Z') + spanMs, timeZone: BERLIN, maxCount: 7 }).length
      expect(count).toBeLessThanOrEqual(8) // both ends may fall on one
    }
  })

  it('is empty for no time at all', () => {
    expect(timeTicks({ fromAt: 5, toAt: 5, timeZone: 'UTC', maxCount: 8 })).toEqual([])
    expect(timeTicks({ fromAt: 5, toAt: Number.NaN, timeZone: 'UTC', maxCount: 8 })).toEqual([])
  })
})
