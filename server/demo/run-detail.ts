import { DAY } from './instant.ts'
import { planLogs, type LogLine } from './log-plan.ts'
import type { RunBook } from './run-book.ts'
import type { RunNow } from './run-now.ts'
import type { RunPlan } from './run-plan.ts'
import { tasksAt, type TaskNow } from './task-now.ts'
import { planTasks, type TaskPlan } from './task-plan.ts'

/** Runs whose tasks and lines are held; those of any other are planned anew when asked for. */
const HELD_COUNT = 16

export interface RunDetail {
  /** What of it has come into being, in that order. */
  tasksOf: (run: RunNow, now: number) => TaskNow[]
  /** The lines whose rows have arrived, in order of time. */
  linesOf: (run: RunNow, now: number) => LogLine[]
  /** null where no run has such a task, or not yet. */
  findTask: (id: string, now: number) => TaskNow | null
}

interface Detail { plan: RunPlan, tasks: readonly TaskPlan[], lines: readonly LogLine[] | null }

/** Tasks and lines, planned when a run is looked into: holding those of all runs would take hundreds of megabytes. */
export function createRunDetail(book: RunBook): RunDetail {
  const held = new Map<string, Detail>()

  function detailOf(plan: RunPlan): Detail {
    const known = held.get(plan.id)
    const detail = known?.plan === plan ? known : { plan, tasks: planTasks(plan), lines: null } // somebody may have made something else of the run
    held.delete(plan.id)
    held.set(plan.id, detail)
    for (const [oldest] of held) {
      if (held.size <= HELD_COUNT)
        break
      held.delete(oldest)
    }
    return detail
  }

  const tasksOf = (run: RunNow, now: number): TaskNow[] => tasksAt(run, detailOf(run.plan).tasks, now)

  return {
    tasksOf,
    linesOf({ plan }, now) {
      const detail = detailOf(plan)
      detail.lines ??= planLogs(plan, detail.tasks)
      return detail.lines.filter(({ arrivesAt }) => arrivesAt <= now)
    },
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
