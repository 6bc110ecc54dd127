import { z } from 'zod'
import type { Schedule, ScheduleRule } from '../../shared/model/deployment.ts'
import { Instant, toMs } from './instant.ts'
import { ScalarTexts } from './scalar-texts.ts'

const ScheduleBody = z.object({
  id: z.string(),
  active: z.boolean(),
  created: Instant.nullish(),
  updated: Instant.nullish(),
  schedule: z.unknown(),
  parameters: ScalarTexts,
})

const CronBody = z.object({ cron: z.string(), timezone: z.string().nullish(), day_or: z.boolean().nullish() })
/** `interval` in seconds. */
const IntervalBody = z.object({ interval: z.number().positive(), anchor_date: Instant, timezone: z.string().nullish() })
const RRuleBody = z.object({ rrule: z.string(), timezone: z.string().nullish() })

/** One of `deployment.schedules`. One we cannot understand stays, as unreadable and active, so that its job is judged unknown. */
export function toSchedule(body: unknown, place: number): Schedule {
  const { data } = ScheduleBody.safeParse(body)
  if (data === undefined)
    return { id: `unreadable-${place}`, active: true, rule: toUnreadable(body), createdAt: null, updatedAt: null, parameters: {} }
  return { id: data.id, active: data.active, rule: toRule(data.schedule), createdAt: data.created ?? null, updatedAt: data.updated ?? null, parameters: data.parameters }
}

/** Prefect takes a missing `day_or` for true. */
export function toRule(body: unknown): ScheduleRule {
  const cron = CronBody.safeParse(body).data
  if (cron !== undefined)
    return { kind: 'cron', cron: cron.cron, timeZone: cron.timezone ?? null, dayOr: cron.day_or ?? true }
  const interval = IntervalBody.safeParse(body).data
  if (interval !== undefined)
    return { kind: 'interval', intervalMs: toMs(interval.interval), anchorAt: interval.anchor_date, timeZone: interval.timezone ?? null }
  const rrule = RRuleBody.safeParse(body).data
  if (rrule !== undefined)
    return { kind: 'rrule', rrule: rrule.rrule, timeZone: rrule.timezone ?? null }
  return toUnreadable(body)
}

function toUnreadable(body: unknown): ScheduleRule {
  return { kind: 'unreadable', text: String(JSON.stringify(body)).slice(0, 500) }
}
