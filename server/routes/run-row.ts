import type { RunRow } from '../../shared/api/runs.ts'
import { lateByMs } from '../../shared/filter/run-matches.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
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

function orNull<T, R>(value: T | null, convert: (value: T) => R): R | null {
  return value === null ? null : convert(value)
}
