import type { CronDays } from './cron.ts'

const SECOND_MS = 1_000
const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS

/** Longer lists than this are not words any more. */
const MAX_LISTED = 4

/** `clock`: they name a time of day, which needs a zone. */
export interface Words {
  words: string
  clock: boolean
}

/** Days and times a rule fires on; as `Cron` and `CronDays`. */
export interface Calendar extends CronDays {
  hours: readonly number[]
  minutes: readonly number[]
  seconds: readonly number[]
}

/** "weekdays at 06:00", "Mondays, every 15 minutes"; null where it cannot be said. */
export function describeCalendar(calendar: Calendar): Words | null {
  const days = describeDays(calendar)
  const times = describeTimes(calendar)
  if (days === null || times === null)
    return null
  const isEveryDay = days === ''
  if (times.kind === 'steps')
    return { words: isEveryDay ? times.words : `${days}, ${times.words}`, clock: times.clock || !isEveryDay }
  return { words: `${isEveryDay ? 'every day' : days} at ${times.words}`, clock: true }
}

/** '' for every day; null where it cannot be said. */
function describeDays({ years, months, monthDays, weekdays, nthWeekdays, either }: CronDays): string | null {
  if (years !== null)
    return null
  const inMonths = months === null ? '' : ` in ${list(months.map(month => MONTHS[month - 1] ?? ''))}`
  if (months !== null && months.length > MAX_LISTED)
    return null
  if (nthWeekdays.length > 0) {
    const named = nthWeekdays.length <= MAX_LISTED && monthDays === null ? nthWeekdays.map(({ weekday, nth }) => `${nth === 'last' ? 'last' : NTH[nth - 1] ?? ''} ${WEEKDAYS[weekday] ?? ''}`) : null
    return named === null ? null : `${list(named)} of the month${inMonths}`
  }
  if (monthDays === null)
    return weekdays === null ? (inMonths === '' ? '' : `every day${inMonths}`) : `${weekdayNames(weekdays)}${inMonths}`
  if (weekdays === null || either) {
    const dates = describeMonthDays(monthDays, months)
    return weekdays === null || dates === null ? dates : `${dates}, and ${weekdayNames(weekdays)}${inMonths}`
  }
  const nth = nthWeek(monthDays)
  return nth === null || weekdays.length !== 1 ? null : `${NTH[nth] ?? ''} ${WEEKDAYS[weekdays[0] ?? 0] ?? ''} of the month${inMonths}`
}

/** The days 8 to 14 hold each weekday once, its second: 1. */
function nthWeek({ listed, last }: NonNullable<CronDays['monthDays']>): number | null {
  const first = listed[0] ?? 0
  return !last && listed.length === 7 && first % 7 === 1 && listed[6] === first + 6 ? (first - 1) / 7 : null
}

/** Days past the 28th beside others are left unsaid: see `cronDays` for what they do in February. */
function describeMonthDays({ listed, last }: NonNullable<CronDays['monthDays']>, months: readonly number[] | null): string | null {
  const isPlain = listed.length + Number(last) === 1 || listed.every(day => day <= 28)
  if (!isPlain || listed.length > MAX_LISTED)
    return null
  const [only = 0] = listed
  if (months?.length === 1 && listed.length === 1 && !last)
    return `every year on ${only} ${MONTHS[(months[0] ?? 1) - 1] ?? ''}`
  const inMonths = months === null ? 'of the month' : `of ${list(months.map(month => MONTHS[month - 1] ?? ''))}`
  return `the ${list([...listed.map(ordinal), ...(last ? ['last day'] : [])])} ${inMonths}`
}

type Times = { kind: 'at', words: string } | { kind: 'steps', words: string, clock: boolean }

function describeTimes({ hours, minutes, seconds }: Calendar): Times | null {
  const [hour = 0] = hours
  const [minute = 0] = minutes
  const [second = 0] = seconds
  const allHours = hours.length === 24
  const minuteStep = evenStep(minutes, 60)
  if (seconds.length > 1) {
    const step = evenStep(seconds, 60)
    return step !== null && allHours && minutes.length === 60 ? { kind: 'steps', words: every(step * SECOND_MS), clock: false } : null
  }
  if (second !== 0)
    return null
  if (hours.length * minutes.length <= MAX_LISTED)
    return { kind: 'at', words: list(hours.flatMap(eachHour => minutes.map(eachMinute => clockTime(eachHour, eachMinute)))) }
  const step = minuteStep === null ? null : every(minuteStep * 60_000)
  const lastHour = hours.at(-1) ?? 0
  if (minutes.length > 1) {
    if (step === null)
      return null
    if (allHours)
      return { kind: 'steps', words: step, clock: false }
    return isRun(hours) ? { kind: 'steps', words: `${step} from ${clockTime(hour, 0)} to ${clockTime(lastHour, minutes.at(-1) ?? 0)}`, clock: true } : null
  }
  const past = minute === 0 ? '' : minute === 1 ? '1 minute past ' : `${minute} minutes past `
  if (allHours)
    return { kind: 'steps', words: `${past}every hour`, clock: false }
  if (isRun(hours))
    return { kind: 'steps', words: `every hour from ${clockTime(hour, minute)} to ${clockTime(lastHour, minute)}`, clock: true }
  const hourStep = evenStep(hours, 24)
  return hourStep !== null && minute === 0 ? { kind: 'steps', words: every(hourStep * 3_600_000), clock: false } : null
}

/** The step of 0, 15, 30, 45 in a cycle of 60; null where it does not go through evenly. */
function evenStep(values: readonly number[], cycle: number): number | null {
  const step = cycle / values.length
  return values.length > 1 && values.every((value, index) => value === index * step) ? step : null
}

const isRun = (values: readonly number[]): boolean => values.every((value, index) => value === (values[0] ?? 0) + index)

/** "every hour", "every 90 seconds": in the largest unit that goes into it, weeks and days only when one. */
export function every(lengthMs: number): string {
  if (lengthMs === WEEK_MS)
    return 'every week'
  const units = [['day', DAY_MS], ['hour', 3_600_000], ['minute', 60_000], ['second', SECOND_MS]] as const
  const [unit, unitMs] = units.find(([, ms]) => lengthMs >= ms && lengthMs % ms === 0) ?? ['second', SECOND_MS]
  const count = lengthMs / unitMs
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const NTH = ['first', 'second', 'third', 'fourth', 'fifth']

/** "weekdays", "weekends", "Mondays to Saturdays", "Mondays and Thursdays". 0 is Sunday. */
export function weekdayNames(weekdays: readonly number[]): string {
  const fromMonday = [...weekdays].sort((a, b) => (a + 6) % 7 - (b + 6) % 7)
  const names = fromMonday.map(weekday => `${WEEKDAYS[weekday] ?? ''}s`)
  const key = fromMonday.join()
  if (key === '1,2,3,4,5')
    return 'weekdays'
  if (key === '6,0')
    return 'weekends'
  if (names.length === 7)
    return 'every day'
  return names.length > 2 && isRun(fromMonday.map(weekday => (weekday + 6) % 7)) ? `${names[0] ?? ''} to ${names.at(-1) ?? ''}` : list(names)
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

function ordinal(day: number): string {
  const isTeen = day > 10 && day < 14
  return `${day}${isTeen ? 'th' : { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th'}`
}

export function clockTime(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
