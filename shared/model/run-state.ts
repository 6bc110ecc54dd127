/** The nine state types of Prefect, and `UNKNOWN` for one we have not met: shown as unknown, never dropped. */
export const STATE_TYPES = ['SCHEDULED', 'PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED', 'PAUSED', 'CANCELLING', 'UNKNOWN'] as const

export type StateType = typeof STATE_TYPES[number]

/** How a state is drawn, everywhere the same: sheet, strips, lists, timeline, tab icon. */
export type Mark = 'completed' | 'failed' | 'crashed' | 'late' | 'missing' | 'running' | 'paused' | 'cancelled' | 'scheduled' | 'unknown'

/** One recorded state of a run. Its name is free text from the flow's author; only the type and a few names are judged. */
export interface RunState {
  id: string
  type: StateType
  /** As upstream wrote it: `Late`, `AwaitingRetry`, `TimedOut`, or anything an author chose. */
  name: string
  /** When the state was entered. */
  at: number
  /** null where none was given; Prefect's empty string is none. */
  message: string | null
}

interface StateMeaning {
  terminal: boolean
  mark: Mark
}

const MEANING: Record<StateType, StateMeaning> = {
  SCHEDULED: { terminal: false, mark: 'scheduled' },
  PENDING: { terminal: false, mark: 'scheduled' },
  RUNNING: { terminal: false, mark: 'running' },
  COMPLETED: { terminal: true, mark: 'completed' },
  FAILED: { terminal: true, mark: 'failed' },
  CANCELLED: { terminal: true, mark: 'cancelled' },
  CRASHED: { terminal: true, mark: 'crashed' },
  PAUSED: { terminal: false, mark: 'paused' },
  CANCELLING: { terminal: false, mark: 'cancelled' },
  UNKNOWN: { terminal: false, mark: 'unknown' },
}

/** Whether nothing more happens in this state by itself. A terminal run can still be re-opened by a retry. */
export function isTerminal(type: StateType): boolean {
  return MEANING[type].terminal
}

/** The mark of a state; a scheduled run that Prefect calls Late has the late mark. */
export function toMark(state: Pick<RunState, 'type' | 'name'> | null): Mark {
  if (state === null)
    return 'unknown'
  return state.type === 'SCHEDULED' && state.name === 'Late' ? 'late' : MEANING[state.type].mark
}
