import { z } from 'zod'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { STATE_TYPES, type RunState } from '../../shared/model/run-state.ts'
import { Instant } from './instant.ts'

/** A state as `flow_runs/filter`, `task_runs/filter` and `flow_run_states` send it; a tenth type is kept as unknown. */
export const StateBody = z.object({
  id: z.string(),
  type: z.enum(STATE_TYPES).catch('UNKNOWN'),
  name: z.string().nullish(),
  timestamp: Instant,
  message: z.string().nullish(),
})

/** What we read of `FlowRunResponse` (OpenAPI of 3.8.8; 2.20 sends the same but for `work_pool_name`). Other fields pass unread. */
const FlowRunBody = z.object({
  id: z.string(),
  name: z.string(),
  flow_id: z.string(),
  deployment_id: z.string().nullish(),
  deployment_version: z.string().nullish(),
  flow_version: z.string().nullish(),
  created: Instant,
  state: StateBody.nullish(),
  expected_start_time: Instant.nullish(),
  start_time: Instant.nullish(),
  end_time: Instant.nullish(),
  /** Seconds. `total_run_time` stands still while a run is Running, so this one is read. */
  estimated_run_time: z.number().nullish(),
  run_count: z.number().int(),
  auto_scheduled: z.boolean().nullish(),
  idempotency_key: z.string().nullish(),
  created_by: z.object({ id: z.string().nullish(), type: z.string().nullish() }).nullish(),
  parent_task_run_id: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  work_pool_name: z.string().nullish(),
  work_queue_name: z.string().nullish(),
})

const ParametersBody = z.object({ parameters: z.record(z.string(), z.unknown()).nullish() })

export function toRunState(body: unknown): RunState {
  return fromStateBody(StateBody.parse(body))
}

/** Prefect writes an empty message where it has none. */
export function fromStateBody({ id, type, name, timestamp, message }: z.infer<typeof StateBody>): RunState {
  return { id, type, name: name ?? type, at: timestamp, message: message == null || message.trim() === '' ? null : message }
}

export function toFlowRun(body: unknown): FlowRun {
  const run = FlowRunBody.parse(body)
  // A run cancelled or crashed before it ran is sent with start equal to end and a run count of 0.
  const hasRun = run.run_count > 0 || (run.start_time != null && run.end_time == null)
  const startedAt = hasRun ? run.start_time ?? null : null
  return {
    id: run.id,
    name: run.name,
    flowId: run.flow_id,
    deploymentId: run.deployment_id ?? null,
    state: run.state == null ? null : fromStateBody(run.state),
    createdAt: run.created,
    expectedStartAt: run.expected_start_time ?? null,
    startedAt,
    endedAt: run.end_time ?? null,
    // Prefect sends 0 for a run that has not started; 0 ms of work is a different fact.
    ranForMs: startedAt === null || run.estimated_run_time == null ? null : run.estimated_run_time * 1_000,
    runCount: run.run_count,
    autoScheduled: run.auto_scheduled ?? false,
    scheduleId: toScheduleId(run),
    parentTaskRunId: run.parent_task_run_id ?? null,
    tags: run.tags ?? [],
    workPool: run.work_pool_name ?? null,
    workQueue: run.work_queue_name ?? null,
    deploymentVersion: run.deployment_version ?? null,
    flowVersion: run.flow_version ?? null,
  }
}

/** What a run was started with; values of any JSON shape. */
export function toParameters(body: unknown): Record<string, unknown> {
  return ParametersBody.parse(body).parameters ?? {}
}

/** 3.x names the schedule as the maker; its key is `scheduled DEPLOYMENT SCHEDULE INSTANT`. 2.20 leaves the schedule out of both. */
function toScheduleId({ created_by: maker, idempotency_key: key }: z.infer<typeof FlowRunBody>): string | null {
  if (maker?.type === 'SCHEDULE')
    return maker.id ?? null
  const [word, , schedule, instant] = key?.split(' ') ?? []
  return word === 'scheduled' && instant !== undefined && schedule?.length === 36 ? schedule : null
}
