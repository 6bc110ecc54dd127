import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScheduleRule } from '../model/deployment.ts'
import { toId } from '../verdict/problem.ts'
import recorded from './recorded/prefect-3.8.8-slots.json'
import { SCHEDULE_CASES, SCHEDULE_WINDOWS } from './schedule-cases.ts'
import { nextSlot, slotsBetween } from './slots.ts'

const at = (iso: string): number => Date.parse(iso)
const answers: Record<string, ({ count: number, first: string | null, last: string | null, hash: string } | null)[]> = recorded

describe('slotsBetween', () => {
  describe.each(SCHEDULE_WINDOWS.map((window, index) => ({ from: window[0], to: window[1], index })))('$from to $to', ({ from, to, index }) => {
    it.each(SCHEDULE_CASES)('names what Prefect names: $name', ({ name, rule }) => {
      const theirs = answers[name]?.[index]
      if (theirs === null)
        return
      const lines = slotsBetween(rule, at(from), at(to))?.map(slot => String(Math.round(slot))) ?? ['unknown']
      expect({ count: lines.length, first: lines[0] ?? null, last: lines.at(-1) ?? null, hash: toId(lines.join('\n')) }).toEqual(theirs)
    })
  })

  const cron = (text: string, timeZone = 'Europe/Berlin'): ScheduleRule => ({ kind: 'cron', cron: text, timeZone, dayOr: true })
  const week = [at('2026-11-16T00:00:00Z'), at('2026-11-23T00:00:00Z')] as const

  it.each<[string, ScheduleRule]>([
    ['a zone that does not exist', cron('0 3 * * *', 'Mars/Olympus')],
    ['a minute past sixty', cron('60 9 * * *')],
    ['too few fields', cron('0 9 * *')],
    ['ten kilobytes of stars', cron('* '.repeat(5_000))],
    ['hashed fields', cron('H 9 * * *')],
    ['an interval of nothing', { kind: 'interval', intervalMs: 0, anchorAt: 0, timeZone: 'UTC' }],
    ['a negative interval', { kind: 'interval', intervalMs: -1, anchorAt: 0, timeZone: 'UTC' }],
    ['no number for an interval', { kind: 'interval', intervalMs: Number.NaN, anchorAt: 0, timeZone: 'UTC' }],
    ['an unreadable rule', { kind: 'unreadable', text: 'x' }],
    ['recurrence nonsense', { kind: 'rrule', rrule: 'FREQ=SOMETIMES', timeZone: 'UTC' }],
    ['a count of seconds since 1970', { kind: 'rrule', rrule: 'DTSTART:19700101T000000\nRRULE:FREQ=SECONDLY;COUNT=99999999999', timeZone: 'UTC' }],
  ])('is unknown, soon, for %s', (_, rule) => {
    const startedAt = Date.now()
    expect(slotsBetween(rule, ...week)).toBeNull()
    expect(Date.now() - startedAt).toBeLessThan(200)
  })

  it('names none for a day that never comes', () => {
    expect(slotsBetween(cron('0 9 31 2 *'), ...week)).toEqual([])
  })

  it('follows every minute of two weeks in time', () => {
    const startedAt = Date.now()
    expect(slotsBetween(cron('* * * * *'), at('2026-11-09T00:00:00Z'), at('2026-11-23T00:00:00Z'))).toHaveLength(14 * 1_440 + 1)
    expect(Date.now() - startedAt).toBeLessThan(500)
  })

  it('gives for two windows what it gives for both as one', () => {
    const rules = SCHEDULE_CASES.map(({ rule }) => rule).filter(rule => rule.kind === 'cron')
    fc.assert(fc.property(fc.constantFrom(...rules), fc.integer({ min: 0, max: 7 * 86_400 }), (rule, seconds) => {
      const middle = week[0] + seconds * 1_000
      const parts = [...slotsBetween(rule, week[0], middle) ?? [], ...slotsBetween(rule, middle + 1, week[1]) ?? []]
      expect(parts).toEqual(slotsBetween(rule, ...week))
    }), { seed: 1, numRuns: 60 })
  })
})

describe('nextSlot', () => {
  it('finds tomorrow and next year alike', () => {
    expect(nextSlot({ kind: 'cron', cron: '0 3 * * *', timeZone: 'UTC', dayOr: true }, at('2026-11-23T03:00:00Z'))).toBe(at('2026-11-24T03:00:00Z'))
    expect(nextSlot({ kind: 'cron', cron: '0 3 1 10 *', timeZone: 'UTC', dayOr: true }, at('2026-11-23T03:00:00Z'))).toBe(at('2027-10-01T03:00:00Z'))
  })
})
