import { z } from 'zod'
import type { Expectation } from '../shared/declared/expectation.ts'
import { isTimeZone } from '../shared/model/zone.ts'
import { readCalendar, type CalendarDays } from './calendar-file.ts'
import { readList, readMoment, type Place } from './settings-list.ts'

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `10m`, `26h`, `2d`, `1h 30m`: ms. */
const Length = z.string().transform((text, context) => {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([smhd])\s*/g)]
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text.trim())
    return refuse(context, 'a length such as 90s, 10m, 26h or 1h 30m')
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? Number.NaN), 0)
})

/** `07:00` or `07:00 Europe/Berlin`. */
const WallTime = z.string().transform((text, context) => {
  const [, hour, minute, timeZone] = /^(\d{1,2}):(\d{2})(?:\s+(\S+))?$/.exec(text.trim()) ?? []
  if (hour === undefined || minute === undefined || Number(hour) > 23 || Number(minute) > 59 || (timeZone !== undefined && !isTimeZone(timeZone)))
    return refuse(context, 'a time such as 07:00 or 07:00 Europe/Berlin')
  return { minuteOfDay: Number(hour) * 60 + Number(minute), timeZone: timeZone ?? null }
})

/** `95%` or `0.95`: a share from 0 to 1. */
const Share = z.union([z.string(), z.number()]).transform((given, context) => {
  const text = String(given).trim()
  const share = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text)
  return Number.isFinite(share) && share >= 0 && share <= 1 && text !== '' ? share : refuse(context, 'a share such as 95% or 0.95')
})

const DateText = z.string().refine(text => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)), 'must be a date such as 2026-12-25')

/** An instant with its offset, or a date: then the whole of it, in UTC. */
const From = z.string().transform((text, context) => readMoment(text, { isEnd: false }) ?? refuse(context, 'an instant such as 2026-12-24T22:00:00+01:00, or a date'))
const To = z.string().transform((text, context) => readMoment(text, { isEnd: true }) ?? refuse(context, 'an instant such as 2026-12-24T22:00:00+01:00, or a date'))

const Values = z.array(z.union([z.string(), z.number()]).transform(String)).min(1, 'must be a list with at least one value')

const ExpectationBody = z.strictObject({
  server: z.string().optional(),
  deployment: z.string().regex(/.\/./, 'must be FLOW/DEPLOYMENT, as in warehouse-sync/orders').optional(),
  flow: z.string().optional(),
  tag: z.string().optional(),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)], 'must be 1, 2 or 3').optional(),
  owner: z.string().max(120).optional(),
  every_slot: z.boolean('must be true or false').optional(),
  done_by: WallTime.optional(),
  fresh_within: Length.optional(),
  complete: z.strictObject({ parameter: z.string(), values: Values, by: WallTime }).optional(),
  starts_within: Length.optional(),
  takes_at_most: Length.optional(),
  succeeds_at_least: Share.optional(),
  after: z.strictObject({ job: z.string().regex(/.\/./, 'must be FLOW/DEPLOYMENT'), within: Length }).optional(),
  good_ends: Values.optional(),
  calendar: z.strictObject({
    only: z.enum(['business-days', 'first-business-day', 'last-business-day'], 'must be business-days, first-business-day or last-business-day').optional(),
    holidays: z.array(DateText).optional(),
    blackouts: z.array(z.strictObject({ from: From, to: To })).optional(),
    ics: z.string().min(1, 'must be the path of a calendar file').optional(),
  }).optional(),
}).refine(({ deployment, flow, tag }) => [deployment, flow, tag].filter(name => name !== undefined).length === 1, 'needs one of deployment, flow or tag: what it is about')

/**
 * Reads the list `expectations` of the settings file, and the calendar files it names.
 *
 * @param readFile - the text of a file by its path as the settings file has it; null: it cannot be read
 */
export function readExpectations(value: unknown, place: Place, readFile: (path: string) => string | null): Expectation[] {
  const calendars = new Map<string, CalendarDays>()
  const calendarOf = (path: string, line: number): CalendarDays => {
    const known = calendars.get(path)
    if (known !== undefined)
      return known
    const text = readFile(path)
    if (text === null)
      place.mistakes.push(`${place.name} line ${line}: calendar.ics must be the path of a readable calendar file; ${path} is not.`)
    const days = text === null ? { holidays: [], blackouts: [] } : readCalendar(text, path, place.mistakes)
    calendars.set(path, days)
    return days
  }
  return readList(value, ExpectationBody, { list: 'expectations', one: 'this expectation' }, place).map(({ body, line }) => toExpectation(body, line, calendarOf))
}

function toExpectation(body: z.output<typeof ExpectationBody>, line: number, calendarOf: (path: string, line: number) => CalendarDays): Expectation {
  const { deployment, flow, tag, complete, after, calendar } = body
  const file = calendar?.ics === undefined ? null : calendarOf(calendar.ics, line)
  const match: Expectation['match'] = deployment !== undefined ? { kind: 'deployment', name: deployment } : flow !== undefined ? { kind: 'flow', name: flow } : { kind: 'tag', name: tag ?? '' }
  return {
    line,
    server: body.server ?? null,
    match,
    tier: body.tier ?? null,
    owner: body.owner ?? null,
    everySlot: body.every_slot ?? null,
    doneBy: body.done_by ?? null,
    freshForMs: body.fresh_within ?? null,
    complete: complete ?? null,
    startsWithinMs: body.starts_within ?? null,
    takesAtMostMs: body.takes_at_most ?? null,
    succeedsAtLeast: body.succeeds_at_least ?? null,
    after: after === undefined ? null : { job: after.job, withinMs: after.within },
    goodEnds: body.good_ends ?? null,
    calendar: calendar === undefined ? null : { only: calendar.only ?? null, holidays: [...calendar.holidays ?? [], ...file?.holidays ?? []], blackouts: [...(calendar.blackouts ?? []).map(({ from, to }) => ({ fromAt: from, toAt: to })), ...file?.blackouts ?? []] },
  }
}

function refuse(context: z.RefinementCtx, example: string): never {
  context.addIssue({ code: 'custom', message: `must be ${example}` })
  return z.NEVER
}
