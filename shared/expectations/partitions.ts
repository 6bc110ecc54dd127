import type { FlowRun } from '../model/flow-run.ts'
import { DAY_MS, THRESHOLDS } from './thresholds.ts'

/** What tells the parts of a job apart: names of parameters whose values come again night after night. */
export type PartitionNames = readonly string[]

/**
 * Finds the parameters that part a job: nearly all runs carry them, they have two values or more, and nearly all of their
 * values were seen on two days. A value seen on one day only is a date or an id: it names a slot, not a part.
 *
 * @param runs - of one job, any order; backfills left out
 */
export function toPartitionNames(runs: readonly FlowRun[]): PartitionNames {
  const daysByValue = new Map<string, Map<string, Set<number>>>()
  const countByName = new Map<string, number>()
  for (const { parameters, expectedStartAt, createdAt } of runs) {
    const day = Math.floor((expectedStartAt ?? createdAt) / DAY_MS)
    for (const [name, value] of Object.entries(parameters)) {
      countByName.set(name, (countByName.get(name) ?? 0) + 1)
      const values = daysByValue.get(name) ?? new Map<string, Set<number>>()
      values.set(value, (values.get(value) ?? new Set()).add(day))
      daysByValue.set(name, values)
    }
  }
  return [...daysByValue].filter(([name, values]) => {
    const recurring = [...values.values()].filter(days => days.size >= 2).length
    return (countByName.get(name) ?? 0) >= THRESHOLDS.partitionShare * runs.length
      && values.size >= 2 && values.size <= THRESHOLDS.partitionMostValues
      && recurring >= THRESHOLDS.partitionShare * values.size
  }).map(([name]) => name).sort()
}

/** `customer=acme`, or `customer=acme, region=eu`; null for a run that lacks a name, or a job without parts. */
export function partitionOf({ parameters }: Pick<FlowRun, 'parameters'>, names: PartitionNames): string | null {
  return names.length === 0 || names.some(name => parameters[name] === undefined) ? null : names.map(name => `${name}=${parameters[name]}`).join(', ')
}

/** Runs by their part; one group with the key null for a job without parts. Within a group in the order given. */
export function byPartition(runs: readonly FlowRun[], names: PartitionNames): Map<string | null, FlowRun[]> {
  const groups = new Map<string | null, FlowRun[]>()
  for (const run of runs) {
    const key = partitionOf(run, names)
    const group = groups.get(key)
    if (group === undefined)
      groups.set(key, [run])
    else
      group.push(run)
  }
  return groups
}
