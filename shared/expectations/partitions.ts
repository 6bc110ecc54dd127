import type { Schedule } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { DAY_MS, THRESHOLDS } from './thresholds.ts'

/** What tells the parts of a job apart: names of parameters whose values come again night after night. Ascending. */
export type PartitionNames = readonly string[]

/** When the values of one parameter were seen. */
interface Seen {
  days: Set<number>
  firstAt: number
  lastAt: number
  /** Places among the runs that carry the parameter. */
  firstIndex: number
  lastIndex: number
  count: number
}

type SeenByName = ReadonlyMap<string, ReadonlyMap<string, Seen>>

/**
 * Finds the parameters that part a job: nearly all runs carry them, and nearly all of their values come again on another day with
 * other values between. One that was changed once and for all parts nothing, and a value seen on one day only names a slot. Where
 * schedules make the runs, what people gave theirs by hand says nothing; schedules that differ in a parameter say it at once.
 *
 * @param runs - of one job by due time, oldest first; backfills left out
 */
export function toPartitionNames(runs: readonly FlowRun[], schedules: readonly Schedule[] = []): PartitionNames {
  const telling = tellingOf(runs)
  const learnt = [...seenByName(telling)].filter(([, values]) => values.size >= 2 && values.size <= THRESHOLDS.partitionMostValues && isMost([...values.values()], comesAgain)).sort(([, a], [, b]) => b.size - a.size).map(([name]) => name)
  const names = [...new Set([...scheduledNames(schedules), ...learnt])]
  // Names that each come again may not do so together: then the one that parts most is believed.
  const comeAgain = names.length < 2 || isMost([...daysByKey(telling, names).values()], days => days.size >= 2)
  return comeAgain ? names.sort() : names.slice(0, 1)
}

/** Parameters that say which slot a run is for, a date or an id: nearly all runs carry them, and each value keeps to one night. */
export function toSlotNames(runs: readonly FlowRun[], partitionNames: PartitionNames): readonly string[] {
  return [...seenByName(tellingOf(runs))]
    .filter(([name, values]) => !partitionNames.includes(name) && values.size >= THRESHOLDS.slotValueCount && isMost([...values.values()], ({ firstAt, lastAt }) => lastAt - firstAt < 1.5 * DAY_MS))
    .map(([name]) => name)
    .sort()
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

function tellingOf(runs: readonly FlowRun[]): readonly FlowRun[] {
  const automatic = runs.filter(run => run.autoScheduled)
  return automatic.length * 2 >= runs.length ? automatic : runs
}

/** Names that nearly all runs carry. */
function seenByName(runs: readonly FlowRun[]): SeenByName {
  const byName = new Map<string, { values: Map<string, Seen>, count: number }>()
  for (const { parameters, expectedStartAt, createdAt } of runs) {
    const at = expectedStartAt ?? createdAt
    for (const name in parameters) {
      const value = parameters[name] ?? ''
      let one = byName.get(name)
      if (one === undefined)
        byName.set(name, one = { values: new Map(), count: 0 })
      let seen = one.values.get(value)
      if (seen === undefined)
        one.values.set(value, seen = { days: new Set(), firstAt: at, lastAt: at, firstIndex: one.count, lastIndex: one.count, count: 0 })
      seen.days.add(Math.floor(at / DAY_MS))
      seen.lastAt = at
      seen.lastIndex = one.count
      seen.count += 1
      one.count += 1
    }
  }
  return new Map([...byName].filter(([, { count }]) => count >= THRESHOLDS.partitionShare * runs.length).map(([name, { values }]) => [name, values]))
}

function comesAgain({ days, firstIndex, lastIndex, count }: Seen): boolean {
  return days.size >= 2 && lastIndex - firstIndex + 1 > count
}

function isMost<T>(all: readonly T[], is: (one: T) => boolean): boolean {
  return all.filter(is).length >= THRESHOLDS.partitionShare * all.length
}

/** Parameters in which the active schedules of a deployment differ. */
function scheduledNames(schedules: readonly Schedule[]): string[] {
  const active = schedules.filter(schedule => schedule.active)
  const [first] = active
  if (first === undefined || active.length < 2)
    return []
  return Object.keys(first.parameters).filter(name => active.every(({ parameters }) => parameters[name] !== undefined) && active.some(({ parameters }) => parameters[name] !== first.parameters[name]))
}

function daysByKey(runs: readonly FlowRun[], names: PartitionNames): Map<string, Set<number>> {
  const byKey = new Map<string, Set<number>>()
  for (const run of runs) {
    const key = partitionOf(run, names)
    if (key !== null)
      byKey.set(key, (byKey.get(key) ?? new Set()).add(Math.floor((run.expectedStartAt ?? run.createdAt) / DAY_MS)))
  }
  return byKey
}
