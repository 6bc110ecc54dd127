import type { Schedule } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { isTimeZone } from '../model/zone.ts'
import { learnRhythm, OF_A_SCHEDULER } from './rhythm.ts'

/** A part that schedules made runs of and no schedule names any more. */
export interface RemovedPart {
  /** The parameters its schedule gave. */
  parameters: Schedule['parameters']
  /** When it would have been due since, ascending. */
  slots: readonly number[]
}

interface Part {
  parameters: Schedule['parameters']
  /** Distinct, ascending. */
  due: number[]
}

/**
 * Parts of a job whose schedule was taken off the list before anybody looked: their automatic runs had a rhythm and stopped, while
 * others went on. One after whose last run another part first came was replaced by that.
 *
 * @param schedules - those of now
 * @param runs - of the job by due time, oldest first
 */
export function removedParts(schedules: readonly Schedule[], runs: readonly FlowRun[], { fromAt, toAt }: { fromAt: number, toAt: number }): RemovedPart[] {
  const names = [...new Set(schedules.flatMap(({ parameters }) => Object.keys(parameters)))].sort()
  if (names.length === 0 || !schedules.every(({ parameters }) => names.every(name => name in parameters)))
    return []
  const named = new Set(schedules.map(({ parameters }) => keyOf(parameters, names)))
  const parts = toParts(runs, { names, toAt })
  const zones = schedules.map(({ rule }) => rule.kind === 'unreadable' ? null : rule.timeZone).filter(zone => zone !== null).filter(isTimeZone)
  return [...parts].filter(([key]) => !named.has(key)).flatMap(([, { parameters, due }]): RemovedPart[] => {
    const last = due.at(-1) ?? toAt
    const others = [...parts.values()].filter(other => other.due !== due)
    const goesOn = others.some(other => (other.due.at(-1) ?? 0) > last && (other.due[0] ?? last) < last)
    if (!goesOn || others.some(other => (other.due[0] ?? 0) > last))
      return []
    const rhythm = learnRhythm(due, { ...OF_A_SCHEDULER, zones: [...new Set([...zones, 'UTC'])] })
    const slots = rhythm?.dueUntil(toAt).filter(at => at > last && at >= fromAt) ?? []
    return slots.length === 0 ? [] : [{ parameters, slots }]
  })
}

function toParts(runs: readonly FlowRun[], { names, toAt }: { names: readonly string[], toAt: number }): Map<string, Part> {
  const parts = new Map<string, Part>()
  for (const { autoScheduled, expectedStartAt, parameters } of runs) {
    if (!autoScheduled || expectedStartAt === null || expectedStartAt > toAt || names.some(name => parameters[name] === undefined))
      continue
    const key = keyOf(parameters, names)
    const part = parts.get(key) ?? { parameters: Object.fromEntries(names.map(name => [name, parameters[name] ?? ''])), due: [] }
    if (part.due.at(-1) !== expectedStartAt)
      part.due.push(expectedStartAt)
    parts.set(key, part)
  }
  return parts
}

function keyOf(parameters: Schedule['parameters'], names: readonly string[]): string {
  return JSON.stringify(names.map(name => parameters[name]))
}
