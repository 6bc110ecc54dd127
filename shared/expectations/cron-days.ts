import type { Cron, CronDays } from './cron.ts'

/** A date as cron sees it. `number` counts days since 1970-01-01, `weekday` 0 is Sunday. */
interface CronDate {
  number: number
  year: number
  month: number
  day: number
  lastDay: number
  weekday: number
}

const DAY_MS = 86_400_000

/** Past this many years without a match croniter gives up. */
const MAX_YEARS = 50

/**
 * The days (counted since 1970-01-01) a cron line fires on, from one day on, ascending; it ends where none is found in 50 years.
 *
 * It takes croniter's own steps, field after field, since these show: after the last listed day in February it counts on to
 * the next listed one as if February had it, so that with `1,31` the first of March is passed over; and having served a day it
 * first looks at the rest of that day. Prefect makes its runs ahead,
 * hence never for that day; for the same reason the walk should begin well before the days that matter.
 */
export function* cronDays({ hours, minutes, seconds, stepMs, days }: Cron, fromDay: number): Generator<number> {
  const lastMs = (((hours.at(-1) ?? 0) * 60 + (minutes.at(-1) ?? 0)) * 60 + (seconds.at(-1) ?? 0)) * 1_000
  const isOverAfterIt = lastMs + stepMs >= DAY_MS
  let day = nextDay(days, asked => walk(asked, fromDay))
  while (day !== null) {
    yield day
    const today: number = day
    day = nextDay(days, asked => walk(asked, isOverAfterIt || stepOn(asked, toDate(today)) === today ? today + 1 : today))
  }
}

/**
 * Of two narrowed day fields croniter asks each alone and takes the nearer. Numbered weekdays must fit both times, and where one
 * of the two never comes it fails: a line like `15 * 1#2`, which can never be both, makes no runs at all.
 */
function nextDay(days: CronDays, next: (asked: CronDays) => number | null): number | null {
  if (!days.either)
    return next(days)
  const byMonthDay = next({ ...days, weekdays: null })
  const byWeekday = next({ ...days, monthDays: null })
  return byMonthDay === null || byWeekday === null ? null : Math.min(byMonthDay, byWeekday)
}

function walk(days: CronDays, from: number): number | null {
  let date = toDate(from)
  const lastYear = date.year + MAX_YEARS
  while (date.year <= lastYear) {
    const next = stepOn(days, date)
    if (next === null || next === date.number)
      return next
    date = toDate(next)
  }
  return null
}

/** The day itself if it fits, else the next one worth asking; null where there is none. */
function stepOn({ years, months, monthDays, weekdays, nthWeekdays }: CronDays, date: CronDate): number | null {
  if (years !== null) {
    const year = years.find(allowed => allowed >= date.year)
    if (year !== date.year)
      return year === undefined ? null : dayNumber(year, 1, 1)
  }
  if (months !== null) {
    const ahead = distance(date.month, months, 12)
    if (ahead > 0)
      return dayNumber(date.year, date.month + ahead, 1)
  }
  if (monthDays !== null && !(monthDays.last && date.day === date.lastDay)) {
    const listed = monthDays.last ? [...monthDays.listed, date.lastDay] : monthDays.listed
    const ahead = distance(date.day, listed, date.lastDay)
    if (ahead > 0)
      return date.number + ahead
  }
  if (nthWeekdays.length > 0) {
    const next = nthWeekdays
      .map(({ weekday, nth }) => dayOfNth(date, weekday, nth))
      .filter(day => day !== null && day >= date.day)
      .reduce<number>((nearest, day) => Math.min(nearest, day ?? nearest), date.lastDay + 1)
    return date.number + next - date.day
  }
  return weekdays === null ? date.number : date.number + distance(date.weekday, weekdays, 7)
}

/** How far it is to the next allowed value in a cycle of `length`. `allowed` need not ascend: the first that is not past counts. */
function distance(value: number, allowed: readonly number[], length: number): number {
  const ahead = allowed.find(each => each >= value)
  return ahead === undefined ? (allowed[0] ?? value) - value + length : ahead - value
}

/** The day of the month of its nth such weekday; null where the month has none. */
function dayOfNth(date: CronDate, weekday: number, nth: number | 'last'): number | null {
  const first = 1 + (((weekday - (date.weekday - (date.day - 1))) % 7) + 7) % 7
  const day = nth === 'last' ? first + Math.floor((date.lastDay - first) / 7) * 7 : first + (nth - 1) * 7
  return day > date.lastDay ? null : day
}

function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY_MS
}

function toDate(number: number): CronDate {
  const date = new Date(number * DAY_MS)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth() + 1
  return { number, year, month, day: date.getUTCDate(), lastDay: new Date(Date.UTC(year, month, 0)).getUTCDate(), weekday: date.getUTCDay() }
}
