import { isTimeZone } from '../model/zone.ts'

/** One RRULE or EXRULE, with what its text leaves open filled in from its start. Readings of the wall clock are as if it were UTC. */
export interface RecurrenceRule {
  frequency: Frequency
  interval: number
  startClock: number
  /** The last reading allowed; null: no end. */
  untilClock: number | null
  count: number | null
  /** 0–6, 0 is Monday, here and below. */
  weekStart: number
  /** A narrowing that is absent is null. */
  months: ReadonlySet<number> | null
  /** Below zero they count from the end; so do the next three. */
  monthDays: ReadonlySet<number> | null
  yearDays: ReadonlySet<number> | null
  weekNumbers: ReadonlySet<number> | null
  positions: readonly number[] | null
  weekdays: ReadonlySet<number> | null
  nthWeekdays: readonly { weekday: number, nth: number }[] | null
  /** Null only where the frequency itself steps through them. */
  hours: readonly number[] | null
  minutes: readonly number[] | null
  seconds: readonly number[] | null
}

/** An RRULE text: what its rules and dates name, less what its exceptions name. */
export interface Recurrence {
  rules: readonly RecurrenceRule[]
  dates: readonly number[]
  exceptRules: readonly RecurrenceRule[]
  exceptDates: ReadonlySet<number>
}

const FREQUENCIES = ['yearly', 'monthly', 'weekly', 'daily', 'hourly', 'minutely', 'secondly'] as const
export type Frequency = typeof FREQUENCIES[number]

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Prefect's own limit. */
const MAX_LENGTH = 6_500

/** Prefect's `DEFAULT_ANCHOR_DATE`, where the text names no start. */
const DEFAULT_START: Moment = { clock: Date.UTC(2020, 0, 1), hasZone: false }

/** A date in the text. Prefect reads every one as the schedule's own local time, whatever zone stands beside it. */
interface Moment {
  clock: number
  hasZone: boolean
}

/**
 * Reads an RRULE text as dateutil's `rrulestr` does for Prefect's `RRuleSchedule.to_rrule`.
 *
 * @returns null for what dateutil refuses, and for BYEASTER and dates in words, which it would read
 */
export function readRecurrence(text: string): Recurrence | null {
  if (text.length > MAX_LENGTH)
    return null
  const zoneNames = new Map([...text.matchAll(/TZID=([^:]+):/g)].map(([, name = '']) => [name.toUpperCase(), name]))
  const ruleTexts: string[] = []
  const exceptRuleTexts: string[] = []
  const dates: Moment[] = []
  const exceptDates: Moment[] = []
  let start = DEFAULT_START
  for (const line of text.toUpperCase().split(/\s+/).filter(part => part !== '')) {
    const colon = line.indexOf(':')
    const [name = '', ...parameters] = colon === -1 ? ['RRULE'] : line.slice(0, colon).split(';')
    const value = line.slice(colon + 1)
    const isDate = name === 'DTSTART' || name === 'EXDATE'
    const moments = isDate ? readMoments(value, parameters, zoneNames) : name === 'RDATE' ? readMoments(value, [], zoneNames) : []
    if (moments === null || (!isDate && parameters.some(parameter => name !== 'RDATE' || parameter !== 'VALUE=DATE-TIME')))
      return null
    if (name === 'RRULE')
      ruleTexts.push(value)
    else if (name === 'EXRULE')
      exceptRuleTexts.push(value)
    else if (name === 'RDATE')
      dates.push(...moments)
    else if (name === 'EXDATE')
      exceptDates.push(...moments)
    else if (name === 'DTSTART' && moments.length === 1)
      start = moments[0] ?? start
    else
      return null
  }
  const rules = ruleTexts.map(rule => readRule(rule, start))
  const exceptRules = exceptRuleTexts.map(rule => readRule(rule, start))
  if (rules.length + dates.length + exceptRules.length + exceptDates.length === 0)
    return null
  if (!rules.every(isRead) || !exceptRules.every(isRead))
    return null
  return { rules, exceptRules, dates: dates.map(({ clock }) => clock), exceptDates: new Set(exceptDates.map(({ clock }) => clock)) }
}

const isRead = (rule: RecurrenceRule | null): rule is RecurrenceRule => rule !== null

function readMoments(value: string, parameters: readonly string[], zoneNames: ReadonlyMap<string, string>): Moment[] | null {
  let inZone = false
  for (const parameter of parameters) {
    if (parameter.startsWith('TZID='))
      inZone = isTimeZone(zoneNames.get(parameter.slice('TZID='.length)) ?? '')
    else if (parameter !== 'VALUE=DATE-TIME' && parameter !== 'VALUE=DATE')
      return null
  }
  const moments: Moment[] = []
  for (const text of value.split(',')) {
    const moment = readMoment(text)
    if (moment === null || (inZone && moment.hasZone))
      return null
    moments.push({ clock: moment.clock, hasZone: inZone || moment.hasZone })
  }
  return moments
}

const MOMENT = /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?)?(Z|[+-]\d\d:?\d\d)?$/

function readMoment(text: string): Moment | null {
  const match = MOMENT.exec(text)
  if (match === null)
    return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(part => Number(part ?? 0))
  const clock = Date.UTC(year, month - 1, day, hour, minute, second)
  const isReal = year >= 100 && new Date(clock).getUTCDate() === day && month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60
  return isReal ? { clock, hasZone: match[7] !== undefined } : null
}

function readRule(text: string, start: Moment): RecurrenceRule | null {
  const parts = new Map<string, string>()
  for (const pair of text.split(';')) {
    const [name = '', value, ...more] = pair.split('=')
    if (value === undefined || more.length > 0)
      return null
    parts.set(name === 'BYWEEKDAY' ? 'BYDAY' : name, value)
  }
  const frequency = FREQUENCIES.find(each => each.toUpperCase() === parts.get('FREQ'))
  if (frequency === undefined || [...parts.keys()].some(name => !PARTS.has(name)))
    return null
  return fillRule({ parts, frequency, start })
}

const PARTS = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYSETPOS', 'BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND'])

interface RuleText {
  parts: ReadonlyMap<string, string>
  frequency: Frequency
  start: Moment
}

function fillRule({ parts, frequency, start }: RuleText): RecurrenceRule | null {
  const numbersOf = (name: string, from: number, to: number): number[] | null | undefined => readNumbers(parts.get(name), from, to)
  const [interval, ...moreIntervals] = readNumbers(parts.get('INTERVAL') ?? '1', 1, 1e6) ?? []
  const count = numbersOf('COUNT', 0, 1e15)
  const until = parts.has('UNTIL') ? readMoment(parts.get('UNTIL') ?? '') : undefined
  const weekStart = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO')
  const positions = numbersOf('BYSETPOS', -366, 366)
  const months = numbersOf('BYMONTH', 1, 12)
  const monthDays = numbersOf('BYMONTHDAY', -31, 31)
  const yearDays = numbersOf('BYYEARDAY', -366, 366)
  const weekNumbers = numbersOf('BYWEEKNO', -53, 53)
  const byDay = readWeekdays(parts.get('BYDAY'))
  const hours = numbersOf('BYHOUR', 0, 23)
  const minutes = numbersOf('BYMINUTE', 0, 59)
  const seconds = numbersOf('BYSECOND', 0, 59)
  if (interval === undefined || moreIntervals.length > 0 || weekStart === -1 || until === null || count === null || positions === null
    || months === null || monthDays === null || yearDays === null || weekNumbers === null || byDay === null || hours === null || minutes === null || seconds === null)
    return null
  if ((until !== undefined && until.hasZone !== start.hasZone) || positions?.includes(0) === true)
    return null
  const first = new Date(start.clock)
  const day = first.getUTCDate()
  const isPlain = monthDays === undefined && yearDays === undefined && weekNumbers === undefined && byDay === undefined
  const stepsBy = (...frequencies: Frequency[]): boolean => frequencies.includes(frequency)
  // Only of months and years can a weekday be the nth.
  const isNumbered = stepsBy('yearly', 'monthly')
  const plainDays = (byDay ?? []).filter(({ nth }) => nth === null || !isNumbered).map(({ weekday }) => weekday)
  const nthDays = (byDay ?? []).flatMap(({ weekday, nth }) => nth === null || !isNumbered ? [] : [{ weekday, nth }])
  const weeklyDay = isPlain && frequency === 'weekly' ? [(first.getUTCDay() + 6) % 7] : []
  return {
    frequency,
    interval,
    startClock: start.clock,
    untilClock: until?.clock ?? null,
    count: count?.[0] ?? null,
    weekStart,
    positions: positions ?? null,
    months: toSet(months ?? (isPlain && frequency === 'yearly' ? [first.getUTCMonth() + 1] : [])),
    monthDays: toSet((monthDays ?? (isPlain && isNumbered ? [day] : [])).filter(each => each !== 0)),
    yearDays: toSet(yearDays ?? []),
    weekNumbers: toSet(weekNumbers ?? []),
    weekdays: toSet([...plainDays, ...weeklyDay]),
    nthWeekdays: nthDays.length > 0 ? nthDays : null,
    hours: toList(hours, stepsBy('hourly', 'minutely', 'secondly') ? null : first.getUTCHours()),
    minutes: toList(minutes, stepsBy('minutely', 'secondly') ? null : first.getUTCMinutes()),
    seconds: toList(seconds, stepsBy('secondly') ? null : first.getUTCSeconds()),
  }
}

const toSet = (values: readonly number[]): ReadonlySet<number> | null => values.length > 0 ? new Set(values) : null
const toList = (values: readonly number[] | undefined, fallback: number | null): number[] | null =>
  values === undefined ? (fallback === null ? null : [fallback]) : [...new Set(values)].sort((a, b) => a - b)

/** undefined where the text has no such part, null where it cannot be read. */
function readNumbers(text: string | undefined, from: number, to: number): number[] | null | undefined {
  if (text === undefined)
    return undefined
  const numbers = text.split(',').map(part => /^[+-]?\d{1,15}$/.test(part) ? Number(part) : Number.NaN)
  return numbers.every(number => number >= from && number <= to) ? numbers : null
}

/** `MO`, `+1MO`, `MO(+1)`. */
function readWeekdays(text: string | undefined): { weekday: number, nth: number | null }[] | null | undefined {
  if (text === undefined)
    return undefined
  const days: { weekday: number, nth: number | null }[] = []
  for (const part of text.split(',')) {
    const [, before, name = '', after] = /^([+-]?\d{1,3})?([A-Z]{2})(?:\(([+-]?\d{1,3})\))?$/.exec(part) ?? []
    const weekday = WEEKDAYS.indexOf(name)
    const nth = before ?? after
    if (weekday === -1 || (before !== undefined && after !== undefined) || (nth !== undefined && Number(nth) === 0))
      return null
    days.push({ weekday, nth: nth === undefined ? null : Number(nth) })
  }
  return days
}
