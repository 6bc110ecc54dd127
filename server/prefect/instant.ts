import { z } from 'zod'

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/

/**
 * ISO 8601 with a zone, as 3.x (`…27.222531Z`, no fraction on the full second) and 2.20 (`…+00:00`) write it, to UTC epoch ms
 * with microseconds as its fraction; null for anything else. `Date.parse` alone would cut the microseconds.
 */
export function parseInstant(text: string): number | null {
  const [, day, clock, fraction = '', zone = ''] = ISO.exec(text) ?? []
  if (day === undefined || clock === undefined)
    return null
  const whole = Date.parse(`${day}T${clock}${zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`}`)
  return Number.isNaN(whole) ? null : whole + Number(fraction.padEnd(6, '0').slice(0, 6)) / 1_000
}

/** The years Prefect's own language can hold. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z')
const LATEST = Date.parse('9999-12-31T23:59:59Z')

/** Epoch ms as ISO 8601 UTC with microseconds: `parseInstant` reads back the same microsecond. Beyond years 1 to 9999 it is their bound. */
export function writeInstant(at: number): string {
  const micros = Math.round(Math.min(LATEST, Math.max(EARLIEST, at)) * 1_000)
  const seconds = Math.floor(micros / 1_000_000)
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}.${String(micros - seconds * 1_000_000).padStart(6, '0')}Z`
}

/** Seconds, as Prefect counts lengths of time, to ms; to the microsecond it means. */
export function toMs(seconds: number): number {
  return Math.round(seconds * 1_000_000) / 1_000
}

/** Schema of an instant: a time we cannot read is refused here, so that no NaN travels further. */
export const Instant = z.string().transform((text, context) => {
  const at = parseInstant(text)
  if (at === null) {
    context.addIssue({ code: 'custom', message: 'not an instant' })
    return z.NEVER
  }
  return at
})
