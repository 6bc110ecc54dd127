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

/** Names that Prefect itself gives to states (3.8.8, 2.20), beside those that only repeat the type. */
const STATE_NAMES: Readonly<Record<string, StateType>> = {
  AwaitingRetry: 'SCHEDULED', AwaitingConcurrencySlot: 'SCHEDULED', Resuming: 'SCHEDULED', Submitting: 'PENDING', InfrastructurePending: 'PENDING',
  Retrying: 'RUNNING', Suspended: 'PAUSED', TimedOut: 'FAILED', Cached: 'COMPLETED',
}

/** A name of Prefect's own, as it writes it, and its type; null: an author may have given it to any. */
export function toStateName(value: string): { name: string, type: StateType } | null {
  const found = Object.entries(STATE_NAMES).find(([name]) => name.toLowerCase() === value.toLowerCase())
  return found === undefined ? null : { name: found[0], type: found[1] }
}

/** `late` and `scheduled` share a type: Late is a name Prefect gives 15 s after the due time. */
export function isInGroup(state: Pick<RunState, 'type' | 'name'>, group: StateGroup): boolean {
  if (group === 'late' || group === 'scheduled')
    return state.type === 'SCHEDULED' && (state.name === 'Late') === (group === 'late')
  return (STATE_GROUPS[group] as readonly StateType[]).includes(state.type)
}
