import type { Calendar } from '../shared/declared/expectation.ts'
import { slotsBetween } from '../shared/expectations/slots.ts'
import { DAY_MS } from '../shared/expectations/thresholds.ts'
import { isTimeZone, localParts, toInstant } from '../shared/model/zone.ts'

/** What an iCalendar file adds to a calendar: its all-day events are holidays, its others blackouts. */
export type CalendarDays = Pick<Calendar, 'holidays' | 'blackouts'>

/** One property of an event, unfolded, with the line it begins on. */
interface Property {
  line: number
  name: string
  parameters: ReadonlyMap<string, string>
  value: string
}

interface Moment {
  /** A reading of the wall clock as if it were UTC. */
  clock: number
  /** null: a date without a time. */
  timeZone: string | null
}

/** Recurrences are followed this far, in stretches that the reader of rules takes. */
const REACH: readonly [from: number, to: number][] = [2020, 2029, 2038].map(year => [Date.UTC(year, 0, 1), Date.UTC(year + 9, 0, 1) - 1])
const REPEATS = /^FREQ=(YEARLY|MONTHLY|WEEKLY)\b|;FREQ=(YEARLY|MONTHLY|WEEKLY)\b/
const LONGEST_MS = 366 * DAY_MS

/** Thrown and caught here: one mistake ends the reading of its event, not of the file. */
class Mistake extends Error {
  readonly line: number
  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

/**
 * Reads an iCalendar file (RFC 5545) as far as days need: VEVENT with DTSTART, DTEND or DURATION, RRULE from weekly to yearly,
 * EXDATE and STATUS. What would name other days and is not understood is a mistake, told with its line; the rest is passed over.
 */
export function readCalendar(text: string, name: string, mistakes: string[]): CalendarDays {
  const holidays = new Set<string>()
  const blackouts: Calendar['blackouts'][number][] = []
  try {
    for (const event of readEvents(text)) {
      try {
        const { start, spans } = readSpans(event)
        for (const { from, to } of spans) {
          if (start.timeZone === null) {
            for (let day = from; day < to; day += DAY_MS)
              holidays.add(new Date(day).toISOString().slice(0, 10))
          }
          else {
            blackouts.push({ fromAt: from, toAt: to })
          }
        }
      }
      catch (error) {
        mistakes.push(toWords(error, name))
      }
    }
  }
  catch (error) {
    mistakes.push(toWords(error, name))
  }
  return { holidays: [...holidays].sort(), blackouts: blackouts.sort((a, b) => a.fromAt - b.fromAt) }
}

function toWords(error: unknown, name: string): string {
  if (!(error instanceof Mistake))
    throw error
  return `${name} line ${error.line}: ${error.message}.`
}

/** The properties of each event that was not cancelled, those of alarms in it left out. */
function readEvents(text: string): Property[][] {
  const events: Property[][] = []
  const open: { name: string, line: number }[] = []
  const properties = readLines(text)
  const [first] = properties
  if (first?.name !== 'BEGIN' || first.value.toUpperCase() !== 'VCALENDAR')
    throw new Mistake(first?.line ?? 1, 'a calendar file must begin with BEGIN:VCALENDAR')
  for (const property of properties) {
    const value = property.value.toUpperCase()
    if (property.name === 'BEGIN') {
      open.push({ name: value, line: property.line })
      if (value === 'VEVENT')
        events.push([])
    }
    else if (property.name === 'END') {
      if (open.pop()?.name !== value)
        throw new Mistake(property.line, `END:${property.value} ends nothing that began`)
    }
    else if (open.at(-1)?.name === 'VEVENT') {
      events.at(-1)?.push(property)
    }
  }
  const left = open.at(-1)
  if (left !== undefined)
    throw new Mistake(left.line, `BEGIN:${left.name} has no END`)
  return events.filter(event => find(event, 'STATUS')?.value.toUpperCase() !== 'CANCELLED')
}

const LINE = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*))*):(.*)$/

/** Long lines are folded: what begins with a space or tab goes on with the line before. */
function readLines(text: string): Property[] {
  const lines: { line: number, text: string }[] = []
  for (const [index, physical] of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/).entries()) {
    const last = lines.at(-1)
    if (/^[ \t]/.test(physical) && last !== undefined)
      last.text += physical.slice(1)
    else if (physical.trim() !== '')
      lines.push({ line: index + 1, text: physical })
  }
  return lines.map(({ line, text }) => {
    const [, name, parameters = '', value = ''] = LINE.exec(text) ?? []
    if (name === undefined)
      throw new Mistake(line, 'this is no line of a calendar file, such as DTSTART;VALUE=DATE:20261225')
    const named = [...parameters.matchAll(/;([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)/g)].map(([, key = '', given = '']) => [key.toUpperCase(), given.replaceAll('"', '')] as const)
    return { line, name: name.toUpperCase(), parameters: new Map(named), value: value.trim() }
  })
}

function find(event: readonly Property[], name: string): Property | undefined {
  return event.find(property => property.name === name)
}

/** When an event is: of days from midnight to midnight as if in UTC, of others instants. */
function readSpans(event: readonly Property[]): { start: Moment, spans: { from: number, to: number }[] } {
  const begin = find(event, 'DTSTART')
  if (begin === undefined)
    throw new Mistake(event[0]?.line ?? 1, 'an event needs a DTSTART')
  const moved = find(event, 'RECURRENCE-ID') ?? find(event, 'RDATE') ?? find(event, 'EXRULE')
  if (moved !== undefined)
    throw new Mistake(moved.line, `${moved.name} is not understood; write such days as events of their own`)
  const start = readMoment(begin)
  const lengthMs = readLength(event, start)
  if (lengthMs <= 0 || lengthMs > LONGEST_MS)
    throw new Mistake(begin.line, 'an event must end after it begins, and within a year')
  const clocks = readClocks(event, start)
  const from = (clock: number): number => start.timeZone === null ? clock : toAt(clock, start.timeZone)
  return { start, spans: clocks.map(clock => ({ from: from(clock), to: from(clock) + lengthMs })) }
}

function readMoment({ name, value, parameters, line }: Property): Moment {
  const [, year, month, day, hour, minute, second, zulu] = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(value) ?? []
  const clock = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0))
  if (day === undefined || new Date(clock).toISOString().slice(0, 10) !== `${year}-${month}-${day}` || Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59)
    throw new Mistake(line, `${name} must be a date such as 20261225, or a time such as 20261224T220000Z`)
  if (hour === undefined)
    return { clock, timeZone: null }
  const timeZone = zulu === 'Z' ? 'UTC' : parameters.get('TZID')
  if (timeZone === undefined || !isTimeZone(timeZone))
    throw new Mistake(line, `${name} needs a zone: Z at its end, or ;TZID= with an IANA name such as Europe/Berlin`)
  return { clock, timeZone }
}

function readLength(event: readonly Property[], start: Moment): number {
  const end = find(event, 'DTEND')
  if (end !== undefined) {
    const moment = readMoment(end)
    if ((moment.timeZone === null) !== (start.timeZone === null))
      throw new Mistake(end.line, 'DTEND must be a date where DTSTART is one, and a time where it is a time')
    return start.timeZone === null || moment.timeZone === null ? moment.clock - start.clock : toAt(moment.clock, moment.timeZone) - toAt(start.clock, start.timeZone)
  }
  const duration = find(event, 'DURATION')
  if (duration === undefined)
    return start.timeZone === null ? DAY_MS : 0
  const [whole, weeks, days, hours, minutes, seconds] = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration.value) ?? []
  if (whole === undefined)
    throw new Mistake(duration.line, 'DURATION must be a length such as P1D or PT4H')
  return Number(weeks ?? 0) * 7 * DAY_MS + Number(days ?? 0) * DAY_MS + Number(hours ?? 0) * 3_600_000 + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1_000
}

/** Wall readings at which the event begins, its exceptions left out. */
function readClocks(event: readonly Property[], start: Moment): number[] {
  const rule = find(event, 'RRULE')
  if (rule === undefined)
    return [start.clock]
  const except = new Set(event.filter(({ name }) => name === 'EXDATE').flatMap(property => property.value.split(',').map(value => readMoment({ ...property, value }).clock)))
  const text = rule.value.toUpperCase().replace(/UNTIL=(\d{8}T\d{6})Z/, (_, until: string) => `UNTIL=${writeClock(toClock(until, start))}`)
  const clocks = REPEATS.test(text) ? REACH.map(([from, to]) => slotsBetween({ kind: 'rrule', rrule: `DTSTART:${writeClock(start.clock)}\nRRULE:${text}`, timeZone: 'UTC' }, from, to)) : [null]
  if (clocks.includes(null))
    throw new Mistake(rule.line, 'RRULE must repeat weekly, monthly or yearly, such as FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25')
  return clocks.flatMap(some => some ?? []).filter(clock => !except.has(clock))
}

/** An end in UTC as the event's own wall shows it. */
function toClock(until: string, { timeZone }: Moment): number {
  const { clock } = readMoment({ line: 0, name: 'UNTIL', parameters: new Map(), value: `${until}Z` })
  if (timeZone === null)
    return clock
  const { year, month, day, hour, minute, second } = localParts(clock, timeZone)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function writeClock(clock: number): string {
  return new Date(clock).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
}

function toAt(clock: number, timeZone: string): number {
  const date = new Date(clock)
  return toInstant({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds() }, timeZone)
}
