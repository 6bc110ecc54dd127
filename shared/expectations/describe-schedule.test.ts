import { describe, expect, it } from 'vitest'
import type { ScheduleRule } from '../model/deployment.ts'
import { describeSchedule } from './describe-schedule.ts'

const cron = (text: string, timeZone: string | null = 'Europe/Berlin', dayOr = true): ScheduleRule => ({ kind: 'cron', cron: text, timeZone, dayOr })
const rrule = (text: string, timeZone: string | null = 'Europe/Berlin'): ScheduleRule => ({ kind: 'rrule', rrule: text, timeZone })
const interval = (intervalMs: number, timeZone: string | null): ScheduleRule => ({ kind: 'interval', intervalMs, anchorAt: Date.parse('2026-11-02T08:00:00Z'), timeZone })

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

describe('describeSchedule', () => {
  it.each<[ScheduleRule, string]>([
    [cron('20 3 * * *'), 'every day at 03:20 Europe/Berlin'],
    [cron('0 6 * * 1-5', null), 'weekdays at 06:00 UTC'],
    [cron('15 10 * * sat,SUN'), 'weekends at 10:15 Europe/Berlin'],
    [cron('0 6,12,18 * * 1,4'), 'Mondays and Thursdays at 06:00, 12:00 and 18:00 Europe/Berlin'],
    [cron('0 8 * * 1-6'), 'Mondays to Saturdays at 08:00 Europe/Berlin'],
    [cron('*/15 * * * *'), 'every 15 minutes'],
    [cron('* * * * *'), 'every minute'],
    [cron('* * * * * */30'), 'every 30 seconds'],
    [cron('0 * * * *'), 'every hour'],
    [cron('15 * * * *'), '15 minutes past every hour'],
    [cron('0 */4 * * *'), 'every 4 hours'],
    [cron('*/15 8-17 * * 1-5'), 'weekdays, every 15 minutes from 08:00 to 17:45 Europe/Berlin'],
    [cron('30 8-17 * * *'), 'every hour from 08:30 to 17:30 Europe/Berlin'],
    [cron('0 2 * * mon#1'), 'first Monday of the month at 02:00 Europe/Berlin'],
    [cron('0 2 8-14 * 1', null, false), 'second Monday of the month at 02:00 UTC'],
    [cron('0 2 * * L5'), 'last Friday of the month at 02:00 Europe/Berlin'],
    [cron('0 9 1,15 * *'), 'the 1st and 15th of the month at 09:00 Europe/Berlin'],
    [cron('0 9 L * *'), 'the last day of the month at 09:00 Europe/Berlin'],
    [cron('0 9 15 * 1'), 'the 15th of the month, and Mondays at 09:00 Europe/Berlin'],
    [cron('0 9 1 1,7 *'), 'the 1st of January and July at 09:00 Europe/Berlin'],
    [cron('0 9 * 12 *'), 'every day in December at 09:00 Europe/Berlin'],
    [cron('@daily'), 'every day at 00:00 Europe/Berlin'],
    [cron('@weekly'), 'Sundays at 00:00 Europe/Berlin'],
    [cron('@monthly'), 'the 1st of the month at 00:00 Europe/Berlin'],
    [cron('@yearly'), 'every year on 1 January at 00:00 Europe/Berlin'],
    [interval(90_000, null), 'every 90 seconds'],
    [interval(15 * MINUTE_MS, null), 'every 15 minutes'],
    [interval(36 * HOUR_MS, 'Europe/Berlin'), 'every 36 hours'],
    [interval(DAY_MS, null), 'every day at 08:00 UTC'],
    [interval(7 * DAY_MS, 'UTC'), 'Mondays at 08:00 UTC'],
    [interval(10 * DAY_MS, 'UTC'), 'every 10 days'],
    [rrule('DTSTART:20260105T080000\nRRULE:FREQ=DAILY'), 'every day at 08:00 Europe/Berlin'],
    [rrule('DTSTART:20260105T080000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO'), 'every 2 weeks on Mondays at 08:00 Europe/Berlin'],
    [rrule('DTSTART:20260105T080000\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'), 'last working day of the month at 08:00 Europe/Berlin'],
    [rrule('DTSTART:20260105T080000\nRRULE:FREQ=MONTHLY;BYDAY=2TU'), 'second Tuesday of the month at 08:00 Europe/Berlin'],
    [rrule('DTSTART:20260105T080000\nRRULE:FREQ=DAILY;UNTIL=20261210T080000'), 'every day at 08:00 Europe/Berlin, until 2026-12-10'],
    [rrule('FREQ=MINUTELY;INTERVAL=10'), 'every 10 minutes'],
  ])('says %j', (rule, words) => {
    expect(describeSchedule(rule)).toBe(words)
  })

  it.each<[ScheduleRule, string]>([
    [cron('*/7 1-3 * * 2'), 'cron */7 1-3 * * 2 Europe/Berlin'],
    [cron('0 9 */5 * *'), 'cron 0 9 */5 * * Europe/Berlin'],
    [cron('0 9 13 * 5', null, false), 'cron 0 9 13 * 5 UTC'],
    [cron('0 9 1-7 1 1'), 'cron 0 9 1-7 1 1 Europe/Berlin'],
    [cron('0 9 * * * 0 2027'), 'cron 0 9 * * * 0 2027 Europe/Berlin'],
    [cron('nonsense\n  here'), 'cron nonsense here Europe/Berlin'],
    [interval(DAY_MS, 'Europe/Berlin'), 'every day'],
    [rrule('FREQ=DAILY;COUNT=40', null), 'rrule FREQ=DAILY;COUNT=40 UTC'],
    [{ kind: 'unreadable', text: '{"lunar": true}' }, '{"lunar": true}'],
  ])('does not say more than is true of %j', (rule, words) => {
    expect(describeSchedule(rule)).toBe(words)
  })

  it('cuts ten kilobytes short', () => {
    expect(describeSchedule(cron('*'.repeat(10_000))).length).toBeLessThan(150)
  })
})
