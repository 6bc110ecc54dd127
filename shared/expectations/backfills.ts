import type { FlowRun } from '../model/flow-run.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Runs somebody made at once for many parameters. By creation, oldest first. */
export type Backfill = readonly FlowRun[]

/**
 * Parts a job's runs into its own and backfills: five or more runs, not automatic, made within ten minutes with differing
 * parameters. Parameters that other nights have too are no backfill but a job somebody else's program starts.
 *
 * @param runs - of one job by due time, oldest first; `own` keeps the order
 */
export function splitBackfills(runs: readonly FlowRun[]): { own: readonly FlowRun[], backfills: readonly Backfill[] } {
  const byHand = runs.filter(run => !run.autoScheduled).sort((a, b) => a.createdAt - b.createdAt)
  if (byHand.length < THRESHOLDS.backfillRunCount)
    return { own: runs, backfills: [] }
  const backfills: FlowRun[][] = []
  let batch: FlowRun[] = []
  for (const run of [...byHand, null]) {
    const first = batch[0]
    if (run !== null && (first === undefined || run.createdAt - first.createdAt <= THRESHOLDS.backfillWithinMs)) {
      batch.push(run)
      continue
    }
    if (isBackfill(batch, runs))
      backfills.push(batch)
    batch = run === null ? [] : [run]
  }
  const left = new Set(backfills.flat())
  return { own: left.size === 0 ? runs : runs.filter(run => !left.has(run)), backfills }
}

function isBackfill(batch: readonly FlowRun[], runs: readonly FlowRun[]): boolean {
  if (batch.length < THRESHOLDS.backfillRunCount)
    return false
  const asked = new Set(batch.map(parametersOf))
  if (asked.size < batch.length / 2)
    return false
  const inBatch = new Set(batch)
  const elsewhere = new Set(runs.filter(run => !inBatch.has(run)).map(parametersOf))
  return [...asked].filter(parameters => elsewhere.has(parameters)).length < asked.size / 2
}

/** What a run was asked to do, as text: the same for the same. */
export function parametersOf({ parameters }: Pick<FlowRun, 'parameters'>): string {
  return JSON.stringify(Object.entries(parameters).sort(([a], [b]) => a < b ? -1 : 1))
}
