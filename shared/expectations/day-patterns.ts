import { THRESHOLDS } from './thresholds.ts'

/** On which days a habit falls. Days are counted since 1970-01-01, on whatever wall the caller reads. */
export interface DayPattern {
  /** `each day`, `each Mon and Thu`. */
  words: string
  isDue: (day: number) => boolean
}

const DAY_MS = 86_400_000
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

/** Sunday is 0: 1970 began on a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

function dateOf(day: number): { date: number, month: number } {
  const date = new Date(day * DAY_MS)
  return { date: date.getUTCDate(), month: date.getUTCFullYear() * 12 + date.getUTCMonth() }
}

function isBusinessDay(day: number): boolean {
  return weekdayOf(day) % 6 !== 0
}

/** No business day of its month lies in the direction of `step`. */
function isOutermost(day: number, step: 1 | -1): boolean {
  if (!isBusinessDay(day))
    return false
  let next = day + step
  while (!isBusinessDay(next))
    next += step
  return dateOf(next).month !== dateOf(day).month
}

const WORKING_DAYS: DayPattern = { words: 'each working day', isDue: isBusinessDay }
const EVERY_DAY: DayPattern = { words: 'each day', isDue: () => true }
const MONTHLY: readonly DayPattern[] = [
  { words: 'each first business day of a month', isDue: day => isOutermost(day, -1) },
  { words: 'each last business day of a month', isDue: day => isOutermost(day, 1) },
  { words: 'each last day of a month', isDue: day => dateOf(day + 1).date === 1 },
]

/**
 * The pattern that days fall into: nearly every day it names, from the first to the last, is among them, and nearly none that it
 * does not name. What was never seen on a weekend is not expected there.
 *
 * @param days - ascending, unique, at least one
 */
export function toDayPattern(days: readonly number[]): DayPattern | null {
  const hasWeekend = days.some(day => weekdayOf(day) === 0) && days.some(day => weekdayOf(day) === 6)
  const first = days[0] ?? 0
  const candidates = [hasWeekend ? EVERY_DAY : WORKING_DAYS, ...weekdaySet(days), ...monthDay(days), ...(days.length > 2 && (days.at(-1) ?? first) - first > 45 ? MONTHLY : [])]
  return candidates.find(pattern => isKept(pattern, days)) ?? null
}

/** Weekdays on which a run was seen each time they came, in three weeks at least. */
function weekdaySet(days: readonly number[]): DayPattern[] {
  const counts = WEEKDAYS.map((_, weekday) => days.filter(day => weekdayOf(day) === weekday).length)
  const most = Math.max(...counts)
  const named = WEEKDAYS.filter((_, weekday) => (counts[weekday] ?? 0) >= Math.max(3, most - 1))
  return named.length === 0 || named.length === WEEKDAYS.length ? [] : [{ words: `each ${named.join(' and ')}`, isDue: day => named.includes(WEEKDAYS[weekdayOf(day)] ?? 'Sun') }]
}

/** The same day of each month. */
function monthDay(days: readonly number[]): DayPattern[] {
  const dates = new Set(days.map(day => dateOf(day).date))
  const [date] = dates
  return date === undefined || dates.size > 1 || days.length < 2 ? [] : [{ words: 'each month', isDue: day => dateOf(day).date === date }]
}

function isKept({ isDue }: DayPattern, days: readonly number[]): boolean {
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0]
  const set = new Set(days)
  let dueCount = 0
  let keptCount = 0
  for (let day = first; day <= last; day++) {
    if (isDue(day)) {
      dueCount += 1
      keptCount += set.has(day) ? 1 : 0
    }
  }
  return keptCount >= THRESHOLDS.rhythmShare * dueCount && keptCount >= THRESHOLDS.rhythmShare * days.length
}
