import { describe, expect, it } from 'vitest'
import { isTimeZone, localParts, zoneOffsetMs } from './zone.ts'

const at = (iso: string): number => Date.parse(iso)
const HOUR_MS = 3_600_000

describe('isTimeZone', () => {
  it.each(['Europe/Berlin', 'UTC', 'Australia/Lord_Howe', 'Etc/GMT+3'])('knows %s', (name) => {
    expect(isTimeZone(name)).toBe(true)
  })
  it.each(['', 'Mars/Olympus', 'x'.repeat(10_000), 'Europe/Berlin; DROP', '\u0000'])('does not know %j', (name) => {
    expect(isTimeZone(name)).toBe(false)
  })
})

describe('zoneOffsetMs', () => {
  it.each([
    ['Europe/Berlin', '2026-10-25T01:00:00Z', 2, 1],
    ['America/New_York', '2027-03-14T07:00:00Z', -5, -4],
    ['Australia/Lord_Howe', '2027-04-03T15:00:00Z', 11, 10.5],
    ['America/Santiago', '2026-09-06T04:00:00Z', -4, -3],
    ['Asia/Kolkata', '2026-11-23T00:00:00Z', 5.5, 5.5],
  ])('turns in %s at the very millisecond', (timeZone, change, beforeHours, afterHours) => {
    expect(zoneOffsetMs(at(change) - 1, timeZone)).toBe(beforeHours * HOUR_MS)
    expect(zoneOffsetMs(at(change), timeZone)).toBe(afterHours * HOUR_MS)
  })
  it('throws for a zone nobody knows', () => {
    expect(() => zoneOffsetMs(0, 'Mars/Olympus')).toThrow(RangeError)
  })
})

describe('localParts', () => {
  it('shows both of a repeated hour alike', () => {
    const first = localParts(at('2026-10-25T00:30:00Z'), 'Europe/Berlin')
    expect(first).toEqual({ year: 2026, month: 10, day: 25, hour: 2, minute: 30, second: 0, weekday: 0 })
    expect(localParts(at('2026-10-25T01:30:00Z'), 'Europe/Berlin')).toEqual(first)
  })
})
