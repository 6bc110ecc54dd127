import { describe, expect, it } from 'vitest'
import { defaultWindow, nightOf, nightsUpTo } from './window.ts'
import { localParts, toInstant } from './zone.ts'

const at = (iso: string): number => Date.parse(iso)

describe('defaultWindow', () => {
  it.each([
    ['Tuesday', '2026-11-24T07:00:00+01:00', '2026-11-23T18:00:00+01:00'],
    ['Monday', '2026-11-23T07:00:00+01:00', '2026-11-20T18:00:00+01:00'],
    ['Sunday', '2026-11-22T07:00:00+01:00', '2026-11-20T18:00:00+01:00'],
    ['Saturday', '2026-11-21T07:00:00+01:00', '2026-11-20T18:00:00+01:00'],
    ['the Monday after the clocks went back', '2026-10-26T07:00:00+01:00', '2026-10-23T18:00:00+02:00'],
    ['the first of a month', '2026-12-01T07:00:00+01:00', '2026-11-30T18:00:00+01:00'],
  ])('begins on the working evening before %s', (_, now, from) => {
    expect(defaultWindow(at(now), 'Europe/Berlin')).toEqual({ fromAt: at(from), toAt: at(now), timeZone: 'Europe/Berlin' })
  })
})

describe('nightOf', () => {
  it('ends at noon of the day it is named for', () => {
    expect(nightOf(at('2026-11-23T11:59:59+01:00'), 'Europe/Berlin')).toBe('2026-11-23')
    expect(nightOf(at('2026-11-23T12:00:00+01:00'), 'Europe/Berlin')).toBe('2026-11-24')
  })
  it('counts back without a gap over a clock change', () => {
    expect(nightsUpTo(at('2026-10-26T07:00:00+01:00'), 3, 'Europe/Berlin')).toEqual(['2026-10-24', '2026-10-25', '2026-10-26'])
  })
})

describe('toInstant', () => {
  it('takes the first of an hour that occurs twice', () => {
    const local = { year: 2026, month: 10, day: 25, hour: 2, minute: 30, second: 0 }
    expect(toInstant(local, 'Europe/Berlin')).toBe(at('2026-10-25T02:30:00+02:00'))
  })
  it('reads a clock time that does not occur as if the clock had not moved yet', () => {
    const local = { year: 2027, month: 3, day: 28, hour: 2, minute: 30, second: 0 }
    expect(toInstant(local, 'Europe/Berlin')).toBe(at('2027-03-28T02:30:00+01:00'))
  })
  it('reads back what a clock shows, half-hour zones too', () => {
    for (const zone of ['Asia/Kolkata', 'Australia/Lord_Howe', 'America/New_York', 'UTC']) {
      const instant = at('2026-11-23T04:45:10Z')
      expect(toInstant(localParts(instant, zone), zone)).toBe(instant)
    }
  })
})
