import { z } from 'zod'
import type { Deployment, Flow, WorkPool } from '../../shared/model/deployment.ts'
import { Instant } from './instant.ts'
import { toSchedule } from './schedule.ts'

/** What we read of `DeploymentResponse` (3.8.8); 2.20 sends the same fields among more. */
const DeploymentBody = z.object({
  id: z.string(),
  name: z.string(),
  flow_id: z.string(),
  created: Instant,
  updated: Instant.nullish(),
  paused: z.boolean(),
  tags: z.array(z.string()),
  schedules: z.array(z.unknown()),
  work_pool_name: z.string().nullish(),
  work_queue_name: z.string().nullish(),
  entrypoint: z.string().nullish(),
  version: z.string().nullish(),
  /** 3.x; `concurrency_limit` beside it is always null there. */
  global_concurrency_limit: z.object({ limit: z.number(), active: z.boolean() }).nullish().catch(null),
  concurrency_options: z.object({ collision_strategy: z.string() }).nullish().catch(null),
})

const FlowBody = z.object({ id: z.string(), name: z.string(), created: Instant, tags: z.array(z.string()) })

const WorkPoolBody = z.object({
  name: z.string(),
  type: z.string(),
  is_paused: z.boolean(),
  status: z.enum(['READY', 'NOT_READY', 'PAUSED']).nullish().catch(null),
  concurrency_limit: z.number().nullish(),
})

export function toDeployment(body: unknown): Deployment {
  const deployment = DeploymentBody.parse(body)
  const { global_concurrency_limit: limit, concurrency_options: options } = deployment
  return {
    id: deployment.id,
    name: deployment.name,
    flowId: deployment.flow_id,
    tags: deployment.tags,
    paused: deployment.paused,
    schedules: deployment.schedules.map(toSchedule),
    createdAt: deployment.created,
    updatedAt: deployment.updated ?? null,
    workPool: deployment.work_pool_name ?? null,
    workQueue: deployment.work_queue_name ?? null,
    entrypoint: deployment.entrypoint ?? null,
    version: deployment.version ?? null,
    concurrencyLimit: limit?.active === true ? limit.limit : null,
    // Without options a worker holds the run back and tries again.
    collision: limit?.active !== true ? null : options?.collision_strategy === 'CANCEL_NEW' ? 'cancel-new' : 'enqueue',
  }
}

export function toFlow(body: unknown): Flow {
  const { id, name, created, tags } = FlowBody.parse(body)
  return { id, name, createdAt: created, tags }
}

/** `base_job_template`, up to 30 kB a pool, is left behind here. */
export function toWorkPool(body: unknown): WorkPool {
  const pool = WorkPoolBody.parse(body)
  return { name: pool.name, type: pool.type, paused: pool.is_paused, status: pool.status ?? null, concurrencyLimit: pool.concurrency_limit ?? null }
}

const SchemaBody = z.object({ parameter_openapi_schema: z.record(z.string(), z.unknown()).nullish() })

export function toParameterSchema(body: unknown): Record<string, unknown> | null {
  return SchemaBody.parse(body).parameter_openapi_schema ?? null
}
