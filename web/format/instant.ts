import { formatClock, formatOf } from '../../shared/verdict/words.ts'

/** `01:05`, with the day when it is not today. `at` and `now` are epoch ms. */
export function formatMinute(at: number, now: number, timeZone: string): string {
  return formatClock(at, now, timeZone)
}

/** `01:05:48`, with the day when it is not today. */
export function formatSecond(at: number, now: number, timeZone: string): string {
  const minute = formatClock(at, now, timeZone)
  return `${minute}:${formatOf(timeZone, { second: '2-digit' }).format(at).padStart(2, '0')}`
}

/** `01:05:48.013`: for log lines. */
export function formatMillisecond(at: number, timeZone: string): string {
  return formatOf(timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }).format(at)
}

/** Whole and unmistakable, for tooltips and copying: ISO 8601 UTC. */
export function formatIso(at: number): string {
  return new Date(at).toISOString()
}

/** `Tue 24`: a day on an axis. */
export function formatWeekday(at: number, timeZone: string): string {
  return formatOf(timeZone, { weekday: 'short', day: 'numeric' }).format(at)
}
