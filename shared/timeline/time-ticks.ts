import { localParts, toInstant, zoneOffsetMs } from '../model/zone.ts'

/** A place on a time axis where a wall clock reads a round time. */
export interface TimeTick {
  at: number
  /** How fine the ticks are, so that a label says no more than it must. */
  unit: 'day' | 'minute' | 'second' | 'ms'
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Distances people count in; each divides the next larger unit, so ticks stay put while an axis grows. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map(count => count * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map(count => count * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map(count => count * HOUR_MS),
]

const DAY_STEPS = [1, 2, 7, 14, 28, 91, 364]

/**
 * Round wall-clock times in `timeZone` between two instants, at most `maxCount`, evenly spaced on the clock.
 * Hours stay round over a clock change; the hour that occurs twice has its ticks twice.
 */
export function timeTicks({ fromAt, toAt, timeZone, maxCount }: { fromAt: number, toAt: number, timeZone: string, maxCount: number }): TimeTick[] {
  const spanMs = toAt - fromAt
  if (!(spanMs > 0) || maxCount < 1)
    return []
  const stepMs = STEPS_MS.find(step => spanMs / step <= maxCount)
  return stepMs === undefined ? dayTicks(fromAt, toAt, timeZone, maxCount) : clockTicks(fromAt, toAt, timeZone, stepMs)
}

function clockTicks(fromAt: number, toAt: number, timeZone: string, stepMs: number): TimeTick[] {
  const unit = stepMs < SECOND_MS ? 'ms' : stepMs < MINUTE_MS ? 'second' : 'minute'
  const ticks: TimeTick[] = []
  let at = nextRound(fromAt, stepMs, timeZone)
  while (at <= toAt) {
    ticks.push({ at, unit })
    at = nextRound(at + 1, stepMs, timeZone)
  }
  return ticks
}

/** The first instant from `at` on where the wall clock is a multiple of `stepMs` into its day. */
function nextRound(at: number, stepMs: number, timeZone: string): number {
  const offset = zoneOffsetMs(at, timeZone)
  const round = Math.ceil((at + offset) / stepMs) * stepMs - offset
  const moved = zoneOffsetMs(round, timeZone) - offset
  return moved === 0 || stepMs <= Math.abs(moved) / 4 ? round : Math.max(at, Math.ceil((round + offset + moved) / stepMs) * stepMs - offset - moved)
}

function dayTicks(fromAt: number, toAt: number, timeZone: string, maxCount: number): TimeTick[] {
  const step = DAY_STEPS.find(days => (toAt - fromAt) / DAY_MS / days <= maxCount) ?? Math.ceil((toAt - fromAt) / DAY_MS / maxCount)
  const first = localParts(fromAt, timeZone)
  const ticks: TimeTick[] = []
  for (let day = first.day; ; day += step) {
    const at = toInstant({ ...first, day, hour: 0, minute: 0, second: 0 }, timeZone)
    if (at > toAt)
      return ticks
    if (at >= fromAt)
      ticks.push({ at, unit: 'day' })
  }
}
