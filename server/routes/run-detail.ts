import { HOUR_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { RunPause } from '../../shared/model/run-pause.ts'
import type { RunSetup } from '../../shared/model/run-setup.ts'
import { isTerminal } from '../../shared/model/run-state.ts'
import type { Shown } from '../shown.ts'
import type { RouteDeps } from './deps.ts'

export interface RunDetail {
  run: FlowRun
  parameters: Record<string, unknown> | null
  setup: RunSetup
  /** null: it is not paused. */
  pause: RunPause | null
}

/** A run's own page reads it again this often; more viewers cost nothing. */
const FRESH_MS = 2_500
/** Rows of tasks and logs arrive up to this long after a run ended. */
const LATE_ROWS_MS = 15 * MINUTE_MS

/** The run itself, read once for all who look at it. */
export async function getRun({ once }: Pick<RouteDeps, 'once'>, shown: Shown, id: string): Promise<RunDetail> {
  return await once.get(`run ${shown.key} ${id}`, async () => await shown.reads.getFlowRun(id), () => FRESH_MS)
}

/** Whether tasks and logs of a run can still change. */
export function isLive({ state, endedAt }: FlowRun, now: number): boolean {
  return state === null || !isTerminal(state.type) || now - (endedAt ?? state.at) < LATE_ROWS_MS
}

/** What belongs to a run in its present state: kept while it can change for a moment, afterwards for long. */
export async function getOfRun<T>(deps: Pick<RouteDeps, 'once'>, { shown, run, name }: { shown: Shown, run: FlowRun, name: string }, read: () => Promise<T>): Promise<T> {
  const keepMs = isLive(run, shown.watcher.now()) ? FRESH_MS : HOUR_MS
  return await deps.once.get(`${name} ${shown.key} ${run.id} ${run.state?.id ?? ''}`, read, () => keepMs)
}
