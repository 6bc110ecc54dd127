import { between, countBetween, timedUuidOf, uuidOf } from './chance.ts'
import { toSeconds, writeInstant, writeInstantOrNull } from './instant.ts'
import { POOLS } from './catalogue.ts'
import type { Job } from './night.ts'
import type { RunNow } from './run-now.ts'
import { toKeyset } from './run-input.ts'
import { countStarts, latenessMs, ranForMs } from './run-now.ts'
import type { Pause, RunPlan, Step } from './run-plan.ts'

const NO_DETAILS = {
  flow_run_id: null, task_run_id: null, child_flow_run_id: null, scheduled_time: null, cache_key: null, cache_expiration: null, deferred: false,
  untrackable_result: false, pause_timeout: null, pause_reschedule: false, pause_key: null, run_input_keyset: null, refresh_cache: null, retriable: null,
  transition_id: null, task_parameters_id: null, traceparent: null, deployment_concurrency_lease_id: null,
}

export const poolIdOf = (name: string): string => uuidOf(`pool ${name}`)
export const queueIdOf = (name: string): string => uuidOf(`queue ${name}`)
export const stateIdOf = (ownerId: string, { at, name }: Step): string => timedUuidOf(at, `${ownerId} ${name} ${at}`)

/** One state, of a flow run or a task run. */
export function toStateBody(ownerId: string, step: Step, details: Record<string, unknown>): Record<string, unknown> {
  return {
    id: stateIdOf(ownerId, step),
    type: step.type,
    name: step.name,
    timestamp: writeInstant(step.at),
    message: step.message,
    data: null,
    state_details: { ...NO_DETAILS, ...details },
  }
}

export function toFlowRunStateBody({ plan, nextAt, steps }: RunNow, step: Step): Record<string, unknown> {
  const scheduledAt = step.type !== 'SCHEDULED' ? null : step === steps.at(-1) ? nextAt : plan.dueAt
  return toStateBody(plan.id, step, { flow_run_id: plan.id, scheduled_time: writeInstantOrNull(scheduledAt), ...(step.pause !== undefined && toPauseDetails(step.pause)) })
}

function toPauseDetails({ untilAt, reschedule, key, asks }: Pause): Record<string, unknown> {
  return { pause_timeout: writeInstantOrNull(untilAt), pause_reschedule: reschedule, pause_key: key, run_input_keyset: asks ? toKeyset(key) : null }
}

export const isAutomatic = ({ job, parent }: RunPlan): boolean => job.schedule !== null && parent === null

export function tagsOf(plan: RunPlan): readonly string[] {
  return isAutomatic(plan) ? ['auto-scheduled', ...plan.job.spec.tags] : plan.parent === null ? plan.job.spec.tags : []
}

export const deploymentIdOf = ({ job, parent }: RunPlan): string | null => parent === null ? job.deploymentId : null

/** `scheduled DEPLOYMENT SCHEDULE 2026-11-22 21:30:00+00:00`; null for a run that somebody or something else started. */
export function idempotencyKeyOf(plan: RunPlan): string | null {
  return isAutomatic(plan) ? `scheduled ${plan.job.deploymentId} ${plan.job.scheduleId} ${writeInstant(plan.dueAt).replace('T', ' ').replace('Z', '+00:00')}` : null
}

export function toFlowRunBody(run: RunNow, now: number): Record<string, unknown> {
  const { plan, state } = run
  const { job } = plan
  const pool = plan.parent === null ? job.spec.pool : null
  const { summed, present } = ranForMs(run, now)
  const started = run.steps.some(step => step.type === 'RUNNING')
  const madeAt = plan.steps[0]?.at ?? plan.dueAt
  const stateBody = toFlowRunStateBody(run, state)
  const version = versionOf(job)
  return {
    id: plan.id,
    created: writeInstant(madeAt),
    updated: writeInstant(state.at),
    name: plan.name,
    flow_id: plan.flow.id,
    state_id: stateBody['id'],
    deployment_id: deploymentIdOf(plan),
    deployment_version: deploymentIdOf(plan) === null ? null : version,
    work_queue_id: pool === null ? null : queueIdOf(pool),
    work_queue_name: pool === null ? null : 'default',
    flow_version: started ? version : null,
    parameters: plan.parent === null ? job.spec.parameters ?? {} : { page: plan.parent.plan.job.spec.deployment },
    idempotency_key: idempotencyKeyOf(plan),
    context: {},
    empirical_policy: { ...policyOf(job, started), pause_keys: run.steps.flatMap(({ pause }) => pause?.key ?? []) },
    tags: tagsOf(plan),
    labels: { 'prefect.flow.id': plan.flow.id, ...(deploymentIdOf(plan) !== null && { 'prefect.deployment.id': deploymentIdOf(plan) }) },
    parent_task_run_id: plan.parent?.taskRunId ?? null,
    state_type: run.type,
    state_name: state.name,
    run_count: countStarts(run.steps),
    expected_start_time: writeInstant(plan.dueAt),
    next_scheduled_start_time: writeInstantOrNull(run.nextAt),
    start_time: writeInstantOrNull(run.startAt),
    end_time: writeInstantOrNull(run.endAt),
    total_run_time: toSeconds(summed),
    estimated_run_time: toSeconds(present),
    estimated_start_time_delta: toSeconds(latenessMs(run, now)),
    auto_scheduled: isAutomatic(plan),
    infrastructure_document_id: null,
    infrastructure_pid: started && pool !== null ? pidOf(plan, pool) : null,
    created_by: isAutomatic(plan) ? { id: job.scheduleId, type: 'SCHEDULE', display_value: scheduleWordOf(job) } : null,
    work_pool_id: pool === null ? null : poolIdOf(pool),
    work_pool_name: pool,
    state: stateBody,
    job_variables: {},
  }
}

export function versionOf({ key }: Job): string {
  return `1.${countBetween(`${key} minor`, 0, 40)}.${countBetween(`${key} patch`, 0, 9)}`
}

function policyOf({ spec }: Job, started: boolean): Record<string, unknown> {
  return {
    max_retries: 0, retry_delay_seconds: 0, retries: started ? spec.retries?.count ?? 0 : null, retry_delay: started ? (spec.retries?.delayMinutes ?? 0) * 60 : null,
    resuming: false, retry_type: null,
  }
}

function pidOf({ id, job }: RunPlan, pool: string): string {
  return POOLS.find(one => one.name === pool)?.type === 'process'
    ? `${countBetween(`${id} pid`, 1_000, 60_000)}`
    : `flows:${job.spec.flow.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 30)}-${Math.floor(between(`${id} pod`, 36 ** 4, 36 ** 5 - 1)).toString(36)}`
}

function scheduleWordOf({ schedule }: Job): string {
  return schedule?.kind === 'interval' ? 'IntervalSchedule' : schedule?.kind === 'rrule' ? 'RRuleSchedule' : 'CronSchedule'
}
