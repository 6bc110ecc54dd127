import { DAY } from './instant.ts'
import { planLogs, type LogLine } from './log-plan.ts'
import type { RunBook } from './run-book.ts'
import type { RunNow } from './run-now.ts'
import type { RunPlan } from './run-plan.ts'
import { tasksAt, type TaskNow } from './task-now.ts'
import { planTasks, type TaskPlan } from './task-plan.ts'

/** Runs whose tasks are held, and whose lines are; those of any other are planned anew when asked for. */
const HELD_COUNT = 16
/** About three days: a search goes through the lines of all runs of its time, page after page. */
const HELD_LINES_COUNT = 2_000

export interface RunDetail {
  /** What of it has come into being, in that order. */
  tasksOf: (run: RunNow, now: number) => TaskNow[]
  /** The lines whose rows have arrived, in order of time. */
  linesOf: (run: RunNow, now: number) => LogLine[]
  /** null where no run has such a task, or not yet. */
  findTask: (id: string, now: number) => TaskNow | null
}

interface Planned<T> { plan: RunPlan, planned: readonly T[] }

/** Tasks and lines, planned when a run is looked into: holding those of all runs would take hundreds of megabytes. */
export function createRunDetail(book: RunBook): RunDetail {
  const tasksHeld = createHeld<TaskPlan>(HELD_COUNT, planTasks)
  const linesHeld = createHeld<LogLine>(HELD_LINES_COUNT, plan => planLogs(plan, tasksHeld(plan)))
  const tasksOf = (run: RunNow, now: number): TaskNow[] => tasksAt(run, tasksHeld(run.plan), now)

  return {
    tasksOf,
    linesOf: ({ plan }, now) => linesHeld(plan).filter(({ arrivesAt }) => arrivesAt <= now),
    findTask(id, now) {
      // The id tells the instant at which the task was made, so only the runs of that instant are looked into.
      const madeAt = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
      for (const run of book.runsAt(now)) {
        const first = run.steps.find(step => step.type === 'RUNNING')?.at ?? Infinity
        if (first > madeAt + 1 || first < madeAt - DAY || (run.endAt !== null && run.endAt < madeAt))
          continue
        const task = tasksAt(run, planTasks(run.plan), now).find(({ plan }) => plan.id === id)
        if (task !== undefined)
          return task
      }
      return null
    },
  }
}

/** What was planned for the runs asked about last. */
function createHeld<T>(most: number, plan: (run: RunPlan) => readonly T[]): (run: RunPlan) => readonly T[] {
  const held = new Map<string, Planned<T>>()
  return (run) => {
    const known = held.get(run.id)
    const entry = known?.plan === run ? known : { plan: run, planned: plan(run) } // somebody may have made something else of the run
    held.delete(run.id)
    held.set(run.id, entry)
    for (const [oldest] of held) {
      if (held.size <= most)
        break
      held.delete(oldest)
    }
    return entry.planned
  }
}
