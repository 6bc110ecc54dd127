import { describe, expect, it } from 'vitest'
import { lastDays, pastNights, readLocal, writeLocal } from './window-presets.ts'

const at = (iso: string): number => Date.parse(iso)

describe('pastNights', () => {
  it('begins with the night before the last one, on the clock of the zone', () => {
    expect(pastNights(at('2026-11-24T07:00:00+01:00'), 'Europe/Berlin')[0]).toEqual({ label: 'night to Mon 23', fromAt: at('2026-11-22T18:00:00+01:00'), toAt: at('2026-11-23T09:00:00+01:00') })
  })
  it('keeps the clock over a change of it', () => {
    const night = pastNights(at('2026-10-26T07:00:00+01:00'), 'Europe/Berlin')[0]
    expect(night).toMatchObject({ fromAt: at('2026-10-24T18:00:00+02:00'), toAt: at('2026-10-25T09:00:00+01:00') })
  })
})

describe('lastDays', () => {
  it('begins on a whole minute, so that a choice is the same address for a while', () => {
    expect(lastDays(at('2026-11-24T07:00:59Z'), [1, 7])).toEqual([
      { label: 'last 24 hours', fromAt: at('2026-11-23T07:00:00Z'), toAt: null },
      { label: 'last 7 days', fromAt: at('2026-11-17T07:00:00Z'), toAt: null },
    ])
  })
})

describe('writeLocal and readLocal', () => {
  it('read back what was written, in the zone of the page', () => {
    const instant = at('2026-11-24T03:20:00Z')
    expect(writeLocal(instant, 'Asia/Kolkata')).toBe('2026-11-24T08:50')
    expect(readLocal('2026-11-24T08:50', 'Asia/Kolkata')).toBe(instant)
  })
  it.each(['', '2026', 'now', '2026-11-24'])('read %j as nothing', (text) => {
    expect(readLocal(text, 'UTC')).toBeNull()
  })
})
