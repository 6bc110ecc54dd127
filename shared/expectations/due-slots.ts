import type { Deployment, Schedule } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { scheduledSlots } from './slots.ts'
import { THRESHOLDS } from './thresholds.ts'

/** A slot that was due, and why it may be expected to have no run. */
export interface DueSlot {
  at: number
  /** `on`: a run was due · `off`: its schedule is switched off, though it kept its slots before. */
  schedule: 'on' | 'off'
}

export interface DueSlots {
  /** Ascending; an instant stands once for each schedule that names it. */
  slots: readonly DueSlot[]
  /** Why some slots cannot be told; null when all can. */
  unknown: 'unreadable' | 'changed' | null
  /** Since when the schedule is what it is now; with `changed`. */
  changedAt: number | null
}

/**
 * When runs of `deployment` were due between two instants, both inclusive.
 *
 * A schedule speaks for the time since it was made. Before that (a deploy makes all schedules anew, so `createdAt` is no sign
 * of a new rule) it speaks only if three earlier automatic runs kept its slots; else those slots are unknown.
 * One that is switched off speaks only if it kept slots before.
 *
 * @param runs - the job's runs by due time, oldest first, as far back as they are known
 */
export function dueSlots(deployment: Deployment, runs: readonly FlowRun[], { fromAt, toAt }: { fromAt: number, toAt: number }): DueSlots {
  const slots: DueSlot[] = []
  let unknown: DueSlots['unknown'] = null
  let changedAt: number | null = null
  const startAt = Math.max(fromAt, deployment.createdAt)
  if (startAt > toAt)
    return { slots, unknown, changedAt }
  for (const schedule of deployment.schedules) {
    const named = scheduledSlots(schedule.rule, startAt, toAt)
    if (named === null) {
      if (schedule.active)
        unknown = 'unreadable'
      continue
    }
    const madeAt = Math.max(schedule.createdAt ?? 0, schedule.updatedAt ?? 0)
    const needsProof = !schedule.active || named.some(at => at < madeAt)
    const proven = needsProof && keptItsSlots(schedule, runs, { toAt, sinceAt: deployment.createdAt })
    if (schedule.active && needsProof && !proven && named.some(at => at < madeAt && !hasRunAt(runs, at))) {
      unknown ??= 'changed'
      changedAt = madeAt
    }
    for (const at of named) {
      const speaks = schedule.active ? at >= madeAt || proven : proven
      if (speaks)
        slots.push({ at, schedule: schedule.active ? 'on' : 'off' })
    }
  }
  slots.sort((a, b) => a.at - b.at)
  return { slots, unknown, changedAt }
}

/** Whether at least three automatic runs stand on slots of this schedule's rule. */
function keptItsSlots(schedule: Schedule, runs: readonly FlowRun[], { toAt, sinceAt }: { toAt: number, sinceAt: number }): boolean {
  const automatic = runs.filter(run => run.autoScheduled && run.expectedStartAt !== null && run.expectedStartAt <= toAt)
  let keptCount = 0
  for (const run of automatic.slice(-20)) {
    const at = run.expectedStartAt
    if (at === null || at < sinceAt)
      continue
    const near = scheduledSlots(schedule.rule, at - THRESHOLDS.slotJoinMs, at + THRESHOLDS.slotJoinMs)
    if (near !== null && near.length > 0)
      keptCount += 1
  }
  return keptCount >= THRESHOLDS.rhythmRunCount
}

/** Whether an automatic run was due at this instant, give or take what upstream rounds. */
export function hasRunAt(runs: readonly FlowRun[], at: number): boolean {
  return countRunsAt(runs, at) > 0
}

/** How many automatic runs were due at this instant. `runs` by due time, oldest first. */
export function countRunsAt(runs: readonly FlowRun[], at: number): number {
  let low = 0
  let high = runs.length
  const keyOf = (run: FlowRun | undefined): number => run?.expectedStartAt ?? run?.createdAt ?? 0
  while (low < high) {
    const middle = (low + high) >> 1
    if (keyOf(runs[middle]) < at - THRESHOLDS.slotJoinMs)
      low = middle + 1
    else
      high = middle
  }
  let count = 0
  for (let index = low; index < runs.length && keyOf(runs[index]) <= at + THRESHOLDS.slotJoinMs; index++)
    count += runs[index]?.autoScheduled === true ? 1 : 0
  return count
}
