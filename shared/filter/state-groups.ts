import type { RunState, StateType } from '../model/run-state.ts'

/** The groups a person filters by, in the order they are offered, each with the state types it stands for. */
export const STATE_GROUPS = {
  failed: ['FAILED'],
  crashed: ['CRASHED'],
  late: ['SCHEDULED'],
  scheduled: ['SCHEDULED'],
  pending: ['PENDING'],
  running: ['RUNNING'],
  completed: ['COMPLETED'],
  cancelled: ['CANCELLED', 'CANCELLING'],
  paused: ['PAUSED'],
} as const satisfies Record<string, readonly StateType[]>

export type StateGroup = keyof typeof STATE_GROUPS

export const STATE_GROUP_NAMES = Object.keys(STATE_GROUPS) as StateGroup[]

/** The group of this name; null: it is a state's own name, as an author or Prefect gave it. */
export function toStateGroup(value: string): StateGroup | null {
  return STATE_GROUP_NAMES.find(name => name === value.toLowerCase()) ?? null
}

/** `late` and `scheduled` share a type: Late is a name Prefect gives 15 s after the due time. */
export function isInGroup(state: Pick<RunState, 'type' | 'name'>, group: StateGroup): boolean {
  if (group === 'late' || group === 'scheduled')
    return state.type === 'SCHEDULED' && (state.name === 'Late') === (group === 'late')
  return (STATE_GROUPS[group] as readonly StateType[]).includes(state.type)
}
