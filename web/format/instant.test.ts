import { describe, expect, it } from 'vitest'
import { formatIso, formatMillisecond, formatMinute, formatSecond, formatWeekday } from './instant.ts'

const at = (iso: string): number => Date.parse(iso)
const now = at('2026-11-24T07:02:13+01:00')

describe('formatSecond', () => {
  it.each([
    ['2026-11-24T01:05:48+01:00', '01:05:48'],
    ['2026-11-23T23:59:59+01:00', 'Mon 23:59:59'],
    ['2026-11-12T12:59:09+01:00', '12 Nov 12:59:09'],
  ])('shows %s as %s', (instant, words) => {
    expect(formatSecond(at(instant), now, 'Europe/Berlin')).toBe(words)
  })
})

describe('formatMinute', () => {
  it('says the day of the zone it is shown in', () => {
    const instant = at('2026-11-23T20:00:00Z')
    expect([formatMinute(instant, now, 'Europe/Berlin'), formatMinute(instant, now, 'Asia/Kolkata')]).toEqual(['Mon 21:00', '01:30'])
  })
})

describe('formatMillisecond, formatIso and formatWeekday', () => {
  it('show an instant to the millisecond, whole, and as a day', () => {
    const instant = at('2026-11-24T00:05:48.013Z')
    expect(formatMillisecond(instant, 'Europe/Berlin')).toBe('01:05:48.013')
    expect(formatIso(instant)).toBe('2026-11-24T00:05:48.013Z')
    expect(formatWeekday(instant, 'Europe/Berlin')).toBe('Tue 24')
  })
})
