import type { ScheduleRule } from '../model/deployment.ts'
import { clockTime, describeCalendar, every, weekdayNames, type Words } from './calendar-words.ts'
import { readCron } from './cron.ts'
import { readRecurrence, type RecurrenceRule } from './recurrence-text.ts'

const SECOND_MS = 1_000
const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS

const MAX_TEXT_LENGTH = 120

/**
 * A schedule in the words of a colleague: "every day at 03:20 Europe/Berlin", "every 15 minutes", "weekdays at 06:00 UTC".
 * Where words would not be the whole truth, or there are too many, it is the schedule's own text with its zone.
 */
export function describeSchedule(rule: ScheduleRule): string {
  switch (rule.kind) {
    case 'unreadable':
      return shorten(rule.text)
    case 'cron': {
      const cron = readCron(rule.cron, { dayOr: rule.dayOr })
      const words = cron === null ? null : describeCalendar({ ...cron, ...cron.days })
      return words === null ? `cron ${shorten(rule.cron)} ${zoneOf(rule)}` : inZone(words, rule)
    }
    case 'interval':
      return describeInterval(rule)
    case 'rrule':
      return describeRecurrence(rule) ?? `rrule ${shorten(rule.rrule)} ${zoneOf(rule)}`
  }
}

const zoneOf = ({ timeZone }: { timeZone: string | null }): string => timeZone ?? 'UTC'
const inZone = ({ words, clock }: Words, rule: { timeZone: string | null }): string => clock ? `${words} ${zoneOf(rule)}` : words

function shorten(text: string): string {
  const line = text.slice(0, 2 * MAX_TEXT_LENGTH).trim().replace(/\s+/g, ' ')
  return line.length > MAX_TEXT_LENGTH ? `${line.slice(0, MAX_TEXT_LENGTH - 1)}…` : line
}

/**
 * Only where the zone is UTC does an interval keep its time of day: Prefect counts days from the anchor in seconds, which
 * moves the clock time with each change of the clocks.
 */
function describeInterval(rule: ScheduleRule & { kind: 'interval' }): string {
  const { intervalMs, anchorAt } = rule
  const words = every(intervalMs)
  const isNamed = intervalMs === DAY_MS || intervalMs === WEEK_MS
  if (!isNamed || zoneOf(rule) !== 'UTC' || !Number.isFinite(anchorAt) || anchorAt % (60 * SECOND_MS) !== 0)
    return words
  const anchor = new Date(anchorAt)
  const day = intervalMs === DAY_MS ? words : weekdayNames([anchor.getUTCDay()])
  return `${day} at ${clockTime(anchor.getUTCHours(), anchor.getUTCMinutes())} UTC`
}

/** null where it cannot be said. */
function describeRecurrence(schedule: ScheduleRule & { kind: 'rrule' }): string | null {
  const recurrence = readRecurrence(schedule.rrule)
  const [rule, ...more] = recurrence?.rules ?? []
  if (recurrence === null || rule === undefined || more.length > 0 || recurrence.dates.length > 0 || recurrence.exceptRules.length > 0 || rule.count !== null)
    return null
  const words = describeRule(rule)
  if (words === null)
    return null
  const until = rule.untilClock === null ? '' : `, until ${new Date(rule.untilClock).toISOString().slice(0, 10)}`
  return inZone(words, schedule) + until + (recurrence.exceptDates.size > 0 ? ', with exceptions' : '')
}

function describeRule(rule: RecurrenceRule): Words | null {
  const { frequency, interval, positions, months, monthDays, yearDays, weekNumbers, weekdays, nthWeekdays, hours, minutes, seconds } = rule
  if (yearDays !== null || weekNumbers !== null)
    return null
  const isUnnarrowed = months === null && monthDays === null && weekdays === null && nthWeekdays === null && positions === null
  if (frequency === 'minutely' || frequency === 'secondly' || (frequency === 'hourly' && (interval > 1 || hours === null))) {
    const isPlain = isUnnarrowed && hours === null && (frequency === 'hourly' || minutes === null) && (frequency !== 'secondly' || seconds === null)
    const isOnce = (frequency === 'secondly' || seconds?.length === 1) && (frequency !== 'hourly' || minutes?.length === 1)
    return isPlain && isOnce ? { words: every(interval * UNIT_MS[frequency]), clock: false } : null
  }
  if (interval > 1)
    return describeApart(rule)
  const dates = [...monthDays ?? []].sort((a, b) => a - b)
  const calendar = {
    hours: hours ?? [],
    minutes: minutes ?? [],
    seconds: seconds ?? [],
    years: null,
    months: months === null ? null : [...months].sort((a, b) => a - b),
    monthDays: monthDays === null ? null : { listed: dates.filter(date => date > 0), last: monthDays.has(-1) },
    weekdays: weekdays === null ? null : [...weekdays].map(toSundayFirst).sort((a, b) => a - b),
    nthWeekdays: (nthWeekdays ?? []).map(({ weekday, nth }) => ({ weekday: toSundayFirst(weekday), nth: nth === -1 ? 'last' as const : nth })),
    either: false,
  }
  const isFromEnd = dates.some(date => date < -1) || calendar.nthWeekdays.some(({ nth }) => nth !== 'last' && (nth < 1 || nth > 5))
  const isOfYear = frequency === 'yearly' && months === null && (monthDays !== null || nthWeekdays !== null)
  if (isFromEnd || isOfYear || (weekdays !== null && nthWeekdays !== null))
    return null
  if (positions === null)
    return describeCalendar(calendar)
  return frequency === 'monthly' ? describeWorkingDay(rule, describeCalendar({ ...calendar, weekdays: null })) : null
}

/** The first or last of Monday to Friday: `positions` count over days and times, so there must be one time. */
function describeWorkingDay({ positions, weekdays, monthDays, months, nthWeekdays, hours, minutes, seconds }: RecurrenceRule, everyDay: Words | null): Words | null {
  const which = { '1': 'first', '-1': 'last' }[positions?.join() ?? '']
  const isWorkingDays = weekdays !== null && [...weekdays].sort((a, b) => a - b).join() === '0,1,2,3,4'
  const isOnce = hours?.length === 1 && minutes?.length === 1 && seconds?.length === 1
  if (everyDay === null || which === undefined || !isWorkingDays || !isOnce || monthDays !== null || months !== null || nthWeekdays !== null)
    return null
  return { words: everyDay.words.replace('every day', `${which} working day of the month`), clock: true }
}

/** "every 2 weeks on Mondays at 08:00", "every 3 days at 06:00". */
function describeApart({ frequency, interval, positions, months, monthDays, weekdays, nthWeekdays, hours, minutes, seconds }: RecurrenceRule): Words | null {
  if (positions !== null || months !== null || monthDays !== null || nthWeekdays !== null || (frequency === 'daily' && weekdays !== null) || (frequency !== 'daily' && frequency !== 'weekly'))
    return null
  const times = describeCalendar({ hours: hours ?? [], minutes: minutes ?? [], seconds: seconds ?? [], years: null, months: null, monthDays: null, weekdays: null, nthWeekdays: [], either: false })
  if (times === null || !times.words.startsWith('every day at '))
    return null
  const at = times.words.slice('every day'.length)
  const days = weekdays === null ? '' : ` on ${weekdayNames([...weekdays].map(toSundayFirst))}`
  return { words: `every ${interval} ${frequency === 'daily' ? 'days' : 'weeks'}${days}${at}`, clock: true }
}

const UNIT_MS = { hourly: 3_600_000, minutely: 60_000, secondly: SECOND_MS } as const

const toSundayFirst = (weekday: number): number => (weekday + 1) % 7
