/** A wall clock's reading. Months and days count from 1; `weekday` 0 is Sunday. */
export interface LocalTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  weekday: number
}

const FORMATS = new Map<string, Intl.DateTimeFormat | null>()

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = FORMATS.get(timeZone)
  if (known !== undefined)
    return known
  const format = createFormat(timeZone)
  if (FORMATS.size < 1_000)
    FORMATS.set(timeZone, format)
  return format
}

function createFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  }
  catch {
    return null // Intl's only way to say that it does not know the zone
  }
}

/** Whether `name` is an IANA zone this machine knows. */
export function isTimeZone(name: string): boolean {
  return name.length > 0 && name.length < 100 && formatOf(name) !== null
}

const HOUR_MS = 3_600_000
const QUARTER_MS = HOUR_MS / 4
const DAY_MS = 24 * HOUR_MS
const OFFSETS = new Map<string, Map<number, number>>()

/**
 * What a wall clock in `timeZone` is ahead of UTC at `at`, in ms. A UTC day that begins and ends with one offset has it
 * throughout; within the others zones have changed on quarter hours of UTC since 1980. Looking up is slow, so it is done once.
 *
 * @throws RangeError for a zone this machine does not know: ask `isTimeZone` first
 */
export function zoneOffsetMs(at: number, timeZone: string): number {
  if (timeZone === 'UTC')
    return 0
  let known = OFFSETS.get(timeZone)
  if (known === undefined || known.size > 50_000)
    OFFSETS.set(timeZone, known = new Map())
  const day = Math.floor(at / DAY_MS) * DAY_MS
  const first = offsetAt(day, timeZone, known)
  return first === offsetAt(day + DAY_MS, timeZone, known) ? first : offsetAt(Math.floor(at / QUARTER_MS) * QUARTER_MS, timeZone, known)
}

function offsetAt(at: number, timeZone: string, known: Map<number, number>): number {
  let offset = known.get(at)
  if (offset === undefined)
    known.set(at, offset = lookUpOffsetMs(at, timeZone))
  return offset
}

function lookUpOffsetMs(at: number, timeZone: string): number {
  const format = formatOf(timeZone)
  if (format === null)
    throw new RangeError('unknown time zone')
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const read = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? Number.NaN
  return Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second')) - at
}

/** What a wall clock in `timeZone` shows at `at`. Throws like `zoneOffsetMs`. */
export function localParts(at: number, timeZone: string): LocalTime {
  const local = new Date(at + zoneOffsetMs(at, timeZone))
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    weekday: local.getUTCDay(),
  }
}

/**
 * The instant a wall clock in `timeZone` shows this reading; parts may overflow (day 0 is the last of the month before).
 * In the hour that occurs twice it is the first; in the hour that does not occur, the clock is read as if it had not moved yet.
 * Throws like `zoneOffsetMs`.
 */
export function toInstant(local: Omit<LocalTime, 'weekday'>, timeZone: string): number {
  const naive = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
  const before = zoneOffsetMs(naive - 24 * HOUR_MS, timeZone)
  const early = naive - before
  if (zoneOffsetMs(early, timeZone) === before)
    return early
  const after = zoneOffsetMs(naive + 24 * HOUR_MS, timeZone)
  return zoneOffsetMs(naive - after, timeZone) === after ? naive - after : early
}
