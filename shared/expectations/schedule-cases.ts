import type { ScheduleRule } from '../model/deployment.ts'

export interface ScheduleCase {
  name: string
  rule: ScheduleRule
}

const cron = (name: string, text: string, timeZone: string | null = 'Europe/Berlin', dayOr = true): ScheduleCase => ({ name, rule: { kind: 'cron', cron: text, timeZone, dayOr } })
const every = (name: string, seconds: number, anchor: string, timeZone: string | null = 'Europe/Berlin'): ScheduleCase => ({ name, rule: { kind: 'interval', intervalMs: seconds * 1_000, anchorAt: Date.parse(anchor), timeZone } })
const rrule = (name: string, text: string, timeZone: string | null = 'Europe/Berlin'): ScheduleCase => ({ name, rule: { kind: 'rrule', rrule: text, timeZone } })

const HOUR = 3_600
const DAY = 24 * HOUR

/** Schedules whose slots are compared with Prefect's own: recorded answers in the unit tests, a running server's rows in the real ones. */
export const SCHEDULE_CASES: readonly ScheduleCase[] = [
  cron('nightly', '0 3 * * *'),
  cron('in the hour the clocks change', '30 2 * * *'),
  cron('just before the clocks change', '30 1 * * *'),
  cron('hourly', '0 * * * *'),
  cron('half-hourly', '*/30 * * * *'),
  cron('every quarter of working hours', '*/15 8-17 * * 1-5'),
  cron('weekdays', '0 6 * * 1-5'),
  cron('named days', '15 10 * * sat,SUN'),
  cron('Sunday as seven', '0 9 * * 7'),
  cron('a range to Sunday as seven', '0 9 * * 5-7'),
  cron('a range over the week\'s end', '0 9 * * fri-mon'),
  cron('a range over midnight', '0 22-2 * * *'),
  cron('first and fifteenth', '0 9 1,15 * *'),
  cron('day of month or day of week', '0 9 15 * 1'),
  cron('day of month and day of week', '0 9 8-14 * 1', 'Europe/Berlin', false),
  cron('a stepped day and a weekday', '0 9 */10 * 1'),
  cron('a question mark', '0 9 ? * 1'),
  cron('last day of the month', '0 9 L * *'),
  cron('first and last day', '0 9 1,L * *'),
  cron('second Monday', '0 9 * * 1#2'),
  cron('first Monday by name', '0 9 * * mon#1'),
  cron('first Monday and second Wednesday', '0 9 * * 1#1,3#2'),
  cron('fifth Sunday', '0 9 * * 0#5'),
  cron('last Friday', '0 9 * * L5'),
  cron('every other month', '0 9 1 jan-dec/2 *'),
  cron('from a minute on', '5/20 3 * * *'),
  cron('with seconds', '0 3 * * * 30'),
  cron('nickname daily', '@daily'),
  cron('nickname weekly', '@weekly'),
  cron('nickname monthly', '@monthly'),
  cron('leap day', '0 9 29 2 *'),
  cron('without a zone', '0 3 * * *', null),
  cron('New York in the repeated hour', '30 1 * * *', 'America/New_York'),
  cron('New York in the skipped hour', '30 2 * * *', 'America/New_York'),
  cron('São Paulo', '0 0 * * *', 'America/Sao_Paulo'),
  cron('Kolkata', '15 5 * * *', 'Asia/Kolkata'),
  cron('Lord Howe, whose clocks move half an hour', '15 2 * * *', 'Australia/Lord_Howe'),
  cron('Lord Howe, half-hourly', '*/30 1-3 * * *', 'Australia/Lord_Howe'),
  cron('Apia', '0 3 * * *', 'Pacific/Apia'),
  cron('Santiago at midnight', '0 0 * * *', 'America/Santiago'),
  cron('every fifth day, past February', '0 9 */5 * *'),
  cron('first and thirty-first', '0 9 1,31 * *'),
  cron('a weekday to itself', '0 9 * * 1-1'),
  cron('all weekdays beside a day of the month', '0 9 15 * 0-6'),
  cron('first Monday beside a week of days', '0 9 1-7 * 1#1'),
  cron('a range past the year with a step', '0 9 1 oct-apr/3 *'),
  cron('with years', '0 9 * * 1 0 2026-2028'),
  cron('Dublin, where the winter is the saving time', '30 1 * * *', 'Europe/Dublin'),
  every('ninety seconds', 90, '2026-11-01T00:00:00Z'),
  every('a quarter of an hour from an odd anchor', 900, '2026-11-01T00:03:07.250Z'),
  every('an hour', HOUR, '2020-01-01T00:30:00Z'),
  every('a day', DAY, '2026-11-01T08:00:00Z'),
  every('a day, anchored in summer', DAY, '2026-07-01T07:00:00Z'),
  every('a day, anchored in the future', DAY, '2028-01-01T07:00:00Z'),
  every('a day and a half', 1.5 * DAY, '2026-11-01T08:00:00Z'),
  every('a week', 7 * DAY, '2026-01-05T08:00:00Z'),
  every('a week in New York', 7 * DAY, '2026-01-05T08:00:00Z', 'America/New_York'),
  every('a day without DST', DAY, '2026-11-01T08:00:00Z', 'UTC'),
  every('a day and an hour', 25 * HOUR, '2026-10-01T00:30:00Z'),
  every('a day into the repeated hour', DAY, '2026-11-10T05:30:00Z', 'America/New_York'),
  every('a day, in the hour the clocks change', DAY, '2026-11-01T01:30:00Z'),
  every('six hours', 6 * HOUR, '2026-11-01T02:00:00Z'),
  rrule('daily at nine', 'FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0'),
  rrule('daily from a start', 'DTSTART:20261101T023000\nRRULE:FREQ=DAILY'),
  rrule('weekdays of a week', 'DTSTART:20240101T060000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'),
  rrule('last workday of the month', 'DTSTART:20240101T180000\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'),
  rrule('every other week', 'DTSTART:20260105T080000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO'),
  rrule('hourly in the night', 'DTSTART:20240101T000000\nRRULE:FREQ=HOURLY;BYHOUR=0,1,2,3,4'),
  rrule('every ten minutes', 'FREQ=MINUTELY;INTERVAL=10'),
  rrule('with an end', 'DTSTART:20261101T080000\nRRULE:FREQ=DAILY;UNTIL=20261210T080000'),
  rrule('with a count', 'DTSTART:20261101T080000\nRRULE:FREQ=DAILY;COUNT=40'),
  rrule('without Christmas', 'DTSTART:20261101T080000\nRRULE:FREQ=DAILY\nEXDATE:20261225T080000'),
  rrule('second Tuesday and last Friday', 'DTSTART:20240101T070000\nRRULE:FREQ=MONTHLY;BYDAY=2TU,-1FR'),
  rrule('last day of the month before midnight', 'DTSTART:20240101T233000\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1'),
  rrule('weeks by their number', 'DTSTART:20240101T070000\nRRULE:FREQ=YEARLY;BYWEEKNO=1,13,44,-1;BYDAY=MO,TH'),
  rrule('days of the year', 'DTSTART:20240101T070000\nRRULE:FREQ=YEARLY;BYYEARDAY=1,74,300,-1'),
  rrule('third and last of the times of a week', 'DTSTART:20240101T070000\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=7,19;BYSETPOS=3,-1'),
  rrule('every 90 minutes of the night', 'DTSTART:20260101T003000\nRRULE:FREQ=MINUTELY;INTERVAL=90;BYHOUR=0,1,2,3'),
  rrule('two rules, a date and exceptions', 'DTSTART:20261001T070000\nRRULE:FREQ=WEEKLY;BYDAY=MO\nRRULE:FREQ=MONTHLY;BYMONTHDAY=1\nRDATE:20261028T121500\nEXRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=2MO\nEXDATE:20261026T070000'),
  rrule('with a zone of its own', 'DTSTART;TZID=America/New_York:20260101T070000\nRRULE:FREQ=DAILY;UNTIL=20270401T000000Z'),
  rrule('Dublin in the skipped hour', 'DTSTART:20240101T013000\nRRULE:FREQ=DAILY', 'Europe/Dublin'),
  rrule('in New York', 'DTSTART:20240101T013000\nRRULE:FREQ=DAILY', 'America/New_York'),
  rrule('in UTC', 'DTSTART:20240101T013000\nRRULE:FREQ=DAILY', 'UTC'),
]

/** Windows around the clock changes of both hemispheres, and an ordinary one; each within 1,000 slots of its schedule is compared. */
export const SCHEDULE_WINDOWS: readonly (readonly [string, string])[] = [
  ['2026-10-20T00:00:00Z', '2026-11-05T00:00:00Z'],
  ['2026-11-20T00:00:00Z', '2026-12-31T00:00:00Z'],
  ['2027-02-10T00:00:00Z', '2027-03-10T00:00:00Z'],
  ['2027-03-10T00:00:00Z', '2027-04-06T00:00:00Z'],
  ['2027-09-28T00:00:00Z', '2027-11-09T00:00:00Z'],
]
