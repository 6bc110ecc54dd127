import { z } from 'zod'
import { isTerminal } from '../../shared/model/run-state.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { Instant, toMs } from './instant.ts'
import { fromStateBody, StateBody } from './run-state.ts'

/** What we read of `TaskRun` (OpenAPI of 3.8.8; 2.20 sends the same fields). */
const TaskRunBody = z.object({
  id: z.string(),
  name: z.string(),
  flow_run_id: z.string().nullish(),
  state: StateBody.extend({ state_details: z.object({ child_flow_run_id: z.string().nullish() }).nullish() }).nullish(),
  start_time: Instant.nullish(),
  end_time: Instant.nullish(),
  /** Seconds, waits between attempts left out. */
  estimated_run_time: z.number().nullish(),
  run_count: z.number().int(),
  flow_run_run_count: z.number().int(),
})

export function toTaskRun(body: unknown): TaskRun {
  const task = TaskRunBody.parse(body)
  return {
    id: task.id,
    name: task.name,
    flowRunId: task.flow_run_id ?? null,
    state: task.state == null ? null : fromStateBody(task.state),
    startedAt: task.start_time ?? null,
    // 2.20 sends no end for a task whose result was there already: it ended when it entered the state it is in.
    endedAt: task.end_time ?? (task.state != null && isTerminal(task.state.type) ? task.state.timestamp : null),
    ranForMs: task.run_count === 0 || task.estimated_run_time == null ? null : toMs(task.estimated_run_time),
    runCount: task.run_count,
    flowAttempt: task.flow_run_run_count,
    childFlowRunId: task.state?.state_details?.child_flow_run_id ?? null,
  }
}
