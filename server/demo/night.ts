import type { JobSpec, When } from './catalogue.ts'
import { JOBS } from './catalogue.ts'
import { chance, uuidOf } from './chance.ts'
import { DAY, HOUR, MINUTE } from './instant.ts'
import type { Schedule } from './schedule.ts'
import { slotAfter } from './schedule.ts'
import type { Incident, Night } from './story.ts'
import { incidentOf } from './story.ts'
import { fromWallTime, toWallTime, unsteadyMinutes } from './wall-clock.ts'

/** A deployment, or a flow that people run by hand, as the API knows it. */
export interface Job {
  spec: JobSpec
  /** `flow/deployment`: what its ids and chances are drawn from. */
  key: string
  flowId: string
  deploymentId: string | null
  scheduleId: string | null
  schedule: Schedule | null
  incident: Incident | null
  madeAt: number
}

/** How far back the runs reach. */
export const REACH = 14 * DAY

/** The night that ends at the start, or at 07:30 of the start's day if that is past. */
export function toNight(startAt: number, zone: string): Night {
  const morningAt = fromWallTime(zone, { ...toWallTime(zone, startAt), hour: 7, minute: 30 })
  return { startAt, endAt: Math.min(startAt, morningAt), zone }
}

export function toJobs(night: Night): readonly Job[] {
  return JOBS.map((spec) => {
    const key = `${spec.flow}/${spec.deployment ?? ''}`
    const schedule = toSchedule(spec.when, night)
    return {
      spec,
      key,
      flowId: uuidOf(`flow ${spec.flow}`),
      deploymentId: spec.deployment === null ? null : uuidOf(`deployment ${key}`),
      scheduleId: schedule === null ? null : uuidOf(`schedule ${key}`),
      schedule,
      incident: incidentOf(spec),
      madeAt: Math.floor((night.startAt - (spec.ageDays ?? 30 + Math.floor(chance(`${key} age`) * 300)) * DAY) / HOUR) * HOUR + Math.round(chance(`${key} made`) * 1e9) / 1e3,
    }
  })
}

function toSchedule(when: When, night: Night): Schedule | null {
  if ('byHand' in when)
    return null
  if ('every' in when)
    return { kind: when.as === 'interval' ? 'interval' : 'cron-every', minutes: when.every, offsetMinutes: when.offset }
  const zone = when.zone ?? night.zone
  const dueAt = (when.before === 'start' ? night.startAt : night.endAt) - when.minutes * MINUTE
  const wall = toWallTime(zone, dueAt)
  return {
    kind: when.as ?? 'cron',
    zone,
    minuteOfDay: toSteadyMinute(Math.floor((wall.hour * 60 + wall.minute) / 5) * 5, zone, night),
    weekdays: when.repeat === 'weekdays' ? [1, 2, 3, 4, 5] : when.repeat === 'week' ? [wall.weekday] : null,
    monthDay: when.repeat === 'month' ? Math.min(wall.day, 28) : null,
  }
}

/** The same minute, or the last one before it that the zone's clock shows once on every day around the night. */
function toSteadyMinute(minute: number, zone: string, { startAt }: Night): number {
  const unsteady = unsteadyMinutes(zone, startAt - REACH - 2 * DAY, startAt + 45 * DAY)
  const clash = unsteady.find(({ from, to }) => [minute - 1440, minute, minute + 1440].some(near => near > from && near < to))
  return clash === undefined ? minute : (Math.floor((clash.from + 1440) / 5) * 5) % 1440
}

/** The first slot of a job after an instant: of its schedule, or the next time somebody starts it by hand. */
export function dueAfter(job: Job, after: number): number {
  if (job.schedule !== null)
    return slotAfter(job.schedule, after)
  const share = 'byHand' in job.spec.when ? job.spec.when.shareOfDays : 0
  for (let day = Math.floor(after / DAY); ; day++) {
    const key = `${job.key} by hand ${day}`
    const at = day * DAY + 8 * HOUR + Math.round(chance(`${key} at`) * 9 * HOUR * 1_000) / 1_000
    if (at > after && chance(key) < share)
      return at
  }
}

