import { countBetween, pick } from '../../server/demo/chance.ts'
import { fromWallTime, toWallTime } from '../../server/demo/wall-clock.ts'
import type { ScheduleRule } from '../../shared/model/deployment.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** When a made-up job is due, told twice: in Prefect's words, and as a function of this file's own. */
export interface Rhythm {
  rule: ScheduleRule
  /** Instants in (fromAt, toAt], ascending. */
  dueBetween: (fromAt: number, toAt: number) => number[]
  /** The usual distance. */
  periodMs: number
}

interface Clock { hour: number, minute: number }

/** Each local day that `isDay` chooses, at these times of the clock. */
function onDays(zone: string, times: readonly Clock[], isDay: (day: { weekday: number, day: number }) => boolean): Rhythm['dueBetween'] {
  return (fromAt, toAt) => {
    const due: number[] = []
    for (let noon = fromAt - DAY; noon <= toAt + DAY; noon += DAY) {
      const wall = toWallTime(zone, noon)
      if (isDay(wall))
        due.push(...times.map(time => fromWallTime(zone, { ...wall, ...time })))
    }
    return [...new Set(due)].filter(at => at > fromAt && at <= toAt).sort((a, b) => a - b)
  }
}

const cronOf = (text: string, zone: string): ScheduleRule => ({ kind: 'cron', cron: text, timeZone: zone, dayOr: true })

export function daily(zone: string, { hour, minute }: Clock): Rhythm {
  return { rule: cronOf(`${minute} ${hour} * * *`, zone), dueBetween: onDays(zone, [{ hour, minute }], () => true), periodMs: DAY }
}

export function weekdays(zone: string, { hour, minute }: Clock): Rhythm {
  return { rule: cronOf(`${minute} ${hour} * * 1-5`, zone), dueBetween: onDays(zone, [{ hour, minute }], ({ weekday }) => weekday >= 1 && weekday <= 5), periodMs: DAY }
}

export function weekly(zone: string, { hour, minute }: Clock, weekday: number): Rhythm {
  return { rule: cronOf(`${minute} ${hour} * * ${weekday}`, zone), dueBetween: onDays(zone, [{ hour, minute }], day => day.weekday === weekday), periodMs: 7 * DAY }
}

/** On the local day of the month of an instant. */
export function monthly(zone: string, { hour, minute }: Clock, at: number): Rhythm {
  const { day: chosen } = toWallTime(zone, at)
  return { rule: cronOf(`${minute} ${hour} ${chosen} * *`, zone), dueBetween: onDays(zone, [{ hour, minute }], ({ day }) => day === chosen), periodMs: 30 * DAY }
}

export function hourly(zone: string, minute: number): Rhythm {
  const times = Array.from({ length: 24 }, (_, hour) => ({ hour, minute }))
  // UTC hours: a local clock that is put back names an hour twice, and a cron of hours is due in both.
  return { rule: cronOf(`${minute} * * * *`, 'UTC'), dueBetween: onDays('UTC', times, () => true), periodMs: HOUR }
}

/** Counted from an anchor in UTC, as an interval schedule without a zone is. */
export function everyMs(periodMs: number, anchorAt: number): Rhythm {
  return {
    rule: { kind: 'interval', intervalMs: periodMs, anchorAt, timeZone: 'UTC' },
    dueBetween(fromAt, toAt) {
      const due: number[] = []
      for (let at = anchorAt + (Math.floor((fromAt - anchorAt) / periodMs) + 1) * periodMs; at <= toAt; at += periodMs)
        due.push(at)
      return due
    },
    periodMs,
  }
}

export function byRRule(zone: string, { hour, minute }: Clock): Rhythm {
  return { rule: { kind: 'rrule', rrule: `DTSTART;TZID=${zone}:20240101T000000\nRRULE:FREQ=DAILY;BYHOUR=${hour};BYMINUTE=${minute};BYSECOND=0`, timeZone: zone }, dueBetween: onDays(zone, [{ hour, minute }], () => true), periodMs: DAY }
}

/** A time of the night in minutes that no change of a clock skips or repeats: zones change theirs between midnight and four. */
export function nightTime(key: string): Clock {
  return { hour: pick(`${key} hour`, [20, 21, 22, 23, 4, 5, 4, 5]), minute: countBetween(`${key} minute`, 0, 11) * 5 }
}

/** A rhythm of once a night at most. */
export function nightly(zone: string, key: string): Rhythm {
  return pick(key, [daily, daily, byRRule])(zone, nightTime(key))
}

/** Once a night, and hours ago by morning: where clocks were just put back, a habit is waited for one hour more. */
export function earlyNightly(zone: string, key: string): Rhythm {
  return daily(zone, { hour: pick(`${key} early`, [20, 21, 22, 23, 4]), minute: countBetween(`${key} minute`, 0, 5) * 5 })
}
