import { POOLS } from './catalogue.ts'
import { chance, uuidOf } from './chance.ts'
import { poolIdOf, queueIdOf, versionOf } from './flow-run-body.ts'
import { DAY, MINUTE, SECOND, writeInstant, writeInstantOrNull } from './instant.ts'
import { deploymentLimitOf, toDeploymentLimit } from './limit-body.ts'
import type { Job } from './night.ts'
import type { RunBook } from './run-book.ts'
import { toScheduleBody } from './schedule.ts'
import type { Night } from './story.ts'
import { workerLostAt } from './story.ts'

export type Pool = (typeof POOLS)[number]

/** Instants of the last look of a worker or runner: every 15 seconds. */
const lookedAt = (now: number, key: string): number => Math.floor(now / (15 * SECOND)) * 15 * SECOND - Math.round(chance(key) * 4_000_000) / 1_000

/** Upstream calls a worker lost after three silent half minutes. */
const isLost = (pool: Pool, night: Night, now: number): boolean => pool.name === 'gpu-pool' && now > workerLostAt(night) + 95 * SECOND

function poolLookedAt(pool: Pool, night: Night, now: number): number {
  return pool.name === 'gpu-pool' ? Math.min(lookedAt(now, pool.name), workerLostAt(night)) : lookedAt(now, pool.name)
}

export interface FlowRow { id: string, name: string, madeAt: number }

/** The flows: of the deployments, of hand-made runs, and those that run only as subflows. */
export function toFlowRows(jobs: readonly Job[]): FlowRow[] {
  const rows = new Map<string, FlowRow>()
  for (const { flowId, spec, madeAt } of jobs)
    rows.set(flowId, { id: flowId, name: spec.flow, madeAt: Math.min(madeAt, rows.get(flowId)?.madeAt ?? madeAt) })
  for (const name of ['refresh-dashboard', 'mail-summary'])
    rows.set(uuidOf(`flow ${name}`), { id: uuidOf(`flow ${name}`), name, madeAt: Math.min(...jobs.map(job => job.madeAt)) })
  return [...rows.values()]
}

export function toFlowBody({ id, name, madeAt }: FlowRow): Record<string, unknown> {
  return { id, created: writeInstant(madeAt), updated: writeInstant(madeAt), name, tags: [], labels: {} }
}

export const changedAt = (job: Job, book: Pick<RunBook, 'switchOf'>, now: number): number => book.switchOf(job, now)?.at ?? job.madeAt

export function toDeploymentBody(job: Job, book: Pick<RunBook, 'night' | 'switchOf' | 'runsAt'>, now: number): Record<string, unknown> {
  const { spec } = job
  const { night } = book
  const limit = deploymentLimitOf(spec)
  const pool = POOLS.find(one => one.name === spec.pool)
  const polledAt = pool === undefined ? lookedAt(now, job.key) : poolLookedAt(pool, night, now)
  const module = spec.flow.replaceAll(/[^a-z0-9]+/g, '_').slice(0, 60)
  return {
    id: job.deploymentId,
    created: writeInstant(job.madeAt),
    updated: writeInstant(changedAt(job, book, now)),
    name: spec.deployment,
    version: versionOf(job),
    description: null,
    flow_id: job.flowId,
    paused: book.switchOf(job, now)?.isPaused ?? false,
    schedules: job.schedule === null
      ? []
      : [{ id: job.scheduleId, created: writeInstant(job.madeAt), updated: writeInstant(job.madeAt), deployment_id: job.deploymentId, schedule: toScheduleBody(job.schedule), active: true, max_scheduled_runs: null, parameters: {}, slug: null }],
    concurrency_limit: null,
    global_concurrency_limit: limit === null || job.deploymentId === null ? null : toDeploymentLimit(job.deploymentId, limit, { usedCount: book.runsAt(now).filter(({ type, plan }) => type === 'RUNNING' && plan.parent === null && plan.job === job).length, madeAt: job.madeAt }),
    concurrency_options: null,
    job_variables: {},
    parameters: spec.parameters ?? {},
    tags: spec.tags,
    labels: { 'prefect.flow.id': job.flowId },
    work_queue_name: pool === undefined ? null : 'default',
    work_queue_id: pool === undefined ? null : queueIdOf(pool.name),
    last_polled: pool?.type.endsWith(':push') === true ? null : writeInstant(polledAt),
    parameter_openapi_schema: toSchema(spec.parameters ?? {}),
    path: null,
    pull_steps: [{ 'prefect.deployments.steps.set_working_directory': { directory: '/opt/flows' } }],
    entrypoint: `flows/${module}.py:${module}`,
    storage_document_id: null,
    infrastructure_document_id: null,
    created_by: null,
    updated_by: null,
    work_pool_name: spec.pool,
    status: pool !== undefined && isLost(pool, night, now) ? 'NOT_READY' : 'READY',
    enforce_parameter_schema: true,
  }
}

export function toPoolBody(pool: Pool, night: Night, now: number): Record<string, unknown> {
  const madeAt = night.startAt - 400 * DAY
  return {
    id: poolIdOf(pool.name),
    created: writeInstant(madeAt),
    updated: writeInstant(isLost(pool, night, now) ? workerLostAt(night) + 95 * SECOND : madeAt),
    name: pool.name,
    description: pool.description,
    type: pool.type,
    base_job_template: { job_configuration: {}, variables: { type: 'object', properties: {} } },
    is_paused: false,
    concurrency_limit: pool.limit,
    status: isLost(pool, night, now) ? 'NOT_READY' : 'READY',
    default_queue_id: queueIdOf(pool.name),
    storage_configuration: { bundle_upload_step: null, bundle_execution_step: null, default_result_storage_block_id: null },
    active_slots: null,
  }
}

export function toQueueBody(pool: Pool, night: Night, now: number): Record<string, unknown> {
  const madeAt = night.startAt - 400 * DAY
  const polled = pool.workers.length === 0 ? null : poolLookedAt(pool, night, now)
  return {
    id: queueIdOf(pool.name),
    created: writeInstant(madeAt),
    updated: writeInstant(madeAt),
    name: 'default',
    description: `The work pool's default queue.`,
    is_paused: false,
    concurrency_limit: null,
    priority: 1,
    work_pool_id: poolIdOf(pool.name),
    filter: null,
    last_polled: writeInstantOrNull(polled),
    work_pool_name: pool.name,
    status: isLost(pool, night, now) || pool.workers.length === 0 ? 'NOT_READY' : 'READY',
    active_slots: null,
  }
}

export function toWorkerBodies(pool: Pool, night: Night, now: number): Record<string, unknown>[] {
  return pool.workers.map((name) => {
    const heardAt = Math.min(lookedAt(now, name), isLost(pool, night, now) ? workerLostAt(night) : now)
    return {
      id: uuidOf(`worker ${name}`),
      created: writeInstant(night.startAt - 40 * DAY),
      updated: writeInstant(isLost(pool, night, now) ? heardAt + 1.5 * MINUTE : heardAt),
      name,
      work_pool_id: poolIdOf(pool.name),
      last_heartbeat_time: writeInstant(heardAt),
      heartbeat_interval_seconds: 30,
      status: isLost(pool, night, now) ? 'OFFLINE' : 'ONLINE',
    }
  })
}

/** What Prefect makes of a flow's signature: here each parameter has the type of its default. */
function toSchema(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const typeOf = (value: unknown): string => typeof value === 'boolean' ? 'boolean' : typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : 'string'
  const properties = Object.entries(parameters).map(([name, value], position) => [name, { default: value, position, title: name, type: typeOf(value) }])
  return { title: 'Parameters', type: 'object', properties: Object.fromEntries(properties) }
}
