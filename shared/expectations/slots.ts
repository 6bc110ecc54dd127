import type { ScheduleRule } from '../model/deployment.ts'
import { isTimeZone, zoneOffsetMs } from '../model/zone.ts'
import { cronDays } from './cron-days.ts'
import { readCron, type Cron } from './cron.ts'
import { recurrenceClocks, type Effort } from './recurrence.ts'
import { readRecurrence } from './recurrence-text.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A schedule that names more instants than this in the time asked for is not followed: every minute of the picture's 14 days fits. */
const MAX_SLOTS = 25_000

/** Longer than this is no question about slots, and bounds what a rule that never matches may cost. */
const MAX_REACH_MS = 10 * 366 * DAY_MS

/** Days looked at and instants passed over while following one RRULE text; some tens of milliseconds. */
const MAX_EFFORT = 60_000

/** Instants and lengths past these are nonsense that dates cannot carry. */
const MAX_AT = 8e15
const MAX_INTERVAL_MS = 1e14

/**
 * The instants (UTC epoch ms) a schedule names between two others, both inclusive, ascending and unique: those Prefect 3.8.8's
 * `get_dates(start, end)` gives on Python before 3.13 (`server/schemas/schedules.py`), whatever its thousand tries leave out.
 * Two windows give what one over both gives, except for intervals, which Prefect counts anew from each start.
 *
 * @returns null where the rule cannot be read (unknown zone, nonsense) or names too many: unknown, not none
 */
export function slotsBetween(rule: ScheduleRule, fromAt: number, toAt: number): number[] | null {
  if (!(toAt - fromAt <= MAX_REACH_MS))
    return null
  const found = readSlots(rule, { fromAt, toAt })
  if (found === null)
    return null
  const slots = new Set<number>()
  for (const { at, nearAt } of found.slots) {
    if (nearAt > toAt)
      break
    if (at >= fromAt && at <= toAt)
      slots.add(at)
    if (slots.size > MAX_SLOTS)
      return null
  }
  return found.effort.left < 0 ? null : [...slots].sort((a, b) => a - b)
}

/**
 * The slots its scheduler is sure to have made runs for, where that is less than `slotsBetween`: it asks for the next few slots
 * again and again, so that an interval of a day or more, kept by the wall clock within one answer, is back on its count of
 * seconds from the anchor the day after the clocks changed. In the days between it makes runs at both times; the ones named here
 * stand in every case, and so do those of a shorter interval without the second half of a repeated hour.
 */
export function scheduledSlots(rule: ScheduleRule, fromAt: number, toAt: number): number[] | null {
  if (rule.kind !== 'interval' || !(rule.intervalMs > 0) || !(toAt - fromAt <= MAX_REACH_MS))
    return slotsBetween(rule, fromAt, toAt)
  const leadAt = fromAt - LEAD_COUNT * Math.max(rule.intervalMs, HOUR_MS)
  if (rule.intervalMs < DAY_MS)
    return slotsBetween(rule, leadAt, toAt)?.filter(at => at >= fromAt) ?? null
  const slots: number[] = []
  let at = nextSlot(rule, leadAt)
  for (; typeof at === 'number' && at <= toAt; at = nextSlot(rule, at + 1)) {
    if (at >= fromAt)
      slots.push(at)
  }
  return at === 'unreadable' ? null : slots
}

/** Prefect's scheduler keeps three runs of a schedule ahead, or an hour of them. */
const LEAD_COUNT = 3

/** The first `count` slots after `afterAt`, within ten years; fewer where there are no more; null where the rule cannot be read. */
export function nextSlots(rule: ScheduleRule, afterAt: number, count: number): number[] | null {
  let untilAt = afterAt + MAX_REACH_MS
  const found = readSlots(rule, { fromAt: afterAt, toAt: untilAt })
  if (found === null)
    return null
  const slots = new Set<number>()
  for (const { at, nearAt } of found.slots) {
    if (nearAt > untilAt)
      break
    if (at > afterAt)
      slots.add(at)
    if (slots.size === count)
      untilAt = Math.min(untilAt, nearAt + 2 * DISORDER_MS)
  }
  const isCut = found.effort.left < 0 && slots.size < count
  return isCut ? null : [...slots].sort((a, b) => a - b).slice(0, count)
}

/** The first slot after `afterAt`; null: never again (in ten years). */
export function nextSlot(rule: ScheduleRule, afterAt: number): number | null | 'unreadable' {
  const slots = nextSlots(rule, afterAt, 1)
  return slots === null ? 'unreadable' : slots[0] ?? null
}

interface Slot {
  at: number
  /** Ascends, where `at` may step back a little at a clock change; no later slot is earlier than this. */
  nearAt: number
}

/** Clocks move by an hour or less, so no slot stands further out of order. */
const DISORDER_MS = HOUR_MS

interface Range {
  fromAt: number
  toAt: number
}

/** Slots of a rule from a little before `fromAt` to at least `toAt`. `effort` below zero after reading: they end before that. */
function readSlots(rule: ScheduleRule, { fromAt, toAt }: Range): { slots: Iterable<Slot>, effort: Effort } | null {
  const effort = { left: MAX_EFFORT }
  if (rule.kind === 'unreadable' || !(Math.abs(fromAt) <= MAX_AT && Math.abs(toAt) <= MAX_AT))
    return null
  const timeZone = rule.timeZone ?? 'UTC'
  if (!isTimeZone(timeZone))
    return null
  const fromClock = fromAt + zoneOffsetMs(fromAt, timeZone) - 3 * DISORDER_MS
  switch (rule.kind) {
    case 'cron': {
      const cron = readCron(rule.cron, { dayOr: rule.dayOr })
      return cron === null ? null : { slots: clockSlots(cronClocks(cron, fromClock), timeZone, CRON_READING), effort }
    }
    case 'interval': {
      const { intervalMs, anchorAt } = rule
      const isReal = intervalMs >= 1 && intervalMs <= MAX_INTERVAL_MS && Math.abs(anchorAt) <= MAX_AT
      return isReal ? { slots: intervalSlots({ intervalMs, anchorAt, timeZone }, fromAt), effort } : null
    }
    case 'rrule': {
      const recurrence = readRecurrence(rule.rrule)
      return recurrence === null ? null : { slots: clockSlots(recurrenceClocks(recurrence, { fromClock, toClock: toAt + zoneOffsetMs(toAt, timeZone) + 3 * DISORDER_MS, effort }), timeZone, SAVES_IN_WINTER.has(timeZone) ? WINTER_SAVING_READING : CRON_READING), effort }
    }
  }
}

function* clockSlots(clocks: Iterable<number>, timeZone: string, reading: ClockReading): Generator<Slot> {
  for (const clock of clocks) {
    const at = toSlot(clock, timeZone, reading)
    yield { at, nearAt: at - DISORDER_MS }
  }
}

/** Readings of the wall clock, as if it were UTC. The walk over days begins a month early: see `cronDays`. */
function* cronClocks(cron: Cron, fromClock: number): Generator<number> {
  const from = new Date(fromClock)
  const walkFromDay = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() - 1, 1) / DAY_MS
  for (const day of cronDays(cron, walkFromDay)) {
    if (day * DAY_MS + DAY_MS <= fromClock)
      continue
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        for (const second of cron.seconds)
          yield day * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1_000
      }
    }
  }
}

/**
 * Below a day an interval is so many seconds, whatever the clocks do; but a wall-clock reading that already stood in the same
 * answer is left out, since Prefect compares readings. Of a day or more it is first counted in seconds from the anchor to the
 * start asked for, and from there on by the wall clock.
 */
function* intervalSlots({ intervalMs, anchorAt, timeZone }: { intervalMs: number, anchorAt: number, timeZone: string }, fromAt: number): Generator<Slot> {
  const clockOf = (at: number): number => at + zoneOffsetMs(at, timeZone)
  const step = (at: number): number => intervalMs < DAY_MS ? at + intervalMs : toSlot(clockOf(at) + intervalMs, timeZone, STEP_READING)
  const readings = new Set<number>()
  for (let at = anchorAt + intervalMs * Math.trunc((fromAt - anchorAt) / intervalMs); Math.abs(at) <= MAX_AT; at = step(at)) {
    const reading = clockOf(at)
    if (at >= fromAt && !readings.has(reading)) {
      readings.add(reading)
      yield { at, nearAt: at }
    }
  }
}

/** What is meant by a wall clock's reading that stands there twice, or never, as the clocks change. */
interface ClockReading {
  repeated: 'first' | 'second'
  /** Of 02:30 in the hour that is left out: `back` is 01:30, `on` is 03:30. */
  skipped: 'back' | 'on'
}

/** As pendulum and dateutil give it to Prefect on Python 3.11. */
const CRON_READING: ClockReading = { repeated: 'first', skipped: 'back' }
/** pendulum, adding days. */
const STEP_READING: ClockReading = { repeated: 'second', skipped: 'on' }
/** dateutil, where tzdata calls the winter the saving time. */
const WINTER_SAVING_READING: ClockReading = { repeated: 'first', skipped: 'on' }
const SAVES_IN_WINTER = new Set(['Europe/Dublin', 'Eire', 'Africa/Casablanca', 'Africa/El_Aaiun'])

/** The instant of a wall clock's reading (`clock`: as if it were UTC). */
function toSlot(clock: number, timeZone: string, { repeated, skipped }: ClockReading): number {
  const day = Math.floor(clock / DAY_MS) * DAY_MS
  const before = zoneOffsetMs(day - DAY_MS, timeZone)
  const after = zoneOffsetMs(day + 2 * DAY_MS, timeZone)
  if (before === after)
    return clock - before
  const [one, other] = [before, after].filter(offset => zoneOffsetMs(clock - offset, timeZone) === offset)
  if (one === undefined)
    return clock - (skipped === 'back' ? Math.max(before, after) : Math.min(before, after))
  return clock - (other === undefined ? one : repeated === 'first' ? Math.max(one, other) : Math.min(one, other))
}
