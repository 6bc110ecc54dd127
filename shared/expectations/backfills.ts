import type { FlowRun } from '../model/flow-run.ts'
import { DAY_MS, THRESHOLDS } from './thresholds.ts'

/** Runs somebody made at once for many parameters. By creation, oldest first. */
export type Backfill = readonly FlowRun[]

/**
 * Parts a job's runs into its own and backfills: five or more runs, neither automatic nor made by an automation, made within ten
 * minutes with differing parameters; what was made in the same breath belongs to them. Parameters that schedules give too are no
 * backfill, nor is what comes day after day: that is how another program starts the job.
 *
 * @param runs - of one job by due time, oldest first; `own` keeps the order
 */
export function splitBackfills(runs: readonly FlowRun[]): { own: readonly FlowRun[], backfills: readonly Backfill[] } {
  const byHand = runs.filter(run => !run.autoScheduled && run.maker?.kind !== 'automation').sort((a, b) => a.createdAt - b.createdAt)
  if (byHand.length < THRESHOLDS.backfillRunCount)
    return { own: runs, backfills: [] }
  const usual = new Set(runs.filter(run => run.autoScheduled).map(parametersOf))
  const backfills = inOneBreath(byHand.filter(run => !usual.has(parametersOf(run)))).filter(isBackfill)
  const days = new Set(backfills.map(([first]) => Math.floor((first?.createdAt ?? 0) / DAY_MS)))
  if (backfills.length === 0 || days.size >= THRESHOLDS.batchDayCount)
    return { own: runs, backfills: [] }
  const left = new Set(backfills.flat())
  return { own: runs.filter(run => !left.has(run)), backfills }
}

/** A job's runs without backfills: what its rhythm, slots, durations and recovery are judged by. */
export function withoutBackfills(runs: readonly FlowRun[]): readonly FlowRun[] {
  return splitBackfills(runs).own
}

/** Groups of runs of which each was made within ten minutes of the one before. */
function inOneBreath(runs: readonly FlowRun[]): Backfill[] {
  const groups: FlowRun[][] = []
  let lastAt = Number.NEGATIVE_INFINITY
  for (const run of runs) {
    if (run.createdAt - lastAt <= THRESHOLDS.backfillWithinMs)
      groups.at(-1)?.push(run)
    else
      groups.push([run])
    lastAt = run.createdAt
  }
  return groups
}

function isBackfill(group: Backfill): boolean {
  const isDense = group.some((run, index) => (group[index + THRESHOLDS.backfillRunCount - 1]?.createdAt ?? Number.POSITIVE_INFINITY) - run.createdAt <= THRESHOLDS.backfillWithinMs)
  return isDense && new Set(group.map(parametersOf)).size >= group.length / 2
}

/** What a run was asked to do, as text: the same for the same. */
export function parametersOf({ parameters }: Pick<FlowRun, 'parameters'>): string {
  const names = Object.keys(parameters)
  return names.length === 0 ? '[]' : JSON.stringify(names.sort().map(name => [name, parameters[name]]))
}
