import { z } from 'zod'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { isTerminal } from '../../shared/model/run-state.ts'
import { Instant, toMs } from './instant.ts'
import { ScalarTexts } from './scalar-texts.ts'
import { fromStateBody, StateBody } from './run-state.ts'

/** What we read of `FlowRunResponse` (OpenAPI of 3.8.8; 2.20 sends the same fields). Other fields pass unread. */
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
  next_scheduled_start_time: Instant.nullish(),
  start_time: Instant.nullish(),
  end_time: Instant.nullish(),
  /** Seconds. `total_run_time` stands still while a run is Running, so this one is read. */
  estimated_run_time: z.number().nullish(),
  run_count: z.number().int(),
  auto_scheduled: z.boolean(),
  idempotency_key: z.string().nullish(),
  created_by: z.object({ id: z.string().nullish(), type: z.string().nullish(), display_value: z.string().nullish() }).nullish(),
  parameters: ScalarTexts,
  parent_task_run_id: z.string().nullish(),
  tags: z.array(z.string()),
  work_pool_name: z.string().nullish(),
  work_queue_name: z.string().nullish(),
})

type FlowRunBody = z.infer<typeof FlowRunBody>

const ParametersBody = z.object({ parameters: z.record(z.string(), z.unknown()).nullish() })

export function toFlowRun(body: unknown): FlowRun {
  const run = FlowRunBody.parse(body)
  const startedAt = toStartedAt(run)
  return {
    id: run.id,
    name: run.name,
    flowId: run.flow_id,
    deploymentId: run.deployment_id ?? null,
    state: run.state == null ? null : fromStateBody(run.state),
    createdAt: run.created,
    expectedStartAt: run.expected_start_time ?? null,
    nextStartAt: run.next_scheduled_start_time ?? null,
    startedAt,
    endedAt: toEndedAt(run),
    // Prefect sends 0 for a run that has not started; 0 ms of work is a different fact.
    ranForMs: startedAt === null || run.estimated_run_time == null ? null : toMs(run.estimated_run_time),
    runCount: run.run_count,
    autoScheduled: run.auto_scheduled,
    scheduleId: toScheduleId(run),
    maker: toMaker(run),
    parameters: run.parameters,
    parentTaskRunId: run.parent_task_run_id ?? null,
    tags: run.tags,
    workPool: run.work_pool_name ?? null,
    workQueue: run.work_queue_name ?? null,
    deploymentVersion: run.deployment_version ?? null,
    flowVersion: run.flow_version ?? null,
  }
}

/** What a run must have to stand in its slot. */
const OddBody = z.object({ id: z.string(), flow_id: z.string(), deployment_id: z.string().nullish(), expected_start_time: Instant })

/** A run of which only its place is understood: its state is unknown, and so is its job's night. null where not even that is. */
export function toOddFlowRun(body: unknown): FlowRun | null {
  const { data: run } = OddBody.safeParse(body)
  if (run === undefined)
    return null
  const dueAt = run.expected_start_time
  return {
    id: run.id,
    name: `run ${run.id.slice(0, 8)}`,
    flowId: run.flow_id,
    deploymentId: run.deployment_id ?? null,
    state: { id: `odd ${run.id}`, type: 'UNKNOWN', name: 'sent in a shape that is not understood', at: dueAt, message: null },
    createdAt: dueAt,
    expectedStartAt: dueAt,
    nextStartAt: null,
    startedAt: null,
    endedAt: null,
    ranForMs: null,
    runCount: 0,
    autoScheduled: true, // so that its slot is not called missing
    scheduleId: null,
    maker: null,
    parameters: {},
    parentTaskRunId: null,
    tags: [],
    workPool: null,
    workQueue: null,
    deploymentVersion: null,
    flowVersion: null,
  }
}

/** A run cancelled, crashed or set to an end before it ran is sent with its end as its start and a run count of 0. */
function toStartedAt({ run_count: runCount, start_time: start, end_time: end }: FlowRunBody): number | null {
  const endedUnstarted = runCount === 0 && end != null
  return endedUnstarted ? null : start ?? null
}

/** 2.20 sends no end for a run cancelled before it began: it ended when it entered the state it is in. */
function toEndedAt({ end_time: end, state }: FlowRunBody): number | null {
  return end ?? (state != null && isTerminal(state.type) ? state.timestamp : null)
}

const MAKERS: Readonly<Record<string, NonNullable<FlowRun['maker']>['kind']>> = { SCHEDULE: 'schedule', AUTOMATION: 'automation' }

function toMaker({ created_by: maker }: FlowRunBody): FlowRun['maker'] {
  return maker == null ? null : { kind: MAKERS[maker.type ?? ''] ?? 'other', name: maker.display_value ?? null }
}

const UUID_LENGTH = 36

/**
 * The schedule that made a run: 3.x names it as the maker, and in the idempotency key, `scheduled DEPLOYMENT SCHEDULE INSTANT`,
 * where the instant may hold a space. 2.20 writes `scheduled DEPLOYMENT INSTANT`: null.
 */
function toScheduleId({ created_by: maker, idempotency_key: key }: FlowRunBody): string | null {
  if (maker?.type === 'SCHEDULE' && maker.id != null)
    return maker.id
  const [word, , schedule] = key?.split(' ') ?? []
  return word === 'scheduled' && schedule?.length === UUID_LENGTH ? schedule : null
}

/** What a run was started with, values of any JSON shape; null where the server does not say. */
export function toParameters(body: unknown): Record<string, unknown> | null {
  return ParametersBody.parse(body).parameters ?? null
}
