import type { DueSlot } from '../../expectations/due-slots.ts'
import { scheduleText } from '../../expectations/schedule-eras.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { dueAt } from '../job.ts'

/** Slots of a job that are judged together: those of one customer, where its schedules are parted so, and those of a schedule that was switched off beside others; else all. */
export interface SlotGroup {
  /** `customer=A`; null: the whole job. */
  partition: string | null
  /** Ascending. */
  slots: readonly DueSlot[]
  isRunOf: (run: FlowRun) => boolean
}

/** Parts slots by the parameters in which their schedules differ, and by whether others go on where one was switched off. */
export function toSlotGroups(slots: readonly DueSlot[]): SlotGroup[] {
  return toParts(slots).flatMap(partOff)
}

function toParts(slots: readonly DueSlot[]): SlotGroup[] {
  const names = differingNames(slots)
  if (names.length === 0)
    return [{ partition: null, slots, isRunOf: () => true }]
  const groups = new Map<string, { slots: DueSlot[], values: Readonly<Record<string, string>> }>()
  for (const slot of slots) {
    const values = slot.schedule?.parameters ?? {}
    const key = names.filter(name => values[name] !== undefined).map(name => `${name}=${values[name]}`).join(', ')
    const group = groups.get(key)
    if (group === undefined)
      groups.set(key, { slots: [slot], values })
    else
      group.slots.push(slot)
  }
  return [...groups].map(([partition, { slots: own, values }]) => ({
    partition: partition === '' ? null : partition,
    slots: own,
    isRunOf: ({ parameters }) => names.every(name => values[name] === undefined || parameters[name] === undefined || parameters[name] === values[name]),
  }))
}

/** Runs of the schedules that go on say nothing of one that was switched off. */
function partOff(group: SlotGroup): SlotGroup[] {
  const firstOff = group.slots.find(({ told }) => told === 'off')
  const offTexts = new Set(group.slots.filter(({ told }) => told === 'off').map(ruleText))
  if (firstOff === undefined || !group.slots.some(slot => slot.told === 'on' && slot.at > firstOff.at && !offTexts.has(ruleText(slot))))
    return [group]
  const isOff = (slot: DueSlot): boolean => offTexts.has(ruleText(slot))
  const off = group.slots.filter(isOff)
  const secondOf = (at: number): number => Math.round(at / THRESHOLDS.slotJoinMs)
  const seconds = new Set(off.map(({ at }) => secondOf(at)))
  return [
    { ...group, slots: group.slots.filter(slot => !isOff(slot)) },
    { ...group, slots: off, isRunOf: run => group.isRunOf(run) && run.autoScheduled && seconds.has(secondOf(dueAt(run))) },
  ]
}

function ruleText({ schedule }: DueSlot): string {
  return schedule === null ? '' : scheduleText({ ...schedule, active: true })
}

function differingNames(slots: readonly DueSlot[]): string[] {
  const schedules = new Set(slots.map(({ schedule }) => schedule).filter(schedule => schedule !== null))
  if (schedules.size < 2)
    return []
  const names = new Set([...schedules].flatMap(({ parameters }) => Object.keys(parameters)))
  return [...names].filter(name => new Set([...schedules].map(({ parameters }) => parameters[name])).size > 1).sort()
}

/** When the last of a group's runs was due that ended, well or badly: it speaks for the group from then on. `runs` by due time. */
export function lastEndedAt(runs: readonly FlowRun[]): number | null {
  const last = runs.findLast(run => run.endedAt !== null)
  return last === undefined ? null : dueAt(last)
}
