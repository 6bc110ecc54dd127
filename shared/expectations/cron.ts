/** A cron line, read. Every day it fires on has the same times. */
export interface Cron {
  hours: readonly number[]
  minutes: readonly number[]
  seconds: readonly number[]
  /** How far past a match croniter looks on: a minute, or a second where the line names seconds. */
  stepMs: number
  days: CronDays
}

/** On which days a cron line fires; null: any. Lists ascend and are never empty. */
export interface CronDays {
  years: readonly number[] | null
  /** 1–12. */
  months: readonly number[] | null
  /** 1–31; `last`: the last of its month, beside those listed. */
  monthDays: { listed: readonly number[], last: boolean } | null
  /** 0–6, 0 is Sunday. */
  weekdays: readonly number[] | null
  /** `1#2` is the second Monday, `L5` the last Friday; with any of these `weekdays` says no more than they do. */
  nthWeekdays: readonly { weekday: number, nth: number | 'last' }[]
  /** Where both day fields are narrowed, either will do; false: both must fit. */
  either: boolean
}

interface Field {
  from: number
  to: number
  names: readonly string[]
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const MINUTE: Field = { from: 0, to: 59, names: [] }
const HOUR: Field = { from: 0, to: 23, names: [] }
const MONTH_DAY: Field = { from: 1, to: 31, names: [] }
const MONTH: Field = { from: 1, to: 12, names: MONTHS }
const WEEKDAY: Field = { from: 0, to: 6, names: WEEKDAYS }
const SECOND: Field = { from: 0, to: 59, names: [] }
const YEAR: Field = { from: 1970, to: 2099, names: [] }

const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

const MAX_LENGTH = 1_000

/**
 * Reads a cron line as the croniter inside Prefect 3.8.8 does: five fields, a sixth for seconds, a seventh for years, names,
 * ranges that wrap, steps, `L`, `1#2`, `L5`, `?` and nicknames. Some of what it does surprises: `5-5` is the whole cycle, and
 * seven is Sunday only in a line of five fields.
 *
 * @returns null for what croniter refuses, for random and hashed fields, and for lines too long to be meant
 */
export function readCron(text: string, { dayOr }: { dayOr: boolean }): Cron | null {
  if (text.length > MAX_LENGTH)
    return null
  const lower = text.toLowerCase()
  const texts = (NICKNAMES[lower] ?? lower).split(/\s+/).filter(part => part !== '')
  if (texts.length < 5 || texts.length > 7)
    return null
  const [minuteText = '', hourText = '', monthDayText = '', monthText = '', weekdayText = '', secondText = '0', yearText = '*'] = texts
  const fieldCount = texts.length
  const minutes = readField(minuteText, MINUTE, fieldCount)
  const hours = readField(hourText, HOUR, fieldCount)
  const monthDays = readField(monthDayText, MONTH_DAY, fieldCount)
  const months = readField(monthText, MONTH, fieldCount)
  const weekdays = readField(weekdayText, WEEKDAY, fieldCount)
  const seconds = readField(secondText, SECOND, fieldCount)
  const years = readField(yearText, YEAR, fieldCount)
  if (minutes === null || hours === null || monthDays === null || months === null || weekdays === null || seconds === null || years === null)
    return null
  // A full list is "any" only beside a starred other day field: `0 9 15 * 0-6` is every day, `0 9 */2 * 0-6` is not.
  const anyMonthDay = monthDays.any || (isFull(monthDays, MONTH_DAY) && weekdayText.includes('*'))
  const anyWeekday = weekdays.any || (isFull(weekdays, WEEKDAY) && monthDayText.includes('*'))
  if (isMixed(weekdays))
    return null
  return {
    minutes: listOf(minutes, MINUTE) ?? stepThrough(MINUTE.from, MINUTE.to, 1),
    hours: listOf(hours, HOUR) ?? stepThrough(HOUR.from, HOUR.to, 1),
    seconds: listOf(seconds, SECOND) ?? stepThrough(SECOND.from, SECOND.to, 1),
    stepMs: fieldCount > 5 ? 1_000 : 60_000,
    days: {
      years: listOf(years, YEAR),
      months: listOf(months, MONTH),
      monthDays: anyMonthDay ? null : { listed: ascending(monthDays.values), last: monthDays.last },
      weekdays: anyWeekday ? null : ascending(weekdays.values),
      nthWeekdays: weekdays.nth,
      either: dayOr && !anyMonthDay && !anyWeekday,
    },
  }
}

/** What one field allows. */
interface Allowed {
  any: boolean
  values: ReadonlySet<number>
  last: boolean
  nth: readonly { weekday: number, nth: number | 'last' }[]
}

const ascending = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b)
const isFull = ({ values, last }: Allowed, { from, to }: Field): boolean => !last && values.size === to - from + 1
const listOf = (allowed: Allowed, field: Field): number[] | null => allowed.any || isFull(allowed, field) ? null : ascending(allowed.values)

/** croniter refuses plain weekdays beside numbered ones, unless all seven stand there. */
function isMixed({ values, nth }: Allowed): boolean {
  const numbered = new Set(nth.map(({ weekday }) => weekday))
  return nth.length > 0 && values.size < 7 && [...values].some(value => !numbered.has(value))
}

function readField(text: string, field: Field, fieldCount: number): Allowed | null {
  if (text === '?')
    return field === MONTH_DAY || field === WEEKDAY ? { any: true, values: new Set(), last: false, nth: [] } : null
  const values = new Set<number>()
  const nthWeekdays: { weekday: number, nth: number | 'last' }[] = []
  let any = false
  let last = false
  for (const whole of text.split(',')) {
    const { part, nth } = field === WEEKDAY ? readNumbered(whole) : { part: whole, nth: null }
    if (part === '*') {
      any = true
      continue
    }
    if (field === MONTH_DAY && part === 'l') {
      last = true
      continue
    }
    const range = readRange(part, field, fieldCount)
    if (range === null || range.some(value => value < field.from || value > field.to))
      return null
    for (const value of range) {
      values.add(value)
      if (nth !== null)
        nthWeekdays.push({ weekday: value, nth })
    }
  }
  return { any, values, last, nth: nthWeekdays }
}

/** `1#2`, `mon-wed#1`, `L5`; anything else comes back whole. */
function readNumbered(whole: string): { part: string, nth: number | 'last' | null } {
  const [, part, nth] = /^(\w+|[a-z]{3}-[a-z]{3})#([1-5])$/.exec(whole) ?? []
  if (part !== undefined)
    return { part, nth: Number(nth) }
  const [, lastPart] = /^l(\d+)$/.exec(whole) ?? []
  return lastPart === undefined ? { part: whole, nth: null } : { part: lastPart, nth: 'last' }
}

// `5`, `5-7`, `22-2` (wraps), `5-5` (the whole cycle), `*/15`, `5/20` (from 5 on), `1-9/2`.
function readRange(part: string, field: Field, fieldCount: number): number[] | null {
  const [, base = '', stepText] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? []
  const step = Number(stepText ?? 1)
  const ends = base === '*' && stepText !== undefined ? [String(field.from), String(field.to)] : base.split('-')
  const [fromText = '', toText = stepText === undefined ? undefined : String(field.to), ...more] = ends
  if (fromText === '' || more.length > 0 || step < 1)
    return null
  const from = readValue(fromText, field, fieldCount)
  if (toText === undefined)
    return from === null ? null : [from]
  const to = readValue(field === MONTH_DAY && toText === 'l' ? '31' : toText, field, fieldCount)
  if (from === null || to === null || from > field.to || to > field.to)
    return null
  if (from === to)
    return stepThrough(field.from, field.to, step)
  return from < to ? stepThrough(from, to, step) : stepOver(from, to, { step, field })
}

/** A range past the end of its cycle. Where a step is cut by the end, croniter counts its remainder on from the start. */
function stepOver(from: number, to: number, { step, field }: { step: number, field: Field }): number[] {
  const before = stepThrough(from, field.to, step)
  const left = field.to - (before.at(-1) ?? from)
  const width = field.to - field.from + 1
  const isCut = (before.at(-1) ?? from) - field.from + step > width && left < step
  return [...before, ...stepThrough(field.from + (isCut ? step - left : 0), to, step)]
}

function stepThrough(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, index) => from + index * step)
}

function readValue(text: string, field: Field, fieldCount: number): number | null {
  const named = field.names.indexOf(text)
  if (named !== -1)
    return named + field.from
  if (!/^\d{1,4}$/.test(text))
    return null
  const value = Number(text)
  if (field === WEEKDAY && value === 7 && fieldCount === 5)
    return 0
  return field === MONTH_DAY && value === 0 && fieldCount === 6 ? 1 : value
}
