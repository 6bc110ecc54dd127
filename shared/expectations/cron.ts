/** The readings of a wall clock at which a cron line fires. */
export interface Cron {
  seconds: readonly number[]
  minutes: readonly number[]
  hours: readonly number[]
  /** Whether it fires on a day at all; `month` and `day` count from 1, `weekday` 0 is Sunday. */
  isDue: (date: CronDate) => boolean
}

export interface CronDate {
  month: number
  day: number
  weekday: number
  lastDay: number
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

interface Field {
  from: number
  to: number
  names?: readonly string[]
}

const MINUTE: Field = { from: 0, to: 59 }
const HOUR: Field = { from: 0, to: 23 }
const DAY: Field = { from: 1, to: 31 }
const MONTH: Field = { from: 1, to: 12, names: MONTHS }
const WEEKDAY: Field = { from: 0, to: 7, names: WEEKDAYS }

/** What one field allows: plain values, and for days the ones that depend on the month. */
interface Allowed {
  values: ReadonlySet<number>
  any: boolean
  /** Last day of the month, in the day field. */
  last: boolean
  /** `1#2`: the second Monday; `L5`: the last Friday (nth 0). */
  nth: readonly { weekday: number, nth: number }[]
}

/**
 * Reads a cron line as Prefect's croniter does: five fields, a sixth for seconds, names, ranges that wrap, steps, `L`, `1#2`, `L5`
 * and nicknames; `?` is any. Where both day fields are narrowed, either will do; with `dayOr` false both must.
 *
 * @returns null for what croniter refuses, and for lines too long to be meant
 */
export function readCron(text: string, { dayOr }: { dayOr: boolean }): Cron | null {
  if (text.length > 1_000)
    return null
  const line = NICKNAMES[text.trim().toLowerCase()] ?? text.trim().toLowerCase()
  const [minute = '', hour = '', day = '', month = '', weekday = '', second = '0', ...more] = line.split(/\s+/)
  const minutes = readField(minute, MINUTE)
  const hours = readField(hour, HOUR)
  const days = readField(day, DAY)
  const months = readField(month, MONTH)
  const weekdays = readField(weekday, WEEKDAY)
  const seconds = readField(second, MINUTE)
  if (more.length > 0 || minutes === null || hours === null || days === null || months === null || weekdays === null || seconds === null)
    return null
  const ascending = ({ values }: Allowed): number[] => [...values].sort((a, b) => a - b)
  return {
    minutes: ascending(minutes),
    hours: ascending(hours),
    seconds: ascending(seconds),
    isDue(date) {
      const dayFits = days.any || days.values.has(date.day) || (days.last && date.day === date.lastDay)
      const weekdayFits = weekdays.any || weekdays.values.has(date.weekday) || weekdays.nth.some(({ weekday, nth }) => isNth(date, weekday, nth))
      const eitherWillDo = dayOr && !days.any && !weekdays.any
      return months.values.has(date.month) && (eitherWillDo ? dayFits || weekdayFits : dayFits && weekdayFits)
    },
  }
}

function isNth({ day, weekday, lastDay }: CronDate, wanted: number, nth: number): boolean {
  return weekday === wanted && (nth === 0 ? day > lastDay - 7 : Math.ceil(day / 7) === nth)
}

function readField(text: string, field: Field): Allowed | null {
  const values = new Set<number>()
  const nth: { weekday: number, nth: number }[] = []
  let last = false
  for (const part of text.split(',')) {
    if (field === DAY && part === 'l') {
      last = true
      continue
    }
    const occurrence = field === WEEKDAY ? readOccurrence(part) : null
    if (occurrence !== null) {
      nth.push(occurrence)
      continue
    }
    const range = readRange(part, field)
    if (range === null)
      return null
    range.forEach(value => values.add(field === WEEKDAY && value === 7 ? 0 : value))
  }
  return { values, last, nth, any: text === '*' || text === '?' }
}

function readOccurrence(part: string): { weekday: number, nth: number } | null {
  const [, plain, nth] = /^(\w+)#([1-5])$/.exec(part) ?? []
  const [, last] = /^l([0-7])$/.exec(part) ?? []
  const weekday = readValue(plain ?? last ?? '', WEEKDAY)
  return weekday === null ? null : { weekday: weekday % 7, nth: Number(nth ?? 0) }
}

/** `*`, `5`, `5-7`, `22-2` (wraps), `0-59/15`, `5/20` (from 5 on), `1-9/2`. */
function readRange(part: string, field: Field): number[] | null {
  const [, base = '', stepText] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? []
  const step = Number(stepText ?? 1)
  if (base === '' || step < 1)
    return null
  const top = field === WEEKDAY ? 6 : field.to
  if (base === '*' || base === '?')
    return stepThrough(field.from, top, step)
  const [fromText = '', toText, ...more] = base.split('-')
  const from = readValue(fromText, field)
  const to = toText === undefined ? (stepText === undefined ? from : top) : readValue(toText, field)
  if (from === null || to === null || more.length > 0)
    return null
  if (from <= to)
    return stepThrough(from, to, step)
  const width = top - field.from + 1
  return stepThrough(from, to + width, step).map(value => value > top ? value - width : value)
}

function stepThrough(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step)
}

function readValue(text: string, { from, to, names }: Field): number | null {
  const named = names?.indexOf(text) ?? -1
  if (named !== -1)
    return named + from
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  return value >= from && value <= to ? value : null
}
