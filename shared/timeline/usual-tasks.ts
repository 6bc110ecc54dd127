import type { TimelineRow } from '../api/timeline.ts'
import { taskNameOf } from './task-name.ts'

/** What one good run did under one task name. */
export interface TaskSummary {
  kind: TimelineRow['kind']
  name: string
  count: number
  /** From the run's start to the first start; null: none started. */
  startMs: number | null
  /** Lengths of those that ended. */
  lengthsMs: number[]
}

/** What earlier good runs did under one task name. */
export interface UsualTask {
  kind: TimelineRow['kind']
  name: string
  /** Median over the runs that had it. */
  count: number
  startMs: number | null
  /** Median over all task runs of the name; null: none of them ended. */
  medianMs: number | null
  /** How many of the runs had it. */
  runCount: number
}

/** Rows of a finished run, each name once. */
export function toTaskSummaries(rows: readonly TimelineRow[]): TaskSummary[] {
  const summaries = new Map<string, TaskSummary>()
  for (const { kind, name: own, startMs, endMs, mark } of rows) {
    const name = taskNameOf({ kind, name: own })
    const summary = summaries.get(`${kind} ${name}`) ?? { kind, name, count: 0, startMs: null, lengthsMs: [] }
    summaries.set(`${kind} ${name}`, summary)
    summary.count += 1
    if (startMs !== null)
      summary.startMs = Math.min(summary.startMs ?? startMs, startMs)
    if (startMs !== null && endMs !== null && mark === 'completed')
      summary.lengthsMs.push(Math.max(0, endMs - startMs))
  }
  return [...summaries.values()]
}

/** What is usual, first start first. */
export function toUsualTasks(runs: readonly (readonly TaskSummary[])[]): UsualTask[] {
  const byName = new Map<string, TaskSummary[]>()
  for (const summary of runs.flat()) {
    const key = `${summary.kind} ${summary.name}`
    byName.set(key, [...byName.get(key) ?? [], summary])
  }
  return [...byName.values()].flatMap((summaries): UsualTask[] => {
    const [first] = summaries
    return first === undefined ? [] : [{
      kind: first.kind,
      name: first.name,
      count: median(summaries.map(({ count }) => count)) ?? 0,
      startMs: median(summaries.flatMap(({ startMs }) => startMs ?? [])),
      medianMs: median(summaries.flatMap(({ lengthsMs }) => lengthsMs)),
      runCount: summaries.length,
    }]
  }).sort((a, b) => (a.startMs ?? Number.POSITIVE_INFINITY) - (b.startMs ?? Number.POSITIVE_INFINITY) || (a.name < b.name ? -1 : 1))
}

/** The tasks that every one of the good runs had, and of which this one has none. */
export function toNotReached(rows: readonly Pick<TimelineRow, 'kind' | 'name'>[], usual: readonly UsualTask[], runCount: number): UsualTask[] {
  const present = new Set(rows.map(row => `${row.kind} ${taskNameOf(row)}`))
  return usual.filter(task => task.runCount === runCount && !present.has(`${task.kind} ${task.name}`))
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
