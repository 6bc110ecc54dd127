import type { RunRow } from '../../shared/api/runs.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { isTerminal } from '../../shared/model/run-state.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import type { Picture } from '../../shared/verdict/picture.ts'

/** A run as lists show it, with the names the picture knows. `now` is the upstream's clock. */
export function toRunRow(run: FlowRun, { flows, deployments }: Pick<Picture, 'flows' | 'deployments'>, now: number): RunRow {
  const { state } = run
  return {
    id: run.id,
    name: run.name,
    flow: { id: run.flowId, name: flows.get(run.flowId)?.name ?? null },
    deployment: run.deploymentId === null ? null : { id: run.deploymentId, name: deployments.get(run.deploymentId)?.name ?? null },
    state: state === null ? null : { type: state.type, name: state.name, at: toIso(state.at), message: state.message },
    expectedAt: orNull(run.expectedStartAt, toIso),
    startedAt: orNull(run.startedAt, toIso),
    endedAt: orNull(run.endedAt, toIso),
    ranForMs: run.ranForMs,
    lateByMs: lateByMs(run, now),
    runCount: run.runCount,
    tags: run.tags.filter(tag => tag !== 'auto-scheduled'),
  }
}

/**
 * Wait between due and start: so far, for a run that waits. Never negative; null where lateness does not apply: nothing was
 * due, it is not due yet, or the run ended without starting.
 */
export function lateByMs({ expectedStartAt, startedAt, state }: FlowRun, now: number): number | null {
  if (expectedStartAt === null || (startedAt === null && (expectedStartAt > now || (state !== null && isTerminal(state.type)))))
    return null
  return Math.max(0, (startedAt ?? now) - expectedStartAt)
}

function orNull<T, R>(value: T | null, convert: (value: T) => R): R | null {
  return value === null ? null : convert(value)
}
