import type { Deployment, Flow, Schedule } from './deployment.ts'
import type { FlowRun } from './flow-run.ts'
import type { RunState, StateType } from './run-state.ts'
import type { TaskRun } from './task-run.ts'

/** A state with its usual name and an id of its own. */
export function aRunState(given: Partial<RunState> & { type: StateType }): RunState {
  const name = given.type.charAt(0) + given.type.slice(1).toLowerCase()
  return { id: `state-${given.type}-${given.at ?? 0}`, name, at: 0, message: null, ...given }
}

export function aFlowRun(given: Partial<FlowRun> = {}): FlowRun {
  return {
    id: 'run-1',
    name: 'quiet-owl',
    flowId: 'flow-1',
    deploymentId: 'deployment-1',
    state: null,
    createdAt: 0,
    expectedStartAt: null,
    nextStartAt: null,
    startedAt: null,
    endedAt: null,
    ranForMs: null,
    runCount: 0,
    autoScheduled: true,
    scheduleId: 'schedule-1',
    maker: null,
    parameters: {},
    parentTaskRunId: null,
    tags: [],
    workPool: null,
    workQueue: null,
    deploymentVersion: null,
    flowVersion: null,
    ...given,
  }
}

export function aFlow(given: Partial<Flow> = {}): Flow {
  return { id: 'flow-1', name: 'ledger', tags: [], createdAt: 0, ...given }
}

export function aSchedule(given: Partial<Schedule> = {}): Schedule {
  return { id: 'schedule-1', active: true, rule: { kind: 'cron', cron: '0 3 * * *', timeZone: 'UTC', dayOr: true }, createdAt: 0, updatedAt: 0, parameters: {}, ...given }
}

export function aDeployment(given: Partial<Deployment> = {}): Deployment {
  return {
    id: 'deployment-1',
    name: 'nightly',
    flowId: 'flow-1',
    tags: [],
    paused: false,
    schedules: [aSchedule()],
    createdAt: 0,
    updatedAt: 0,
    workPool: null,
    workQueue: null,
    entrypoint: null,
    version: null,
    concurrencyLimit: null,
    collision: null,
    ...given,
  }
}

export function aTaskRun(given: Partial<TaskRun> = {}): TaskRun {
  return { id: 'task-1', name: 'load-1', flowRunId: 'run-1', state: null, startedAt: null, endedAt: null, ranForMs: null, runCount: 0, flowAttempt: 1, childFlowRunId: null, ...given }
}
