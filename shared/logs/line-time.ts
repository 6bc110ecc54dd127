/** How the time of a line is told: on the clock, since the run began, or since the line before. */
export const TIME_STYLES = ['clock', 'since-start', 'since-line'] as const

export type TimeStyle = typeof TIME_STYLES[number]

/** ISO 8601 UTC with microseconds, to epoch ms with microseconds as the fraction: `Date.parse` alone would cut them. */
export function toMoment(at: string): number {
  return Date.parse(at) + Number(at.slice(23, 26)) / 1_000
}

/**
 * A length of time for a column of them: `+0.013`, `+45.013`, `+12:05.120`, `+1:02:05.120`, `−0.250` for a line before the start.
 * Milliseconds, halves up.
 */
export function formatOffset(ms: number): string {
  const whole = Math.round(Math.abs(ms))
  const sign = ms < 0 && whole > 0 ? '−' : '+'
  const pad = (value: number, digits: number): string => String(value).padStart(digits, '0')
  const seconds = Math.floor(whole / 1_000) % 60
  const minutes = Math.floor(whole / 60_000) % 60
  const hours = Math.floor(whole / 3_600_000)
  const fraction = pad(whole % 1_000, 3)
  if (hours > 0)
    return `${sign}${hours}:${pad(minutes, 2)}:${pad(seconds, 2)}.${fraction}`
  return minutes > 0 ? `${sign}${minutes}:${pad(seconds, 2)}.${fraction}` : `${sign}${seconds}.${fraction}`
}
