import { z } from 'zod'
import type { LogLine } from '../../shared/model/log-line.ts'
import { STATE_TYPES, type StateType } from '../../shared/model/run-state.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { fromStateBody, StateBody } from './flow-run.ts'
import { Instant } from './instant.ts'

const TaskRunBody = z.object({
  id: z.string(),
  name: z.string(),
  flow_run_id: z.string().nullish(),
  state: StateBody.extend({ state_details: z.object({ child_flow_run_id: z.string().nullish() }).nullish() }).nullish(),
  start_time: Instant.nullish(),
  end_time: Instant.nullish(),
  estimated_run_time: z.number().nullish(),
  run_count: z.number().int(),
  flow_run_run_count: z.number().int().nullish(),
})

const LogBody = z.object({
  id: z.string(),
  timestamp: Instant,
  level: z.number().int(),
  name: z.string(),
  message: z.string(),
  flow_run_id: z.string().nullish(),
  task_run_id: z.string().nullish(),
})

const NodeBody = z.object({
  kind: z.enum(['task-run', 'flow-run']),
  id: z.string(),
  label: z.string(),
  state_type: z.enum(STATE_TYPES).nullish().catch('UNKNOWN'),
  start_time: Instant.nullish(),
  end_time: Instant.nullish(),
  parents: z.array(z.object({ id: z.string() })).nullish(),
})

/** One node of a run's graph. */
export interface GraphNode {
  id: string
  kind: 'task' | 'flow'
  label: string
  type: StateType
  /** The server puts the due time here for what has not started: told apart by the state. */
  startedAt: number | null
  endedAt: number | null
  /** Without duplicates: upstream repeats an id for each argument. */
  parentIds: string[]
}

export const GraphBody = z.object({ nodes: z.array(z.tuple([z.string(), z.unknown()])) })

export function toTaskRun(body: unknown): TaskRun {
  const task = TaskRunBody.parse(body)
  return {
    id: task.id,
    name: task.name,
    flowRunId: task.flow_run_id ?? null,
    state: task.state == null ? null : fromStateBody(task.state),
    startedAt: task.start_time ?? null,
    endedAt: task.end_time ?? null,
    ranForMs: task.start_time == null || task.estimated_run_time == null ? null : task.estimated_run_time * 1_000,
    runCount: task.run_count,
    flowAttempt: task.flow_run_run_count ?? 1,
    childFlowRunId: task.state?.state_details?.child_flow_run_id ?? null,
  }
}

export function toLogLine(body: unknown): LogLine {
  const { id, timestamp, level, name, message, flow_run_id, task_run_id } = LogBody.parse(body)
  return { id, at: timestamp, level, logger: name, message, flowRunId: flow_run_id ?? null, taskRunId: task_run_id ?? null }
}

export function toGraphNode(body: unknown): GraphNode {
  const node = NodeBody.parse(body)
  const type = node.state_type ?? 'UNKNOWN'
  const hasStarted = type !== 'PENDING' && type !== 'SCHEDULED'
  return {
    id: node.id,
    kind: node.kind === 'flow-run' ? 'flow' : 'task',
    label: node.label,
    type,
    startedAt: hasStarted ? node.start_time ?? null : null,
    endedAt: node.end_time ?? null,
    parentIds: [...new Set((node.parents ?? []).map(({ id }) => id))],
  }
}
