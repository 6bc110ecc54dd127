import { DAY, HOUR, MINUTE } from './instant.ts'

/** A date and time of day as a clock on the wall shows it. `weekday` 0 is Sunday. */
export interface WallTime { year: number, month: number, day: number, hour: number, minute: number, weekday: number }

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
    formats.set(zone, format)
  }
  return format
}

/** How far the zone's clock is ahead of UTC at an instant. */
function aheadMs(zone: string, at: number): number {
  if (zone === 'UTC')
    return 0
  const shown: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(at))
    shown[type] = Number(value)
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000
}

export function toWallTime(zone: string, at: number): WallTime {
  const shown = new Date(at + aheadMs(zone, at))
  return { year: shown.getUTCFullYear(), month: shown.getUTCMonth() + 1, day: shown.getUTCDate(), hour: shown.getUTCHours(), minute: shown.getUTCMinutes(), weekday: shown.getUTCDay() }
}

/** The instant at which the zone's clock shows this; the first of two where a clock is put back. */
export function fromWallTime(zone: string, { year, month, day, hour, minute }: Omit<WallTime, 'weekday'>): number {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute)
  const early = asUtc - aheadMs(zone, asUtc - DAY)
  if (early + aheadMs(zone, early) === asUtc)
    return early
  return asUtc - aheadMs(zone, early)
}

/**
 * Minutes of the day that a change of the zone's clock skips or repeats between two instants. Either end may lie outside the day.
 * A daily schedule in them would be due never or twice on that day, which is no part of this night.
 */
export function unsteadyMinutes(zone: string, fromAt: number, toAt: number): { from: number, to: number }[] {
  const unsteady: { from: number, to: number }[] = []
  for (let at = fromAt; at < toAt; at += DAY) {
    if (aheadMs(zone, at) === aheadMs(zone, at + DAY))
      continue
    let changeAt = at
    for (let step = 12 * HOUR; step >= MINUTE; step /= 2) {
      if (aheadMs(zone, changeAt + step) === aheadMs(zone, at))
        changeAt += step
    }
    const { hour, minute } = toWallTime(zone, changeAt)
    unsteady.push({ from: hour * 60 + minute - 61, to: hour * 60 + minute + 62 })
  }
  return unsteady
}
