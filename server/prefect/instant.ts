import { z } from 'zod'

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/

/** ISO 8601 with a zone to UTC epoch ms, microseconds as the fraction; null for anything else. */
export function parseInstant(text: string): number | null {
  const [, day, clock, fraction = '', zone = ''] = ISO.exec(text) ?? []
  if (day === undefined || clock === undefined)
    return null
  const whole = Date.parse(`${day}T${clock}${zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`}`)
  return Number.isNaN(whole) ? null : whole + Number(fraction.padEnd(6, '0').slice(0, 6)) / 1_000
}

/** Epoch ms to ISO 8601 UTC with microseconds: what `parseInstant` reads back to the same microsecond. */
export function writeInstant(at: number): string {
  const micros = Math.round(at * 1_000)
  const whole = Math.floor(micros / 1_000_000)
  return `${new Date(whole * 1_000).toISOString().slice(0, 19)}.${String(micros - whole * 1_000_000).padStart(6, '0')}Z`
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
