import { zoneOffsetMs } from '../model/zone.ts'
import { quantile } from './baseline.ts'
import { toDayPattern, type DayPattern } from './day-patterns.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, THRESHOLDS } from './thresholds.ts'

/** When a job usually runs, learnt from its runs alone. */
export interface Rhythm {
  /** `each day`, `every 10 m`: read after "it runs". */
  words: string
  periodMs: number
  /** A run so much before or after an expected instant still keeps it. */
  graceMs: number
  /** Expected instants past the last ones kept, up to an instant, ascending. */
  dueUntil: (toAt: number) => number[]
}

interface Asked {
  /** Runs that must agree. */
  leastCount?: number
  /** A distance below a day must have been kept so long. */
  leastSpanMs?: number
  /** How far apart the times of one habit may lie. */
  spreadMs?: number
  /** Slack past what was seen. */
  slackMs?: number
  /** On whose wall days turn; the default: whichever fits best. */
  zones?: readonly string[]
}

/** What a scheduler made is exact, so that less of it tells more. */
export const OF_A_SCHEDULER = { leastCount: THRESHOLDS.rhythmRunCount, leastSpanMs: DAY_MS, spreadMs: THRESHOLDS.slotJoinMs, slackMs: 0 } as const satisfies Asked

/** Zones that between them change their clocks on all the usual days. Without a change in between all walls show one rhythm. */
const CLOCKS = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'America/Santiago', 'Africa/Cairo'] as const

/** More instants than this tell nothing new. */
const MOST_INSTANTS = 3_000

/**
 * The rhythm that instants agree on: times of day on certain days, else an even distance. Most jobs without a schedule have none.
 *
 * @param instants - when runs were due, ascending; backfills left out
 */
export function learnRhythm(instants: readonly number[], { leastCount = THRESHOLDS.learntRhythmRunCount, leastSpanMs = THRESHOLDS.rhythmSpanMs, spreadMs = THRESHOLDS.rhythmSpreadMs, slackMs = THRESHOLDS.rhythmGraceMs, ...asked }: Asked = {}): Rhythm | null {
  const told = instants.slice(-MOST_INSTANTS)
  const [first, last] = [told[0], told.at(-1)]
  if (first === undefined || last === undefined || told.length < leastCount)
    return null
  const zones = asked.zones ?? CLOCKS.filter(zone => zone === 'UTC' || zoneOffsetMs(first, zone) !== zoneOffsetMs(last, zone))
  let best: Habits | null = null
  for (const zone of zones) {
    const habits = toHabits(told, { zone, leastCount, apartMs: spreadMs })
    if (habits !== null && (best === null || habits.count > best.count || (habits.count === best.count && habits.spreadMs < best.spreadMs)))
      best = habits
  }
  return best === null ? toEvenRhythm(told, { leastCount, leastSpanMs, spreadMs, slackMs }) : toDailyRhythm(best, { last, slackMs })
}

/** A time of day on certain days. */
interface Habit {
  /** Since the day's turn. */
  clockMs: number
  pattern: DayPattern
  lastDay: number
  /** Past `clockMs`, nearly never exceeded. */
  offsetMs: number
}

interface Habits {
  zone: string
  /** Where days turn on that wall: in the longest rest of the day. */
  turnMs: number
  habits: readonly Habit[]
  /** Runs that stand in them. */
  count: number
  spreadMs: number
}

/** The times of day at which nearly all instants lie, if each keeps to a pattern of days; null: they do not. */
function toHabits(instants: readonly number[], { zone, leastCount, apartMs }: { zone: string, leastCount: number, apartMs: number }): Habits | null {
  const walls = instants.map(at => at + zoneOffsetMs(at, zone))
  const turnMs = longestRest(walls.map(clockOf))
  const shown = walls.map(wall => wall - turnMs).sort((a, b) => clockOf(a) - clockOf(b))
  const habits: Habit[] = []
  let count = 0
  let spreadMs = 0
  for (const group of splitByClock(shown, Math.min(THRESHOLDS.rhythmApartMs, apartMs))) {
    const clocks = group.map(clockOf)
    const spread = (clocks.at(-1) ?? 0) - (clocks[0] ?? 0)
    const days = [...new Set(group.map(dayOf))].sort((a, b) => a - b)
    if (days.length < leastCount || spread > apartMs || isChance(days.length, spread))
      continue
    const pattern = toDayPattern(days)
    if (pattern === null)
      continue
    const clockMs = quantile(clocks, 0.5)
    habits.push({ clockMs, pattern, lastDay: days.at(-1) ?? 0, offsetMs: quantile(clocks, 0.99) - clockMs })
    count += group.length
    spreadMs = Math.max(spreadMs, spread)
  }
  const lasting = habits.filter(habit => !hasMoved(habit, habits, shown))
  return lasting.length === 0 || count < THRESHOLDS.rhythmShare * instants.length - 1 ? null : { zone, turnMs, habits: lasting, count, spreadMs }
}

function clockOf(wall: number): number {
  return ((wall % DAY_MS) + DAY_MS) % DAY_MS
}

function dayOf(wall: number): number {
  return Math.floor(wall / DAY_MS)
}

/** The middle of the longest stretch of the day without a run, within half a day of midnight: so days keep their names. */
function longestRest(clocks: readonly number[]): number {
  const sorted = [...clocks].sort((a, b) => a - b)
  let [from, length] = [sorted.at(-1) ?? 0, 0]
  sorted.forEach((clock, index) => {
    const before = index === 0 ? (sorted.at(-1) ?? 0) - DAY_MS : sorted[index - 1] ?? 0
    if (clock - before > length)
      [from, length] = [before, clock - before]
  })
  const middle = clockOf(from + length / 2)
  return middle > DAY_MS / 2 ? middle - DAY_MS : middle
}

/** @param walls - by time of day */
function splitByClock(walls: readonly number[], apartMs: number): number[][] {
  const groups: number[][] = []
  let last = Number.NEGATIVE_INFINITY
  for (const wall of walls) {
    if (clockOf(wall) - last > apartMs)
      groups.push([])
    groups.at(-1)?.push(wall)
    last = clockOf(wall)
  }
  return groups
}

function isChance(count: number, spreadMs: number): boolean {
  return (Math.max(spreadMs, 1_000) / THRESHOLDS.rhythmChanceWidthMs) ** (count - 1) > THRESHOLDS.rhythmChance
}

/** Whether the job went on without this habit: on each day it was not kept but the last the job ran at another time. */
function hasMoved(habit: Habit, habits: readonly Habit[], walls: readonly number[]): boolean {
  const latest = Math.max(...walls.map(dayOf))
  let missedCount = 0
  for (let day = habit.lastDay + 1; day <= latest; day++)
    missedCount += habit.pattern.isDue(day) ? 1 : 0
  return missedCount >= 2 && (habits.some(({ lastDay }) => lastDay >= latest) || walls.filter(wall => dayOf(wall) > habit.lastDay).length >= missedCount)
}

function toDailyRhythm({ zone, turnMs, habits }: Habits, { last, slackMs }: { last: number, slackMs: number }): Rhythm {
  const toInstant = (wall: number): number => {
    const near = wall - zoneOffsetMs(wall, zone)
    return wall - zoneOffsetMs(near, zone)
  }
  const daysApart = Math.max(1, ...habits.map(({ pattern, lastDay }) => lastDay - previousDay(pattern, lastDay)))
  const periodMs = habits.length > 1 && daysApart === 1 ? Math.min(DAY_MS, ...habits.slice(1).map(({ clockMs }, index) => clockMs - (habits[index]?.clockMs ?? 0))) : daysApart * DAY_MS
  return {
    words: `${habits.length > 1 ? `${habits.length} times ` : ''}${[...new Set(habits.map(({ pattern }) => pattern.words))].join(' and ')}`,
    periodMs,
    graceMs: Math.min(Math.max(...habits.map(({ offsetMs }) => offsetMs)) + slackMs, periodMs / 2),
    dueUntil(toAt) {
      const wallTo = toAt + DAY_MS
      const due = habits.flatMap((habit) => {
        const instants: number[] = []
        for (let day = habit.lastDay + 1; day * DAY_MS + turnMs <= wallTo; day++) {
          if (habit.pattern.isDue(day))
            instants.push(toInstant(day * DAY_MS + turnMs + habit.clockMs))
        }
        return slackMs === 0 ? instants : instants.map(at => at + putBackMs(last, at))
      })
      return due.filter(at => at <= toAt).sort((a, b) => a - b)
    },
  }
}

function previousDay(pattern: DayPattern, day: number): number {
  let before = day - 1
  while (before > day - 400 && !pattern.isDue(before))
    before -= 1
  return before
}

/** Where clocks were put back since the last run, nobody knows by whose wall the job goes: the later time is expected. */
function putBackMs(last: number, at: number): number {
  return Math.max(0, ...CLOCKS.map(zone => zoneOffsetMs(last, zone) - zoneOffsetMs(at, zone)))
}

/** An even distance below half a day, counted from the last run. */
function toEvenRhythm(instants: readonly number[], { leastCount, leastSpanMs, spreadMs, slackMs }: Required<Omit<Asked, 'zones'>>): Rhythm | null {
  const gaps = instants.slice(1).map((at, index) => at - (instants[index] ?? at))
  const last = instants.at(-1) ?? 0
  if (gaps.length < leastCount || last - (instants[0] ?? last) < leastSpanMs)
    return null
  const periodMs = quantile(gaps, 0.5)
  const evenCount = gaps.filter(gap => Math.abs(gap - periodMs) <= Math.min(periodMs / 4, spreadMs)).length
  if (periodMs < MINUTE_MS / 2 || periodMs > 12 * HOUR_MS || evenCount < THRESHOLDS.rhythmShare * gaps.length || last - (instants[0] ?? last) > 2 * periodMs * gaps.length)
    return null
  return {
    words: `every ${periodMs < HOUR_MS ? `${Math.max(1, Math.round(periodMs / MINUTE_MS))} min` : `${Math.round(periodMs / HOUR_MS * 10) / 10} h`}`,
    periodMs,
    graceMs: Math.min(Math.max(0, quantile(gaps, 0.99) - periodMs) + slackMs, periodMs / 2),
    dueUntil: toAt => Array.from({ length: Math.max(0, Math.min(20_000, Math.floor((toAt - last) / periodMs))) }, (_, index) => last + (index + 1) * periodMs),
  }
}
