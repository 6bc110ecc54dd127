import type { Field } from './conditions.ts'
import type { Job } from './night.ts'
import type { FlowRow, Pool } from './inventory-body.ts'
import { deploymentIdOf, idempotencyKeyOf, isAutomatic, tagsOf } from './flow-run-body.ts'
import { taskTagsOf } from './limit-body.ts'
import type { LogLine } from './log-plan.ts'
import type { RunNow } from './run-now.ts'
import { byText, byTime, reversed, type Sorts } from './paging.ts'
import { expectedStartOf } from './task-run-body.ts'
import type { TaskNow } from './task-now.ts'

export type Fields<Row> = Readonly<Record<string, Field<Row>>>

export const FLOW_RUN_FIELDS: Fields<RunNow> = {
  id: { kind: 'text', of: ({ plan }) => plan.id },
  name: { kind: 'text', of: ({ plan }) => plan.name },
  tags: { kind: 'tags', of: ({ plan }) => tagsOf(plan) },
  deployment_id: { kind: 'text', of: ({ plan }) => deploymentIdOf(plan) },
  state: { kind: 'group', fields: { type: { kind: 'text', of: ({ type }) => type }, name: { kind: 'text', of: ({ state }) => state.name } } },
  // Upstream compares the due time of what has not started.
  start_time: { kind: 'time', of: ({ startAt, plan }) => startAt ?? plan.dueAt },
  end_time: { kind: 'time', of: ({ endAt }) => endAt },
  expected_start_time: { kind: 'time', of: ({ plan }) => plan.dueAt },
  next_scheduled_start_time: { kind: 'time', of: ({ nextAt }) => nextAt },
  parent_flow_run_id: { kind: 'text', of: ({ plan }) => plan.parent?.plan.id ?? null },
  parent_task_run_id: { kind: 'text', of: ({ plan }) => plan.parent?.taskRunId ?? null },
  created_by: { kind: 'text', of: ({ plan }) => isAutomatic(plan) ? plan.job.scheduleId : null },
  idempotency_key: { kind: 'text', of: ({ plan }) => idempotencyKeyOf(plan) },
}

/** `flows`, `deployments` and `work_pools` beside `flow_runs` narrow the runs by what they belong to. */
export const FLOW_OF_RUN: Fields<RunNow> = { id: { kind: 'text', of: ({ plan }) => plan.flow.id }, name: { kind: 'text', of: ({ plan }) => plan.flow.name }, tags: { kind: 'tags', of: () => [] } }
export const DEPLOYMENT_OF_RUN: Fields<RunNow> = {
  id: { kind: 'text', of: ({ plan }) => deploymentIdOf(plan) },
  name: { kind: 'text', of: ({ plan }) => plan.parent === null ? plan.job.spec.deployment : null },
  tags: { kind: 'tags', of: ({ plan }) => plan.parent === null ? plan.job.spec.tags : [] },
}
export const POOL_OF_RUN: Fields<RunNow> = { name: { kind: 'text', of: ({ plan }) => plan.parent === null ? plan.job.spec.pool : null } }

export const TASK_RUN_FIELDS: Fields<TaskNow> = {
  id: { kind: 'text', of: ({ plan }) => plan.id },
  name: { kind: 'text', of: ({ plan }) => plan.name },
  flow_run_id: { kind: 'text', of: ({ run }) => run.plan.id },
  state: { kind: 'group', fields: { type: { kind: 'text', of: ({ state }) => state.type }, name: { kind: 'text', of: ({ state }) => state.name } } },
  tags: { kind: 'tags', of: ({ run }) => taskTagsOf(run.plan.flow.name) },
  start_time: { kind: 'time', of: ({ startAt }) => startAt },
  end_time: { kind: 'time', of: ({ endAt }) => endAt },
  expected_start_time: { kind: 'time', of: expectedStartOf },
  subflow_runs: { kind: 'flag', word: 'exists_', of: ({ plan }) => plan.child !== null },
}

export const FLOW_FIELDS: Fields<FlowRow> = { id: { kind: 'text', of: ({ id }) => id }, name: { kind: 'text', of: ({ name }) => name }, tags: { kind: 'tags', of: () => [] } }
export const DEPLOYMENT_FIELDS: Fields<Job> = { id: { kind: 'text', of: ({ deploymentId }) => deploymentId }, name: { kind: 'text', of: ({ spec }) => spec.deployment }, tags: { kind: 'tags', of: ({ spec }) => spec.tags } }
export const FLOW_OF_JOB: Fields<Job> = { id: { kind: 'text', of: ({ flowId }) => flowId }, name: { kind: 'text', of: ({ spec }) => spec.flow }, tags: { kind: 'tags', of: () => [] } }
export const POOL_FIELDS: Fields<Pool> = { name: { kind: 'text', of: ({ name }) => name } }

/** A line and the run it belongs to. */
export interface LogRow {
  line: LogLine
  runId: string
}

export const LOG_FIELDS: Fields<LogRow> = {
  flow_run_id: { kind: 'text', of: ({ runId }) => runId },
  task_run_id: { kind: 'text', of: ({ line }) => line.taskRunId },
  level: { kind: 'level', of: ({ line }) => line.level },
  timestamp: { kind: 'time', of: ({ line }) => line.at },
  text: { kind: 'search', of: ({ line }) => `${line.message} ${line.logger}` },
}

const due = byTime<RunNow>(({ plan }) => plan.dueAt)
const begun = byTime<RunNow>(({ startAt, plan }) => startAt ?? plan.dueAt)

export const FLOW_RUN_SORTS: Sorts<RunNow> = {
  ID_DESC: reversed(byText(({ plan }) => plan.id)),
  START_TIME_ASC: begun,
  START_TIME_DESC: reversed(begun),
  EXPECTED_START_TIME_ASC: due,
  EXPECTED_START_TIME_DESC: reversed(due),
  NAME_ASC: byText(({ plan }) => plan.name),
  NAME_DESC: reversed(byText(({ plan }) => plan.name)),
  NEXT_SCHEDULED_START_TIME_ASC: byTime(({ nextAt }) => nextAt),
  END_TIME_DESC: reversed(byTime(({ endAt }) => endAt)),
}

export const TASK_RUN_SORTS: Sorts<TaskNow> = {
  ID_DESC: reversed(byText(({ plan }) => plan.id)),
  EXPECTED_START_TIME_ASC: byTime(expectedStartOf),
  EXPECTED_START_TIME_DESC: reversed(byTime(expectedStartOf)),
  NAME_ASC: byText(({ plan }) => plan.name),
  NAME_DESC: reversed(byText(({ plan }) => plan.name)),
  END_TIME_DESC: reversed(byTime(({ endAt }) => endAt)),
}

export const LOG_SORTS: Sorts<LogRow> = {
  TIMESTAMP_ASC: byTime(({ line }) => line.at),
  TIMESTAMP_DESC: reversed(byTime(({ line }) => line.at)),
}
