import { DAY } from './instant.ts'
import type { RunPlan, StateType, Step } from './run-plan.ts'
import { isTerminal } from './run-plan.ts'

/** A run as it stands at an instant: the part of its plan that has happened. */
export interface RunNow {
  plan: RunPlan
  /** The states entered so far, at least one. */
  steps: readonly Step[]
  state: Step
  type: StateType
  /** First RUNNING; for a run that ended without one, its end, as upstream repeats it. */
  startAt: number | null
  /** The terminal state's instant; null again while a finished run is run anew. */
  endAt: number | null
  /** When a run that waits is to start. */
  nextAt: number | null
}

/** null while the row is not made yet. */
export function runAt(plan: RunPlan, now: number): RunNow | null {
  const { steps } = plan
  let count = 0
  let startAt: number | null = null
  while (count < steps.length) {
    const step = steps[count]
    if (step === undefined || step.at > now)
      break
    if (startAt === null && step.type === 'RUNNING')
      startAt = step.at
    count += 1
  }
  const state = steps[count - 1]
  if (state === undefined)
    return null
  const endAt = isTerminal(state.type) ? state.at : null
  return {
    plan,
    steps: count === steps.length ? steps : steps.slice(0, count),
    state,
    type: state.type,
    startAt: startAt ?? endAt,
    endAt,
    nextAt: state.type === 'SCHEDULED' ? (state.name === 'AwaitingRetry' || state.name === 'Resuming' ? steps[count]?.at ?? state.at + DAY : plan.dueAt) : null,
  }
}

/** How often a run began, in these steps: one that was paused goes on, and begins no second time. */
export function countStarts(steps: readonly Step[]): number {
  const moves = steps.filter(({ type }) => type === 'RUNNING' || type === 'PAUSED')
  return moves.filter(({ type }, index) => type === 'RUNNING' && moves[index - 1]?.type !== 'PAUSED').length
}

/** Time spent RUNNING: what upstream has summed up when a run leaves RUNNING, and with the present stretch added. */
export function ranForMs({ steps, state }: RunNow, now: number): { summed: number, present: number } {
  let summed = 0
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1]
    if (step.type === 'RUNNING' && next !== undefined)
      summed += next.at - step.at
  }
  return { summed, present: summed + (state.type === 'RUNNING' ? now - state.at : 0) }
}

/** How much later than due it started, or is by now; never negative. */
export function latenessMs({ plan, startAt, type }: RunNow, now: number): number {
  if (startAt !== null)
    return Math.max(0, startAt - plan.dueAt)
  return isTerminal(type) ? 0 : Math.max(0, now - plan.dueAt)
}
