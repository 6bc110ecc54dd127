import type { DueSlot } from '../../expectations/due-slots.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { dueAt } from '../job.ts'

/** Slots of a job that are judged together: those of one customer, where its schedules are parted so; else all. */
export interface SlotGroup {
  /** `customer=A`; null: the whole job. */
  partition: string | null
  /** Ascending. */
  slots: readonly DueSlot[]
  isRunOf: (run: FlowRun) => boolean
}

/** Parts slots by the parameters in which their schedules differ. */
export function toSlotGroups(slots: readonly DueSlot[]): SlotGroup[] {
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
