import { z } from 'zod'
import type { Deployment, Flow, Schedule, ScheduleRule, WorkPool } from '../../shared/model/deployment.ts'
import { Instant, parseInstant } from './instant.ts'

/** The default anchor of an interval that names none: Prefect takes the moment the schedule was made. */
const IntervalBody = z.object({ interval: z.number(), anchor_date: z.string().nullish(), timezone: z.string().nullish() })
const CronBody = z.object({ cron: z.string(), timezone: z.string().nullish(), day_or: z.boolean().nullish() })
const RRuleBody = z.object({ rrule: z.string(), timezone: z.string().nullish() })

const ScheduleBody = z.object({
  id: z.string(),
  active: z.boolean(),
  created: Instant.nullish(),
  updated: Instant.nullish(),
  schedule: z.unknown(),
})

/** What we read of `DeploymentResponse` (3.8.8); 2.20 has the same fields among more. */
const DeploymentBody = z.object({
  id: z.string(),
  name: z.string(),
  flow_id: z.string(),
  created: Instant,
  updated: Instant.nullish(),
  paused: z.boolean().nullish(),
  tags: z.array(z.string()).nullish(),
  schedules: z.array(ScheduleBody).nullish(),
  work_pool_name: z.string().nullish(),
  work_queue_name: z.string().nullish(),
  entrypoint: z.string().nullish(),
  version: z.string().nullish(),
})

const FlowBody = z.object({ id: z.string(), name: z.string(), created: Instant, tags: z.array(z.string()).nullish() })

const WorkPoolBody = z.object({
  name: z.string(),
  type: z.string(),
  is_paused: z.boolean().nullish(),
  status: z.enum(['READY', 'NOT_READY', 'PAUSED']).nullish().catch(null),
  concurrency_limit: z.number().nullish(),
})

export function toDeployment(body: unknown): Deployment {
  const deployment = DeploymentBody.parse(body)
  return {
    id: deployment.id,
    name: deployment.name,
    flowId: deployment.flow_id,
    tags: deployment.tags ?? [],
    paused: deployment.paused ?? false,
    schedules: (deployment.schedules ?? []).map(toSchedule),
    createdAt: deployment.created,
    updatedAt: deployment.updated ?? null,
    workPool: deployment.work_pool_name ?? null,
    workQueue: deployment.work_queue_name ?? null,
    entrypoint: deployment.entrypoint ?? null,
    version: deployment.version ?? null,
  }
}

function toSchedule({ id, active, created, updated, schedule }: z.infer<typeof ScheduleBody>): Schedule {
  return { id, active, rule: toRule(schedule), createdAt: created ?? null, updatedAt: updated ?? null }
}

/** Seconds become ms; a shape we do not know is kept as text and judged unknown. */
function toRule(body: unknown): ScheduleRule {
  const cron = CronBody.safeParse(body)
  if (cron.success)
    return { kind: 'cron', cron: cron.data.cron, timeZone: cron.data.timezone ?? null, dayOr: cron.data.day_or ?? true }
  const interval = IntervalBody.safeParse(body)
  const anchorAt = interval.success ? parseInstant(interval.data.anchor_date ?? '') : null
  if (interval.success && anchorAt !== null)
    return { kind: 'interval', intervalMs: interval.data.interval * 1_000, anchorAt, timeZone: interval.data.timezone ?? null }
  const rrule = RRuleBody.safeParse(body)
  if (rrule.success)
    return { kind: 'rrule', rrule: rrule.data.rrule, timeZone: rrule.data.timezone ?? null }
  return { kind: 'unreadable', text: JSON.stringify(body)?.slice(0, 500) ?? '' }
}

export function toFlow(body: unknown): Flow {
  const { id, name, created, tags } = FlowBody.parse(body)
  return { id, name, createdAt: created, tags: tags ?? [] }
}

/** `base_job_template`, up to 30 kB a pool, is left behind here. */
export function toWorkPool(body: unknown): WorkPool {
  const pool = WorkPoolBody.parse(body)
  return { name: pool.name, type: pool.type, paused: pool.is_paused ?? false, status: pool.status ?? null, concurrencyLimit: pool.concurrency_limit ?? null }
}
