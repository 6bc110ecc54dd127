import type { ScheduleRule } from '../model/deployment.ts'
import { isTimeZone, zoneOffsetMs } from '../model/zone.ts'
import { readCron } from './cron.ts'
import { readRecurrence } from './recurrence.ts'

const DAY_MS = 86_400_000

/** A schedule that names more instants than this in the time asked for is not followed. */
const MAX_SLOTS = 50_000

/**
 * The instants (UTC epoch ms) a schedule names between two others, both inclusive, ascending and unique: those Prefect 3.8.8's
 * `get_dates(start, end)` gives on Python before 3.13 (`server/schemas/schedules.py`).
 *
 * @returns null where the rule cannot be read (unknown zone, nonsense) or names too many: unknown, not none
 */
export function slotsBetween(rule: ScheduleRule, fromAt: number, toAt: number): number[] | null {
  if (rule.kind === 'unreadable' || !Number.isFinite(fromAt) || !Number.isFinite(toAt))
    return null
  const timeZone = rule.timeZone ?? 'UTC'
  if (!isTimeZone(timeZone))
    return null
  if (fromAt > toAt)
    return []
  const between = (slots: number[] | null): number[] | null =>
    slots === null ? null : [...new Set(slots)].filter(at => at >= fromAt && at <= toAt).sort((a, b) => a - b)
  switch (rule.kind) {
    case 'cron':
      return between(cronSlots(rule.cron, { fromAt, toAt, timeZone, dayOr: rule.dayOr }))
    case 'interval':
      return between(intervalSlots(rule, { fromAt, toAt, timeZone }))
    case 'rrule':
      return between(recurrenceSlots(rule.rrule, { fromAt, toAt, timeZone }))
  }
}

/** How far ahead the next slot is looked for: Prefect's scheduler looks 100 days ahead, yearly jobs need more. */
const NEXT_REACHES_MS = [2 * DAY_MS, 35 * DAY_MS, 370 * DAY_MS]

/** The first slot after `afterAt`; null where there is none within a year, or the rule cannot be read. */
export function nextSlot(rule: ScheduleRule, afterAt: number): number | null {
  for (const reachMs of NEXT_REACHES_MS) {
    const first = slotsBetween(rule, afterAt + 1, afterAt + reachMs)?.[0]
    if (first !== undefined)
      return first
  }
  return null
}

interface Range {
  fromAt: number
  toAt: number
  timeZone: string
}

/** Cron is matched against the wall clock, day by day. */
function cronSlots(text: string, { fromAt, toAt, timeZone, dayOr }: Range & { dayOr: boolean }): number[] | null {
  const cron = readCron(text, { dayOr })
  if (cron === null)
    return null
  const slots: number[] = []
  for (let midnight = Math.floor(fromAt / DAY_MS) * DAY_MS - DAY_MS; midnight <= toAt + DAY_MS; midnight += DAY_MS) {
    const date = new Date(midnight)
    const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
    if (!cron.isDue({ month: date.getUTCMonth() + 1, day: date.getUTCDate(), weekday: date.getUTCDay(), lastDay }))
      continue
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        for (const second of cron.seconds)
          slots.push(toSlot(midnight + ((hour * 60 + minute) * 60 + second) * 1_000, timeZone))
      }
    }
    if (slots.length > MAX_SLOTS)
      return null
  }
  return slots
}

/**
 * Below a day an interval is so many seconds, whatever the clocks do; but a wall-clock reading that already stood in the same
 * answer is left out, since Prefect compares readings. Of a day or more it is first counted in seconds from the anchor to the
 * start asked for, and from there on by the wall clock.
 */
function intervalSlots({ intervalMs, anchorAt }: ScheduleRule & { kind: 'interval' }, { fromAt, toAt, timeZone }: Range): number[] | null {
  if (!(intervalMs >= 1) || !Number.isFinite(anchorAt) || (toAt - fromAt) / intervalMs > MAX_SLOTS)
    return null
  const clockOf = (at: number): number => at + zoneOffsetMs(at, timeZone)
  const step = (at: number): number => intervalMs < DAY_MS ? at + intervalMs : toSlot(clockOf(at) + intervalMs, timeZone, 'later')
  const slotByClock = new Map<number, number>()
  for (let at = anchorAt + intervalMs * Math.trunc((fromAt - anchorAt) / intervalMs); at <= toAt; at = step(at)) {
    if (at >= fromAt && !slotByClock.has(clockOf(at)))
      slotByClock.set(clockOf(at), at)
  }
  return [...slotByClock.values()]
}

function recurrenceSlots(text: string, { fromAt, toAt, timeZone }: Range): number[] | null {
  const clocks = readRecurrence(text, { from: fromAt - DAY_MS, to: toAt + DAY_MS })
  return clocks === null || clocks.length > MAX_SLOTS ? null : clocks.map(clock => toSlot(clock, timeZone))
}

/**
 * The instant of a wall clock's reading (`clock`: as if it were UTC). Where the hour occurs twice the first is meant. Where it
 * does not occur, Prefect on Python 3.11 counts back from the later offset, so that 02:30 falls on 01:30 (`earlier`); when it
 * steps by days it moves on instead, to 03:30 (`later`).
 */
function toSlot(clock: number, timeZone: string, inGap: 'earlier' | 'later' = 'earlier'): number {
  const day = Math.floor(clock / DAY_MS) * DAY_MS
  const before = zoneOffsetMs(day - DAY_MS, timeZone)
  const after = zoneOffsetMs(day + 2 * DAY_MS, timeZone)
  if (before === after)
    return clock - before
  const fits = [before, after].filter(offset => zoneOffsetMs(clock - offset, timeZone) === offset)
  if (fits.length > 0)
    return clock - Math.max(...fits)
  return clock - (inGap === 'earlier' ? Math.max(before, after) : Math.min(before, after))
}
