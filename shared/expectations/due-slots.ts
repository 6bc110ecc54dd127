import type { Schedule } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { isTimeZone } from '../model/zone.ts'
import { removedParts } from './removed-parts.ts'
import { learnRhythm, OF_A_SCHEDULER } from './rhythm.ts'
import { lastMadeAt, scheduleText, type ScheduleEra } from './schedule-eras.ts'
import { scheduledSlots } from './slots.ts'
import { MINUTE_MS, THRESHOLDS } from './thresholds.ts'

/** A slot that was due, and what says so. */
export interface DueSlot {
  at: number
  /**
   * `on`: a schedule in force · `rows`: the rhythm of earlier automatic runs, where no schedule is known for that time ·
   * `off`: a schedule that is switched off and kept its slots before · `removed`: one that is gone, with none in its place, seen or told
   * by its runs.
   */
  told: 'on' | 'rows' | 'off' | 'removed'
  /** null with `rows`. */
  schedule: Schedule | null
  /** In which stretch of schedules it lies; null: before they were first seen. */
  era: ScheduleEra | null
  /** The stretch that followed: what began it may have taken the slot's run away. null: none did. */
  followedBy: ScheduleEra | null
}

export interface DueSlots {
  /** Ascending; an instant stands once for each schedule that names it. */
  slots: readonly DueSlot[]
  /** Why some slots cannot be told; null when all can. */
  unknown: 'unreadable' | 'changed' | null
  /** Since when the schedule is what it is now; with `changed`. */
  changedAt: number | null
}

export interface SlotsAsked {
  /** Oldest first; empty: what was in force earlier was never noted. */
  eras: readonly ScheduleEra[]
  /** Those of now. */
  schedules: readonly Schedule[]
  /** The job's runs by due time, oldest first, as far back as they are known. */
  runs: readonly FlowRun[]
  /** Inclusive both. */
  fromAt: number
  toAt: number
  /** All runs due since then are known: what cannot be told before it is no matter. */
  rowsFromAt: number
}

/**
 * When a job was due between two instants.
 *
 * A slot is told by the schedules last seen before it. Before they were first seen they speak for the time since they were made,
 * and for earlier if three of their slots in a row were kept (a deploy makes all schedules anew, so `createdAt` is no sign of a new
 * rule); else the rhythm of earlier automatic runs speaks, if three agree; else those slots are unknown. A schedule that is
 * switched off speaks only if it kept slots before.
 */
export function dueSlots(asked: SlotsAsked): DueSlots {
  const { eras, fromAt, toAt } = asked
  const seenFromAt = eras[0]?.fromAt ?? Number.POSITIVE_INFINITY
  const found: Found = { slots: [], isUnreadable: false, changedAt: null }
  if (fromAt < seenFromAt)
    addUnseen(found, { ...asked, schedules: eras[0]?.schedules ?? asked.schedules, toAt: Math.min(toAt, seenFromAt - 1) })
  eras.forEach((era, index) => {
    const range = { fromAt: Math.max(fromAt, era.fromAt), toAt: Math.min(toAt, (eras[index + 1]?.fromAt ?? Number.POSITIVE_INFINITY) - 1) }
    if (range.fromAt <= range.toAt)
      addSeen(found, { ...asked, ...range, era, before: eras.slice(0, index), followedBy: eras[index + 1] ?? null })
  })
  return { slots: found.slots.sort((a, b) => a.at - b.at), unknown: found.isUnreadable ? 'unreadable' : found.changedAt === null ? null : 'changed', changedAt: found.changedAt }
}

interface Found {
  slots: DueSlot[]
  isUnreadable: boolean
  changedAt: number | null
}

function addSeen(found: Found, { era, before, followedBy, runs, fromAt, toAt }: SlotsAsked & { era: ScheduleEra, before: readonly ScheduleEra[], followedBy: ScheduleEra | null }): void {
  for (const schedule of era.schedules) {
    if (!schedule.active && (isReplaced(schedule, era.schedules) || !(wasActive(schedule, before) || isProven(schedule, { runs, beforeAt: fromAt }))))
      continue
    const named = scheduledSlots(schedule.rule, fromAt, toAt)
    if (named === null)
      found.isUnreadable ||= schedule.active
    else
      found.slots.push(...named.map(at => ({ at, told: schedule.active ? 'on' as const : 'off' as const, schedule, era, followedBy })))
  }
  for (const { schedule, goneIn } of takenAway([...before, era]))
    found.slots.push(...(scheduledSlots(schedule.rule, fromAt, toAt) ?? []).map(at => ({ at, told: 'removed' as const, schedule, era: goneIn, followedBy })))
}

/** A schedule that was in force, and the first era without it. */
interface TakenAway {
  schedule: Schedule
  goneIn: ScheduleEra
}

/**
 * Schedules that were in force and that the last of these eras holds no more, with none in their place. Where all are gone, these
 * are all that were in force last. Where some stayed, it is those whose parameters no other gives now: one of another rule for the
 * same parameters, or one of the same rule that came at once for others, took their place.
 */
function takenAway(eras: readonly ScheduleEra[]): TakenAway[] {
  let gone: TakenAway[] = []
  let inForce: readonly Schedule[] = []
  for (const era of eras) {
    const given = new Set(era.schedules.map(parametersText))
    const before = new Set(inForce.map(parametersText))
    const isEdited = inForce.some(schedule => given.has(parametersText(schedule)))
    const freshRules = era.schedules.filter(schedule => schedule.active && !before.has(parametersText(schedule))).map(({ rule }) => JSON.stringify(rule))
    const isReplacing = ({ rule }: Schedule): boolean => {
      const index = freshRules.indexOf(JSON.stringify(rule))
      freshRules.splice(index, index === -1 ? 0 : 1)
      return index !== -1
    }
    const left = isEdited ? inForce.filter(schedule => !given.has(parametersText(schedule)) && !isReplacing(schedule)) : []
    gone = [...gone, ...left.map(schedule => ({ schedule, goneIn: era }))].filter(({ schedule }) => !given.has(parametersText(schedule)))
    const active = era.schedules.filter(schedule => schedule.active)
    inForce = active.length > 0 ? active : inForce
  }
  const last = eras.at(-1)
  return last?.schedules.length === 0 ? [...gone, ...inForce.map(schedule => ({ schedule, goneIn: last }))] : gone
}

function parametersText({ parameters }: Schedule): string {
  return JSON.stringify(Object.entries(parameters).sort())
}

function wasActive(schedule: Schedule, before: readonly ScheduleEra[]): boolean {
  const on = scheduleText({ ...schedule, active: true })
  return before.some(({ schedules }) => schedules.some(other => other.active && scheduleText(other) === on))
}

/** Whether a schedule in force gives the same parameters and came later: then this one was switched off for its sake. */
function isReplaced(schedule: Schedule, schedules: readonly Schedule[]): boolean {
  const text = parametersText(schedule)
  return schedules.some(other => other.active && parametersText(other) === text && lastMadeAt(other) > (schedule.createdAt ?? Number.POSITIVE_INFINITY) + MINUTE_MS)
}

/** Slots of a time from which no schedule was noted. */
function addUnseen(found: Found, { schedules, runs, fromAt, toAt, rowsFromAt }: SlotsAsked): void {
  let rowsUntilAt: number | null = schedules.length === 0 ? toAt : null
  let unprovenAt: number | null = null
  for (const schedule of schedules) {
    const named = scheduledSlots(schedule.rule, fromAt, toAt)
    if (named === null) {
      found.isUnreadable ||= schedule.active
      continue
    }
    const madeAt = lastMadeAt(schedule)
    if (!schedule.active) {
      // What was switched off kept its slots until then; when is known only if it was not changed since.
      if (!isReplaced(schedule, schedules) && isProven(schedule, { runs, beforeAt: toAt }))
        found.slots.push(...named.map(at => ({ at, told: 'off' as const, schedule, era: null, followedBy: null })))
      continue
    }
    const isOld = fromAt < madeAt && isProven(schedule, { runs, beforeAt: madeAt })
    if (fromAt < madeAt && !isOld) {
      rowsUntilAt = Math.max(rowsUntilAt ?? madeAt, Math.min(toAt, madeAt - 1))
      if (named.some(at => at >= rowsFromAt && at < madeAt && !hasRunAt(runs, at)))
        unprovenAt = Math.max(unprovenAt ?? madeAt, madeAt)
    }
    found.slots.push(...named.filter(at => isOld || at >= madeAt).map(at => ({ at, told: 'on' as const, schedule, era: null, followedBy: null })))
  }
  for (const { parameters, slots } of removedParts(schedules, runs, { fromAt, toAt })) {
    const schedule: Schedule = { id: '', active: false, rule: { kind: 'unreadable', text: 'not seen' }, createdAt: null, updatedAt: null, parameters }
    found.slots.push(...slots.map(at => ({ at, told: 'removed' as const, schedule, era: null, followedBy: null })))
  }
  if (rowsUntilAt === null)
    return
  const byRows = slotsByRows({ schedules, runs, fromAt, toAt: rowsUntilAt })
  if (byRows === null) {
    found.changedAt = unprovenAt
    return
  }
  const secondOf = (at: number): number => Math.round(at / THRESHOLDS.slotJoinMs)
  const named = new Set(found.slots.map(({ at }) => secondOf(at)))
  for (const at of byRows) {
    if (!named.has(secondOf(at)))
      found.slots.push({ at, told: 'rows', schedule: null, era: null, followedBy: null })
  }
}

/** The slots that automatic runs stand on, and those their rhythm names after the last; null where no three agree. */
function slotsByRows({ schedules, runs, fromAt, toAt }: Pick<SlotsAsked, 'schedules' | 'runs' | 'fromAt' | 'toAt'>): number[] | null {
  const due = [...new Set(runs.filter(run => run.autoScheduled && run.expectedStartAt !== null && run.expectedStartAt <= toAt).map(run => run.expectedStartAt ?? 0))]
  const zones = schedules.map(({ rule }) => rule.kind === 'unreadable' ? null : rule.timeZone).filter(zone => zone !== null).filter(isTimeZone)
  const rhythm = learnRhythm(due, { ...OF_A_SCHEDULER, zones: [...new Set([...zones, 'UTC'])] })
  const last = due.at(-1) ?? Number.NEGATIVE_INFINITY
  return rhythm === null ? null : [...due, ...rhythm.dueUntil(toAt).filter(at => at > last)].filter(at => at >= fromAt)
}

/** Whether three of its slots in a row have an automatic run with its parameters, among those due before an instant: then the rule is older than its row. */
function isProven({ rule, parameters }: Schedule, { runs, beforeAt }: { runs: readonly FlowRun[], beforeAt: number }): boolean {
  const asked = Object.entries(parameters)
  const own: FlowRun[] = []
  let [seenCount, firstAt] = [0, Number.POSITIVE_INFINITY]
  for (let index = runs.length - 1; index >= 0 && seenCount < PROOF_SLOT_COUNT; index--) {
    const run = runs[index]
    if (run?.autoScheduled !== true || run.expectedStartAt === null || run.expectedStartAt >= beforeAt || asked.some(([name, value]) => (run.parameters[name] ?? value) !== value))
      continue
    own.push(run)
    seenCount += run.expectedStartAt < firstAt - THRESHOLDS.slotJoinMs ? 1 : 0
    firstAt = Math.min(firstAt, run.expectedStartAt)
  }
  if (seenCount < THRESHOLDS.rhythmRunCount)
    return false
  own.reverse()
  let keptCount = 0
  for (const at of scheduledSlots(rule, firstAt - THRESHOLDS.slotJoinMs, beforeAt - 1) ?? []) {
    keptCount = hasRunAt(own, at) ? keptCount + 1 : 0
    if (keptCount >= THRESHOLDS.rhythmRunCount)
      return true
  }
  return false
}

/** Slots with automatic runs that are looked at for a proof. */
const PROOF_SLOT_COUNT = 20

/** Whether an automatic run was due at this instant, give or take what upstream rounds. */
export function hasRunAt(runs: readonly FlowRun[], at: number): boolean {
  return automaticAt(runs, at).length > 0
}

/** Automatic runs that were due at this instant. `runs` by due time, oldest first. */
export function automaticAt(runs: readonly FlowRun[], at: number): FlowRun[] {
  const found: FlowRun[] = []
  const keyOf = (run: FlowRun | undefined): number => run?.expectedStartAt ?? run?.createdAt ?? 0
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keyOf(runs[middle]) < at - THRESHOLDS.slotJoinMs)
      low = middle + 1
    else
      high = middle
  }
  for (let index = low; index < runs.length && keyOf(runs[index]) <= at + THRESHOLDS.slotJoinMs; index++) {
    const run = runs[index]
    if (run?.autoScheduled === true)
      found.push(run)
  }
  return found
}
