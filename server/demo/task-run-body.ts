import { hexOf, uuidOf } from './chance.ts'
import { stateIdOf, toStateBody } from './flow-run-body.ts'
import { toSeconds, writeInstant, writeInstantOrNull } from './instant.ts'
import { taskTagsOf } from './limit-body.ts'
import { ranForMs } from './run-now.ts'
import type { Step } from './run-plan.ts'
import type { TaskNow } from './task-now.ts'

export function toTaskStateBody({ plan, run }: TaskNow, step: Step): Record<string, unknown> {
  return toStateBody(plan.id, step, { flow_run_id: run.plan.id, task_run_id: plan.id, child_flow_run_id: plan.child?.id ?? null })
}

export const expectedStartOf = ({ plan, startAt }: TaskNow): number => plan.steps[0]?.at ?? startAt ?? 0

export function toTaskRunBody(task: TaskNow, now: number): Record<string, unknown> {
  const { plan, run, state, steps, startAt } = task
  const { summed, present } = ranForMs({ ...run, steps, state }, now)
  const expectedAt = expectedStartOf(task)
  return {
    id: plan.id,
    created: writeInstant(expectedAt),
    updated: writeInstant(state.at),
    name: plan.name,
    flow_run_id: run.plan.id,
    task_key: `${plan.task}-${hexOf(`task ${run.plan.flow.name} ${plan.task}`, 8)}`,
    dynamic_key: plan.child === null ? uuidOf(`${plan.id} dynamic`) : '0',
    cache_key: null,
    cache_expiration: null,
    task_version: null,
    empirical_policy: { max_retries: 0, retry_delay_seconds: 0, retries: plan.retries, retry_delay: plan.retries === 0 ? 0 : 2, retry_jitter_factor: null },
    tags: taskTagsOf(run.plan.flow.name),
    labels: {},
    state_id: stateIdOf(plan.id, state),
    task_inputs: Object.fromEntries(plan.takes.map(name => [name, plan.upstream.slice(0, 20).map(({ id }) => ({ input_type: 'task_run', id }))])),
    state_type: state.type,
    state_name: state.name,
    run_count: steps.filter(step => step.type === 'RUNNING').length,
    flow_run_run_count: plan.attempt,
    expected_start_time: writeInstant(expectedAt),
    next_scheduled_start_time: null,
    start_time: writeInstantOrNull(startAt),
    end_time: writeInstantOrNull(task.endAt),
    total_run_time: toSeconds(summed),
    estimated_run_time: toSeconds(present),
    estimated_start_time_delta: startAt === null ? 0 : toSeconds(Math.max(0, startAt - expectedAt)),
    state: toTaskStateBody(task, state),
  }
}
