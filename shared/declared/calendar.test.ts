import { describe, expect, it } from 'vitest'
import { aroundWallTime, dateOf, isExpectedAt } from './calendar.ts'
import type { Calendar } from './expectation.ts'

const aCalendar = (given: Partial<Calendar>): Calendar => ({ holidays: [], only: null, blackouts: [], ...given })
const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`)

describe('isExpectedAt', () => {
  it.each([
    ['a plain day', {}, '2026-11-24', true],
    ['a holiday', { holidays: ['2026-11-24'] }, '2026-11-24', false],
    ['a Saturday of business days', { only: 'business-days' }, '2026-11-28', false],
    ['a first of the month that is a Sunday', { only: 'first-business-day' }, '2026-11-01', false],
    ['the Monday after it', { only: 'first-business-day' }, '2026-11-02', true],
    ['the second after a holiday on the first', { only: 'first-business-day', holidays: ['2026-10-01'] }, '2026-10-02', true],
    ['the last Monday of a month', { only: 'last-business-day' }, '2026-11-30', true],
    ['the Friday before a month that ends on Sunday', { only: 'last-business-day' }, '2026-05-29', true],
    ['a blackout', { blackouts: [{ fromAt: noon('2026-11-24') - 1, toAt: noon('2026-11-24') + 1 }] }, '2026-11-24', false],
  ] as const)('%s', (_, given, date, is) => {
    expect(isExpectedAt(aCalendar(given), noon(date), 'UTC')).toBe(is)
  })
  it('takes the date of the wall it is asked for', () => {
    expect(dateOf(Date.parse('2026-11-24T23:30:00Z'), 'Europe/Berlin')).toBe('2026-11-25')
    expect(isExpectedAt(aCalendar({ holidays: ['2026-11-25'] }), Date.parse('2026-11-24T23:30:00Z'), 'Europe/Berlin')).toBe(false)
  })
})

describe('aroundWallTime', () => {
  it('keeps the hour of the wall when clocks change', () => {
    const seven = { minuteOfDay: 7 * 60, timeZone: null }
    const { lastAt, nextAt } = aroundWallTime(seven, Date.parse('2026-10-24T12:00:00Z'), 'Europe/Berlin')
    expect([lastAt, nextAt].map(at => new Date(at).toISOString())).toEqual(['2026-10-24T05:00:00.000Z', '2026-10-25T06:00:00.000Z'])
  })
})
