export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Epoch ms, microseconds as the fraction, in the dialect's words: `…T21:30:00Z`, or six digits where there is a fraction. */
export function writeInstant(at: number): string {
  const micros = Math.round(at * 1_000)
  const second = Math.floor(micros / 1_000_000)
  const fraction = micros - second * 1_000_000
  const whole = new Date(second * 1_000).toISOString().slice(0, 19)
  return fraction === 0 ? `${whole}Z` : `${whole}.${fraction.toString().padStart(6, '0')}Z`
}

export function writeInstantOrNull(at: number | null): string | null {
  return at === null ? null : writeInstant(at)
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,6})\d*)?(Z|[+-]\d{2}:?\d{2})?$/i

/** ISO 8601, UTC where no zone is named; null for anything else. */
export function readInstant(text: string): number | null {
  const [whole, date, time, fraction, zone] = INSTANT.exec(text) ?? []
  if (whole === undefined)
    return null
  const second = Date.parse(`${date}T${time}${zone ?? 'Z'}`)
  return Number.isNaN(second) ? null : second + Number((fraction ?? '0').padEnd(6, '0')) / 1_000
}

/** A length in ms as the dialect's float seconds, whole microseconds. */
export function toSeconds(lengthMs: number): number {
  return Math.round(lengthMs * 1_000) / 1_000_000
}
