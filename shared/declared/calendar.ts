import { localParts, toInstant } from '../model/zone.ts'
import { DAY_MS } from '../expectations/thresholds.ts'
import type { Calendar, WallTime } from './expectation.ts'

/** YYYY-MM-DD of an instant on the zone's wall. */
export function dateOf(at: number, timeZone: string): string {
  const { year, month, day } = localParts(at, timeZone)
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Whether a job is expected to do anything at an instant. */
export function isExpectedAt(calendar: Calendar | null, at: number, timeZone: string): boolean {
  if (calendar === null)
    return true
  if (calendar.blackouts.some(({ fromAt, toAt }) => at >= fromAt && at <= toAt))
    return false
  const date = dateOf(at, timeZone)
  if (calendar.only === null)
    return !calendar.holidays.includes(date)
  if (!isBusinessDay(date, calendar))
    return false
  if (calendar.only === 'business-days')
    return true
  const step = calendar.only === 'first-business-day' ? -1 : 1
  for (let other = shift(date, step); other.slice(0, 7) === date.slice(0, 7); other = shift(other, step)) {
    if (isBusinessDay(other, calendar))
      return false
  }
  return true
}

function isBusinessDay(date: string, { holidays }: Calendar): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.includes(date)
}

function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The last time at or before an instant at which a wall shows `time`, and the next after it. */
export function aroundWallTime({ minuteOfDay }: WallTime, at: number, timeZone: string): { lastAt: number, nextAt: number } {
  const onDay = (days: number): number => {
    const { year, month, day } = localParts(at, timeZone)
    return toInstant({ year, month, day: day + days, hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60, second: 0 }, timeZone)
  }
  const today = onDay(0)
  return today <= at ? { lastAt: today, nextAt: onDay(1) } : { lastAt: onDay(-1), nextAt: today }
}
