import { DAY, MINUTE, writeInstant } from './instant.ts'
import { fromWallTime, toWallTime } from './wall-clock.ts'

/** When runs of a deployment are due. */
export type Schedule = WallSchedule | EverySchedule

/** At one time of the day on a zone's clock: each day, or on some weekdays (0 is Sunday), or on one day of the month. */
export interface WallSchedule {
  kind: 'cron' | 'rrule'
  zone: string
  minuteOfDay: number
  weekdays: readonly number[] | null
  monthDay: number | null
}

/** Every so many minutes of UTC, from an offset past the hour or day. */
export interface EverySchedule {
  kind: 'cron-every' | 'interval'
  minutes: number
  offsetMinutes: number
}

/** Where intervals start to count: any instant long before the night does. */
const ANCHOR_AT = Date.UTC(2026, 0, 5)

const RRULE_DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const

/** The first slot after an instant. */
export function slotAfter(schedule: Schedule, after: number): number {
  if ('minutes' in schedule) {
    const start = ANCHOR_AT + schedule.offsetMinutes * MINUTE
    const every = schedule.minutes * MINUTE
    return start + (Math.floor((after - start) / every) + 1) * every
  }
  for (let probe = after - DAY; ; probe += DAY / 2) {
    const wall = toWallTime(schedule.zone, probe)
    const at = fromWallTime(schedule.zone, { ...wall, hour: Math.floor(schedule.minuteOfDay / 60), minute: schedule.minuteOfDay % 60 })
    if (at > after && isDay(schedule, wall))
      return at
  }
}

function isDay({ weekdays, monthDay }: WallSchedule, { weekday, day }: { weekday: number, day: number }): boolean {
  return (weekdays === null || weekdays.includes(weekday)) && (monthDay === null || monthDay === day)
}

/** The schedule in the dialect's words. */
export function toScheduleBody(schedule: Schedule): Record<string, unknown> {
  if ('minutes' in schedule && schedule.kind === 'interval')
    return { interval: schedule.minutes * 60, anchor_date: writeInstant(ANCHOR_AT + schedule.offsetMinutes * MINUTE), timezone: 'UTC' }
  if ('minutes' in schedule)
    return { cron: toEveryCron(schedule), timezone: 'UTC', day_or: true }
  const hour = Math.floor(schedule.minuteOfDay / 60)
  const minute = schedule.minuteOfDay % 60
  if (schedule.kind === 'rrule') {
    const days = schedule.weekdays === null ? 'FREQ=DAILY' : `FREQ=WEEKLY;BYDAY=${schedule.weekdays.map(day => RRULE_DAYS[day]).join(',')}`
    return { rrule: `${days};BYHOUR=${hour};BYMINUTE=${minute};BYSECOND=0`, timezone: schedule.zone }
  }
  return { cron: `${minute} ${hour} ${schedule.monthDay ?? '*'} * ${toCronDays(schedule.weekdays)}`, timezone: schedule.zone, day_or: true }
}

function toCronDays(weekdays: readonly number[] | null): string {
  const days = weekdays?.join(',') ?? '*'
  return days === '1,2,3,4,5' ? '1-5' : days
}

function toEveryCron({ minutes, offsetMinutes }: EverySchedule): string {
  if (minutes >= 60)
    return `${offsetMinutes % 60} ${minutes === 60 ? '*' : `${Math.floor(offsetMinutes / 60)}-23/${minutes / 60}`} * * *`
  return `${offsetMinutes === 0 ? '*' : `${offsetMinutes}-59`}/${minutes} * * * *`
}
