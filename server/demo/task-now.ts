import type { RunNow } from './run-now.ts'
import { runAt } from './run-now.ts'
import type { Step } from './run-plan.ts'
import { isTerminal } from './run-plan.ts'
import type { TaskPlan } from './task-plan.ts'

/** A task run as it stands at an instant. */
export interface TaskNow {
  plan: TaskPlan
  run: RunNow
  steps: readonly Step[]
  state: Step
  startAt: number | null
  endAt: number | null
}

/** The tasks of a run that have come into being, in the order in which they did. */
export function tasksAt(run: RunNow, plans: readonly TaskPlan[], now: number): TaskNow[] {
  return plans.flatMap((plan) => {
    const task = taskAt(run, plan, now)
    return task === null ? [] : [task]
  })
}

function taskAt(run: RunNow, plan: TaskPlan, now: number): TaskNow | null {
  const steps = plan.steps.filter(step => step.at <= now)
  const state = steps.at(-1)
  if (state === undefined)
    return null
  const running = steps.find(step => step.type === 'RUNNING')
  const endAt = isTerminal(state.type) ? state.at : null
  return { plan, run, steps, state, startAt: running?.at ?? endAt, endAt }
}

/** The child run that a task stands for, as it is now; null for an ordinary task. */
export function childAt({ plan }: TaskNow, now: number): RunNow | null {
  return plan.child === null ? null : runAt(plan.child, now)
}
