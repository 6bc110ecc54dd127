import { automaticAt, type DueSlot } from '../../expectations/due-slots.ts'
import type { FlowRun } from '../../model/flow-run.ts'

/** Slots that no run stands for: each instant needs as many automatic runs as schedules name it, with their parameters. */
export function unfilled(slots: readonly DueSlot[], runs: readonly FlowRun[]): DueSlot[] {
  const absent: DueSlot[] = []
  for (let index = 0; index < slots.length;) {
    const at = slots[index]?.at ?? 0
    let end = index + 1
    while (slots[end]?.at === at)
      end += 1
    const there = automaticAt(runs, at)
    const due = slots.slice(index, end)
    if (there.length === 0 || (due.length > 1 && !isOneForAll(due, there)))
      absent.push(...leftOf(due, there))
    index = end
  }
  return absent
}

/** Prefect 2 names no schedule on its runs and makes one for an instant, however many schedules of the deployment name it. */
function isOneForAll(slots: readonly DueSlot[], runs: readonly FlowRun[]): boolean {
  return runs.every(({ scheduleId }) => scheduleId === null) && slots.every(({ schedule }) => Object.keys(schedule?.parameters ?? {}).length === 0)
}

/**
 * Of one instant: who made the run tells best, then what it was given. One that says too little may stand for any, and so may one
 * that no schedule of now asks for: it was made by one of before.
 */
function leftOf(slots: readonly DueSlot[], runs: readonly FlowRun[]): DueSlot[] {
  const isSure = [
    ({ schedule }: DueSlot, { scheduleId }: FlowRun): boolean => schedule !== null && schedule.id === scheduleId,
    (slot: DueSlot, run: FlowRun): boolean => isAsked(slot, run, ({ asked, given }) => asked === given),
    (slot: DueSlot, run: FlowRun): boolean => isAsked(slot, run, ({ asked, given }) => given === undefined || asked === given),
    (_: DueSlot, run: FlowRun): boolean => !slots.some(slot => isAsked(slot, run, ({ asked, given }) => asked === given)),
  ]
  const free = new Set(runs)
  let left = [...slots]
  for (const isFor of isSure) {
    left = left.filter((slot) => {
      const run = [...free].find(candidate => isFor(slot, candidate))
      return run === undefined || !free.delete(run)
    })
  }
  return left
}

function isAsked({ schedule }: DueSlot, { parameters }: FlowRun, agrees: (value: { asked: string, given: string | undefined }) => boolean): boolean {
  return Object.entries(schedule?.parameters ?? {}).every(([name, asked]) => agrees({ asked, given: parameters[name] }))
}
