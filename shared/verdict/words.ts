import { DAY_MS, HOUR_MS, MINUTE_MS } from '../expectations/thresholds.ts'

const FORMATS = new Map<string, Intl.DateTimeFormat>()

/** The one format of these parts in this zone: making one is slow, using it is not. */
export function formatOf(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(options)}`
  const format = FORMATS.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle: 'h23' })
  FORMATS.set(key, format)
  return format
}

/** `03:20` today, `Thu 03:20` within the last six days, `12 Nov 03:20` before and after, `12 Nov 2024 03:20` where that could be mistaken for a nearer one. `now` and `at` are epoch ms. */
export function formatClock(at: number, now: number, timeZone: string): string {
  const clock = formatOf(timeZone, { hour: '2-digit', minute: '2-digit' }).format(at)
  const day = (instant: number): string => formatOf(timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant)
  if (day(at) === day(now))
    return clock
  const apartMs = Math.abs(now - at)
  return `${formatOf(timeZone, apartMs < 6 * DAY_MS ? { weekday: 'short' } : { day: 'numeric', month: 'short', ...apartMs > 300 * DAY_MS && { year: 'numeric' } }).format(at)} ${clock}`
}

/** `6 h 17 m`, `10 m`, `45 s`, `0.3 s`, `3 d 4 h`: two units at most, the larger first. */
export function formatDuration(ms: number): string {
  const whole = (value: number, unit: number): number => Math.floor(value / unit)
  if (ms < 1_000)
    return `${(ms / 1_000).toFixed(1)} s`
  if (ms < MINUTE_MS)
    return `${whole(ms, 1_000)} s`
  if (ms < HOUR_MS)
    return twoUnits(whole(ms, MINUTE_MS), 'm', whole(ms % MINUTE_MS, 1_000), 's')
  if (ms < DAY_MS)
    return twoUnits(whole(ms, HOUR_MS), 'h', whole(ms % HOUR_MS, MINUTE_MS), 'm')
  return twoUnits(whole(ms, DAY_MS), 'd', whole(ms % DAY_MS, HOUR_MS), 'h')
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** `1 job`, `5 jobs`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
}
