import type { Recurrence, RecurrenceRule } from './recurrence-text.ts'
import { weekNumbersFit } from './week-number.ts'

const DAY_MS = 86_400_000
const SHORT_UNIT_MS = { hourly: 3_600_000, minutely: 60_000, secondly: 1_000 } as const
type ShortFrequency = keyof typeof SHORT_UNIT_MS

/** How much may still be tried; below zero: given up, and what was found is not all. */
export interface Effort {
  left: number
}

export interface Reach {
  fromClock: number
  toClock: number
  effort: Effort
}

/**
 * The readings of a wall clock (as if it were UTC) at which a recurrence fires, from `fromClock` to about `toClock`, ascending
 * and unique, as dateutil 2.9 names them. Without a count it starts near `fromClock` however old the rule is.
 */
export function* recurrenceClocks({ rules, dates, exceptRules, exceptDates }: Recurrence, reach: Reach): Generator<number> {
  const named = ascendingUnion([...rules.map(rule => ruleClocks(rule, reach)), [...dates].sort((a, b) => a - b)])
  const excepted = ascendingUnion(exceptRules.map(rule => ruleClocks(rule, reach)))
  let except = excepted.next()
  for (const clock of named) {
    while (except.done !== true && except.value < clock)
      except = excepted.next()
    const isExcepted = exceptDates.has(clock) || (except.done !== true && except.value === clock)
    if (clock >= reach.fromClock && !isExcepted)
      yield clock
  }
}

/** Joins ascending rows into one, each value once. */
function* ascendingUnion(rows: readonly Iterable<number>[]): Generator<number, undefined> {
  const heads = rows.map(row => row[Symbol.iterator]()).map(row => ({ row, head: row.next() }))
  for (;;) {
    const next = heads.reduce((nearest, { head }) => head.done === true ? nearest : Math.min(nearest, head.value), Infinity)
    if (next === Infinity)
      return undefined
    yield next
    for (const each of heads) {
      while (each.head.done !== true && each.head.value === next)
        each.head = each.row.next()
    }
  }
}

/** One rule alone; the count begins at its start, so with one nothing may be skipped. */
function* ruleClocks(rule: RecurrenceRule, reach: Reach): Generator<number> {
  let left = rule.count ?? Infinity
  const whole = rule.count === null ? reach : { ...reach, fromClock: rule.startClock }
  for (const clock of isShort(rule.frequency) ? shortPeriods(rule, rule.frequency, whole) : longPeriods(rule, whole)) {
    if (clock < rule.startClock)
      continue
    if ((rule.untilClock !== null && clock > rule.untilClock) || left-- <= 0)
      return
    yield clock
  }
}

const isShort = (frequency: string): frequency is ShortFrequency => frequency in SHORT_UNIT_MS

/** Years, months, weeks and days: each period has its days, each day the same times. */
function* longPeriods(rule: RecurrenceRule, { fromClock, toClock, effort }: Reach): Generator<number> {
  const times = timesOf(rule.hours ?? [], rule.minutes ?? [], rule.seconds ?? [])
  const startDay = Math.floor(rule.startClock / DAY_MS)
  const fromDay = Math.floor(fromClock / DAY_MS)
  for (let index = firstPeriod(rule, startDay, fromDay); ; index++) {
    const { first, last, year } = periodOf(rule, startDay, index)
    if (first * DAY_MS > toClock)
      return
    const days: number[] = []
    for (let day = first; day <= last; day++) {
      if (fitsDay(rule, day, { first, last, year }))
        days.push(day)
    }
    effort.left -= last - first + 2
    if (effort.left < 0)
      return
    yield* placed(rule, days, times)
  }
}

/** Hours, minutes and seconds: a lattice of instants from the start, most of which a narrowing may leave out. */
function* shortPeriods(rule: RecurrenceRule, frequency: ShortFrequency, { fromClock, toClock, effort }: Reach): Generator<number> {
  const unitMs = SHORT_UNIT_MS[frequency]
  const stepMs = unitMs * rule.interval
  const startClock = Math.floor(rule.startClock / unitMs) * unitMs
  const from = Math.max(startClock, fromClock - unitMs)
  const onLattice = (clock: number): number => startClock + Math.ceil((clock - startClock) / stepMs) * stepMs
  let fittingDay: number | null = null
  for (let clock = onLattice(from); clock <= toClock;) {
    if (--effort.left < 0)
      return
    const day = Math.floor(clock / DAY_MS)
    const time = clock - day * DAY_MS
    const hour = Math.floor(time / 3_600_000)
    const minute = Math.floor(time / 60_000) % 60
    const second = Math.floor(time / 1_000) % 60
    if (day !== fittingDay && !fitsDay(rule, day, { first: day, last: day, year: new Date(clock).getUTCFullYear() })) {
      clock = onLattice((day + 1) * DAY_MS)
      continue
    }
    fittingDay = day
    if (rule.hours?.includes(hour) === false) {
      clock = onLattice(day * DAY_MS + (hour + 1) * 3_600_000)
      continue
    }
    if (frequency !== 'hourly' && rule.minutes?.includes(minute) === false) {
      clock = onLattice(clock - time % 60_000 + 60_000)
      continue
    }
    if (frequency === 'secondly' && rule.positions === null) {
      if (rule.seconds?.includes(second) !== false)
        yield clock
    }
    else if (frequency !== 'secondly' || rule.seconds?.includes(second) !== false) {
      const minutes = frequency === 'hourly' ? rule.minutes ?? [] : [minute]
      yield* placed(rule, [day], timesOf([hour], minutes, frequency === 'secondly' ? [second] : rule.seconds ?? []))
    }
    clock += stepMs
  }
}

/** Every time of every day; with positions only those, counted over days and times together. */
function* placed(rule: RecurrenceRule, days: readonly number[], times: readonly number[]): Generator<number> {
  if (rule.positions === null) {
    for (const day of days) {
      for (const time of times)
        yield day * DAY_MS + time
    }
    return
  }
  const clocks = rule.positions.flatMap((position) => {
    const index = position < 0 ? position : position - 1
    const time = times[((index % times.length) + times.length) % times.length]
    const day = days.at(Math.floor(index / times.length))
    return day === undefined || time === undefined ? [] : [day * DAY_MS + time]
  })
  yield* [...new Set(clocks)].sort((a, b) => a - b)
}

function timesOf(hours: readonly number[], minutes: readonly number[], seconds: readonly number[]): number[] {
  return hours.flatMap(hour => minutes.flatMap(minute => seconds.map(second => ((hour * 60 + minute) * 60 + second) * 1_000)))
}

/** A stretch of days, both ends inclusive; `year` is the one its week numbers are counted in. */
interface Period {
  first: number
  last: number
  year: number
}

/** The last period that begins at or before `fromDay`, or the first of all. */
function firstPeriod({ frequency, interval, weekStart }: RecurrenceRule, startDay: number, fromDay: number): number {
  const start = new Date(startDay * DAY_MS)
  const from = new Date(fromDay * DAY_MS)
  const years = from.getUTCFullYear() - start.getUTCFullYear()
  const passed = {
    yearly: years,
    monthly: years * 12 + from.getUTCMonth() - start.getUTCMonth(),
    weekly: Math.floor((fromDay - weekOf(startDay, weekStart)) / 7),
    daily: fromDay - startDay,
  }[frequency as 'yearly' | 'monthly' | 'weekly' | 'daily']
  return Math.max(0, Math.floor(passed / interval))
}

function periodOf({ frequency, interval, weekStart }: RecurrenceRule, startDay: number, index: number): Period {
  const start = new Date(startDay * DAY_MS)
  const year = start.getUTCFullYear()
  const month = start.getUTCMonth()
  if (frequency === 'yearly') {
    const thisYear = year + index * interval
    return { first: dayNumber(thisYear, 0), last: dayNumber(thisYear + 1, 0) - 1, year: thisYear }
  }
  if (frequency === 'monthly') {
    const months = month + index * interval
    return { first: dayNumber(year, months), last: dayNumber(year, months + 1) - 1, year: year + Math.floor(months / 12) }
  }
  const isWeekly = frequency === 'weekly'
  const week = weekOf(startDay, weekStart)
  const first = isWeekly ? Math.max(startDay, week + index * interval * 7) : startDay + index * interval
  return { first, last: isWeekly ? week + index * interval * 7 + 6 : first, year: new Date(first * DAY_MS).getUTCFullYear() }
}

/** The day the week of `day` begins on. */
const weekOf = (day: number, weekStart: number): number => day - (weekdayOf(day) - weekStart + 7) % 7

/** 0 is Monday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7

const dayNumber = (year: number, month: number): number => Date.UTC(year, month, 1) / DAY_MS

function fitsDay(rule: RecurrenceRule, day: number, period: Period): boolean {
  const date = new Date(day * DAY_MS)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth()
  const fits = (allowed: ReadonlySet<number> | null, value: number, length: number): boolean =>
    allowed === null || allowed.has(value) || allowed.has(value - length - 1)
  return (rule.months?.has(month + 1) !== false)
    && (rule.weekdays?.has(weekdayOf(day)) !== false)
    && (rule.monthDays === null || fits(rule.monthDays, date.getUTCDate(), dayNumber(year, month + 1) - dayNumber(year, month)))
    && (rule.yearDays === null || fits(rule.yearDays, day - dayNumber(year, 0) + 1, dayNumber(year + 1, 0) - dayNumber(year, 0)))
    && (rule.nthWeekdays === null || isNthWeekday(rule, rule.nthWeekdays, day, period))
    && (rule.weekNumbers === null || weekNumbersFit(rule.weekNumbers, { day, year: period.year, weekStart: rule.weekStart }))
}

/** The nth weekday of its month, or of its year where a yearly rule names no months. */
function isNthWeekday({ frequency, months }: RecurrenceRule, wanted: readonly { weekday: number, nth: number }[], day: number, { first, last }: Period): boolean {
  const date = new Date(day * DAY_MS)
  const byMonth = frequency === 'yearly' && months !== null
  const from = byMonth ? dayNumber(date.getUTCFullYear(), date.getUTCMonth()) : first
  const to = byMonth ? dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1) - 1 : last
  return wanted.some(({ weekday, nth }) =>
    weekday === weekdayOf(day) && nth === (nth < 0 ? -Math.floor((to - day) / 7) - 1 : Math.floor((day - from) / 7) + 1))
}
