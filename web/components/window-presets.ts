import { localParts, toInstant } from '../../shared/model/zone.ts'
import { formatWeekday } from '../format/instant.ts'

/** A stretch of time offered by name. null: the page's own default; toAt null: now. */
export interface WindowPreset {
  label: string
  fromAt: number | null
  toAt: number | null
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const NIGHT_COUNT = 6
const EVENING_HOUR = 18
const MORNING_HOUR = 9

/** The lengths of time people ask for, whole minutes so that the same choice is the same address. */
export function lastDays(now: number, days: readonly number[]): WindowPreset[] {
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS
  return days.map(count => ({ label: count === 1 ? 'last 24 hours' : `last ${count} days`, fromAt: minute - count * DAY_MS, toAt: null }))
}

/** The nights before the one that ended today, 18:00 to 09:00 on the clock of `timeZone`, latest first. */
export function pastNights(now: number, timeZone: string): WindowPreset[] {
  const today = localParts(now, timeZone)
  return Array.from({ length: NIGHT_COUNT }, (_, index) => {
    const at = (day: number, hour: number): number => toInstant({ ...today, day, hour, minute: 0, second: 0 }, timeZone)
    const toAt = at(today.day - index - 1, MORNING_HOUR)
    return { label: `night to ${formatWeekday(toAt, timeZone)}`, fromAt: at(today.day - index - 2, EVENING_HOUR), toAt }
  })
}

/** What `<input type="datetime-local">` shows for an instant: the clock of `timeZone`, whatever the browser's own. */
export function writeLocal(at: number, timeZone: string): string {
  const { year, month, day, hour, minute } = localParts(at, timeZone)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

/** The instant somebody typed; null for an empty or unfinished field. */
export function readLocal(text: string, timeZone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)
  if (match === null)
    return null
  const [year, month, day, hour, minute] = match.slice(1).map(Number)
  return year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined ? null : toInstant({ year, month, day, hour, minute, second: 0 }, timeZone)
}
