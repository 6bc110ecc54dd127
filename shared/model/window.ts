import { localParts, toInstant } from './zone.ts'

/** The stretch of time a page is about, both ends inclusive, and the zone its instants are shown in. */
export interface Window {
  fromAt: number
  toAt: number
  timeZone: string
}

const EVENING_HOUR = 18
const NOON_HOUR = 12

/** From 18:00 of the last day before today that is a working day (Monday to Friday) in `timeZone`, to `now`. */
export function defaultWindow(now: number, timeZone: string): Window {
  const today = localParts(now, timeZone)
  const daysBack = { 0: 2, 1: 3 }[today.weekday] ?? 1
  const fromAt = toInstant({ ...today, day: today.day - daysBack, hour: EVENING_HOUR, minute: 0, second: 0 }, timeZone)
  return { fromAt, toAt: now, timeZone }
}

/** The night an instant belongs to, local noon to noon, as the date (YYYY-MM-DD) of the morning it ends in. */
export function nightOf(at: number, timeZone: string): string {
  const local = localParts(at, timeZone)
  const morning = new Date(Date.UTC(local.year, local.month - 1, local.day + (local.hour >= NOON_HOUR ? 1 : 0)))
  return morning.toISOString().slice(0, 10)
}

/** The last `count` nights up to the one `at` belongs to, oldest first. */
export function nightsUpTo(at: number, count: number, timeZone: string): string[] {
  const last = Date.parse(nightOf(at, timeZone))
  return Array.from({ length: count }, (_, index) => new Date(last - (count - 1 - index) * 24 * 3_600_000).toISOString().slice(0, 10))
}
