import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScheduleRule } from '../model/deployment.ts'
import { localParts } from '../model/zone.ts'
import { toId } from '../verdict/problem.ts'
import { describeSchedule } from './describe-schedule.ts'
import recorded from './recorded/prefect-3.8.8-slots.json'
import { SCHEDULE_CASES, SCHEDULE_WINDOWS } from './schedule-cases.ts'
import { nextSlot, nextSlots, scheduledSlots, slotsBetween } from './slots.ts'

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
  const rrule = (text: string): ScheduleRule => ({ kind: 'rrule', rrule: text, timeZone: 'UTC' })
  const interval = (intervalMs: number, anchorAt = 0): ScheduleRule => ({ kind: 'interval', intervalMs, anchorAt, timeZone: 'Europe/Berlin' })
  const week = [at('2026-11-16T00:00:00Z'), at('2026-11-23T00:00:00Z')] as const
  const fortnight = [at('2026-11-09T00:00:00Z'), at('2026-11-23T00:00:00Z')] as const

  it('names no case twice', () => {
    expect(new Set(SCHEDULE_CASES.map(({ name }) => name)).size).toBe(SCHEDULE_CASES.length)
  })

  it.each<[string, ScheduleRule]>([
    ['a zone that does not exist', cron('0 3 * * *', 'Mars/Olympus')],
    ['a minute past sixty', cron('60 9 * * *')],
    ['too few fields', cron('0 9 * *')],
    ['too many fields', cron('0 9 * * * 0 2027 1')],
    ['ten kilobytes of stars', cron('* '.repeat(5_000))],
    ['hashed fields', cron('H 9 * * *')],
    ['random fields', cron('R/5 9 * * *')],
    ['a nickname nobody has', cron('@noon')],
    ['a range below zero', cron('0 9 -1 * *')],
    ['a plain weekday beside a numbered one', cron('0 9 * * 1#1,3')],
    ['Sunday as seven beside seconds', cron('0 9 * * 7 0')],
    ['every second of two weeks', cron('* * * * * *')],
    ['an interval of nothing', interval(0)],
    ['a negative interval', interval(-1)],
    ['no number for an interval', interval(Number.NaN)],
    ['an endless interval', interval(Infinity)],
    ['an anchor outside of time', interval(1_000, 1e300)],
    ['a second\'s interval over two weeks', interval(1_000)],
    ['an unreadable rule', { kind: 'unreadable', text: 'x' }],
    ['no recurrence', rrule('')],
    ['a start alone', rrule('DTSTART:20260101T000000')],
    ['recurrence nonsense', rrule('FREQ=SOMETIMES')],
    ['an unknown part', rrule('FREQ=DAILY;BYMOON=1')],
    ['an interval of nothing in a recurrence', rrule('FREQ=DAILY;INTERVAL=0')],
    ['an end without the zone its start has', rrule('DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY;UNTIL=20270101T000000')],
    ['a day that is none', rrule('DTSTART:20260230T000000\nRRULE:FREQ=DAILY')],
    ['each second since 1970', rrule('DTSTART:19700101T000000\nRRULE:FREQ=SECONDLY')],
    ['a count of seconds since 1970', rrule('DTSTART:19700101T000000\nRRULE:FREQ=SECONDLY;COUNT=99999999999')],
    ['ten kilobytes of recurrence', rrule(`RRULE:FREQ=DAILY;BYHOUR=${'1,'.repeat(5_000)}1`)],
  ])('is unknown, soon, for %s', (_, rule) => {
    const startedAt = Date.now()
    expect(slotsBetween(rule, ...fortnight)).toBeNull()
    expect(nextSlot(rule, Number.NaN)).toBe('unreadable')
    expect(Date.now() - startedAt).toBeLessThan(200)
  })

  it.each<[string, ScheduleRule]>([
    ['a day no month has', cron('0 9 30 2 *')],
    ['a weekday that is never that date', cron('0 9 15 * 1#1')],
    ['a year that is over', cron('0 9 * * * 0 2025')],
    ['a yearly date that never comes', rrule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')],
    ['seconds of a date that never comes', rrule('FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30')],
    ['a recurrence that is over', rrule('DTSTART:20200101T000000\nRRULE:FREQ=DAILY;COUNT=10')],
    ['an anchor far ahead', interval(1e14, 7e15)],
  ])('names none, soon, for %s', (_, rule) => {
    const startedAt = Date.now()
    expect(slotsBetween(rule, ...week)).toEqual([])
    expect(Date.now() - startedAt).toBeLessThan(200)
  })

  it.each([['an unending range', 0, Infinity], ['no number', Number.NaN, 1], ['eleven years', 0, 11 * 366 * 86_400_000]])('is unknown for %s', (_, fromAt, toAt) => {
    expect(slotsBetween(cron('0 3 * * *'), fromAt, toAt)).toBeNull()
  })

  it('names none where the end is before the start', () => {
    expect(slotsBetween(cron('0 3 * * *'), week[1], week[0])).toEqual([])
  })

  it('includes both ends', () => {
    expect(slotsBetween(cron('0 3 * * *', 'UTC'), at('2026-11-16T03:00:00Z'), at('2026-11-17T03:00:00Z'))).toHaveLength(2)
  })

  it('keeps the microseconds of an anchor', () => {
    expect(slotsBetween(interval(60_000, week[0] + 0.125), week[0], week[0] + 60_000)).toEqual([week[0] + 0.125])
  })

  it.each([cron('* * * * *'), interval(60_000, at('2016-11-09T00:00:00Z')), rrule('DTSTART:20200101T000000\nRRULE:FREQ=MINUTELY')])('follows every minute of two weeks in time: $kind', (rule) => {
    const startedAt = Date.now()
    expect(slotsBetween(rule, ...fortnight)).toHaveLength(14 * 1_440 + 1)
    expect(Date.now() - startedAt).toBeLessThan(500)
  })

  // Around the autumn change, where an answer that starts between the two equal hours would differ for intervals.
  const additive = SCHEDULE_CASES.map(({ rule }) => rule).filter(rule => rule.kind !== 'interval')
  const change = [at('2026-10-22T00:00:00Z'), at('2026-10-29T00:00:00Z')] as const

  it('gives for two windows what it gives for both as one', () => {
    fc.assert(fc.property(fc.constantFrom(...additive), fc.integer({ min: 0, max: 7 * 86_400 }), (rule, seconds) => {
      const middle = change[0] + seconds * 1_000
      const parts = [...slotsBetween(rule, change[0], middle) ?? [], ...slotsBetween(rule, middle + 1, change[1]) ?? []]
      expect(parts).toEqual(slotsBetween(rule, ...change))
    }), { seed: 1, numRuns: 150 })
  })

  it('ascends, in the range, without repeats', () => {
    const rules = SCHEDULE_CASES.map(({ rule }) => rule)
    fc.assert(fc.property(fc.constantFrom(...rules), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 20 }), (rule, days, length) => {
      const fromAt = week[0] + days * 86_400_000
      const toAt = fromAt + length * 86_400_000
      const slots = slotsBetween(rule, fromAt, toAt) ?? []
      expect(slots.every((slot, index) => slot >= fromAt && slot <= toAt && (index === 0 || slot > slots[index - 1]!))).toBe(true)
    }), { seed: 2, numRuns: 150 })
  })

  it('shows the fields of its cron line on the wall clock', () => {
    const field = (max: number): fc.Arbitrary<number[]> => fc.uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 4 })
    fc.assert(fc.property(field(59), field(23), field(6), fc.constantFrom('Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe'), (minutes, hours, weekdays, timeZone) => {
      const slots = slotsBetween(cron(`${minutes.join()} ${hours.join()} * * ${weekdays.join()}`, timeZone), fortnight[0], fortnight[1] - 1) ?? []
      expect(slots).toHaveLength(2 * minutes.length * hours.length * weekdays.length)
      for (const slot of slots) {
        const local = localParts(slot, timeZone)
        expect([minutes.includes(local.minute), hours.includes(local.hour), weekdays.includes(local.weekday), local.second]).toEqual([true, true, true, 0])
      }
    }), { seed: 3, numRuns: 40 })
  })

  it('reads any text without throwing', () => {
    const cronText = fc.string({ unit: fc.constantFrom(...'0123456789*/-,#?lLrRhHmonfri@ '), maxLength: 40 })
    const rruleText = fc.array(fc.constantFrom('FREQ=', 'DAILY', 'YEARLY', ';', ':', '=', ',', '-1', '0', '99', 'BYDAY=', 'MO', 'BYSETPOS=', 'DTSTART', 'RRULE', 'EXDATE', '20261101T000000', 'Z', '\n', 'TZID=x', 'COUNT=', 'UNTIL=', '+'), { maxLength: 14 }).map(parts => parts.join(''))
    fc.assert(fc.property(fc.oneof(cronText.map(text => cron(text)), rruleText.map(rrule), fc.string().map(text => cron(text)), fc.string().map(rrule)), (rule) => {
      slotsBetween(rule, ...week)
      nextSlots(rule, week[0], 2)
      describeSchedule(rule)
    }), { seed: 4, numRuns: 1_000 })
  })
})

describe('scheduledSlots', () => {
  const daily = (anchorAt: number): ScheduleRule => ({ kind: 'interval', intervalMs: 86_400_000, anchorAt, timeZone: 'Europe/Berlin' })
  const hoursOf = (slots: number[] | null): string[] => slots?.map(slot => new Date(slot).toISOString().slice(5, 13)) ?? ['unknown']

  // As rows of a scheduler loop went over both changes of the clocks.
  it('is back on the anchor\'s hour the day after the clocks went back', () => {
    const rule = daily(at('2026-07-01T07:00:00Z'))
    expect(hoursOf(scheduledSlots(rule, at('2026-10-23T00:00:00Z'), at('2026-10-28T00:00:00Z')))).toEqual(['10-23T07', '10-24T07', '10-25T08', '10-26T07', '10-27T07'])
  })
  it('has both hours the day after they went forward', () => {
    const rule = daily(at('2026-12-01T08:00:00Z'))
    expect(hoursOf(scheduledSlots(rule, at('2027-03-27T00:00:00Z'), at('2027-03-31T00:00:00Z')))).toEqual(['03-27T08', '03-28T07', '03-29T07', '03-29T08', '03-30T08'])
  })
  it('gives for two windows what it gives for both as one', () => {
    const [fromAt, toAt] = [at('2026-10-20T00:00:00Z'), at('2026-11-05T00:00:00Z')]
    const rules = SCHEDULE_CASES.map(({ rule }) => rule)
    fc.assert(fc.property(fc.constantFrom(...rules), fc.integer({ min: 0, max: 16 * 24 }), (rule, hours) => {
      const middle = fromAt + hours * 3_600_000
      const whole = scheduledSlots(rule, fromAt, toAt)
      if (whole !== null)
        expect([...scheduledSlots(rule, fromAt, middle) ?? [], ...scheduledSlots(rule, middle + 0.001, toAt) ?? []]).toEqual(whole)
    }), { seed: 5, numRuns: 200 })
  })
  it('leaves the second half of a repeated hour out wherever it is asked from', () => {
    const hourly: ScheduleRule = { kind: 'interval', intervalMs: 3_600_000, anchorAt: 0, timeZone: 'Europe/Berlin' }
    expect(hoursOf(scheduledSlots(hourly, at('2026-10-25T01:00:00Z'), at('2026-10-25T03:00:00Z')))).toEqual(['10-25T02', '10-25T03'])
  })
  it.each([0, -1, Number.NaN, Infinity, 1e13, 1e14])('ends for an interval of %d', (intervalMs) => {
    const rule: ScheduleRule = { kind: 'interval', intervalMs, anchorAt: 0, timeZone: 'UTC' }
    expect([[], null]).toContainEqual(scheduledSlots(rule, at('2026-11-16T00:00:00Z'), at('2026-11-23T00:00:00Z')))
  })
})

describe('nextSlots', () => {
  const afterAt = at('2026-11-23T03:00:00Z')
  const cron = (text: string, timeZone = 'UTC'): ScheduleRule => ({ kind: 'cron', cron: text, timeZone, dayOr: true })

  it.each([
    ['tomorrow', '0 3 * * *', '2026-11-24T03:00:00Z'],
    ['next year', '0 3 1 10 *', '2027-10-01T03:00:00Z'],
    ['the next leap day', '0 3 29 2 *', '2028-02-29T03:00:00Z'],
    ['next month\'s every second', '* * * 12 * *', '2026-12-01T00:00:00Z'],
  ])('finds %s', (_, text, expected) => {
    expect(nextSlot(cron(text), afterAt)).toBe(at(expected))
  })

  it('comes strictly after', () => {
    expect(nextSlots(cron('* * * * *'), afterAt, 3)).toEqual([1, 2, 3].map(minutes => afterAt + minutes * 60_000))
  })

  it('finds in order what the skipped hour puts out of order', () => {
    const before = at('2027-03-28T01:10:00+01:00')
    expect(nextSlots(cron('15,45 1,2 * * *', 'Europe/Berlin'), before, 3)).toEqual([
      at('2027-03-28T01:15:00+01:00'), at('2027-03-28T01:45:00+01:00'), at('2027-03-29T01:15:00+02:00'),
    ])
  })

  it('says never, and none, for a day that never comes', () => {
    expect(nextSlot(cron('0 9 30 2 *'), afterAt)).toBeNull()
    expect(nextSlots(cron('0 9 30 2 *'), afterAt, 5)).toEqual([])
  })

  it('says what is left of a recurrence that ends', () => {
    const rule: ScheduleRule = { kind: 'rrule', rrule: 'DTSTART:20261101T080000\nRRULE:FREQ=DAILY;UNTIL=20261125T080000', timeZone: 'UTC' }
    expect(nextSlots(rule, afterAt, 5)).toHaveLength(3)
  })

  it('agrees with the slots of every case', () => {
    for (const { rule } of SCHEDULE_CASES) {
      const next = nextSlots(rule, afterAt, 5)
      expect(next?.slice(0, 5)).toEqual(slotsBetween(rule, afterAt + 0.001, next?.at(-1) ?? afterAt)?.slice(0, 5))
    }
  })
})
