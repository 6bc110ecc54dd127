import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Mark } from '../../../shared/model/run-state.ts'

/** What of a run's tasks is shown, as the address says it. */
export interface TaskView {
  /** The task run that is chosen: its lines are shown; null: those of the whole run. */
  task: string | null
  /** Which of its attempts; null: all. */
  attempt: number | null
  tasksAs: 'timeline' | 'graph' | 'table'
  /** Only tasks with this mark; null: all. */
  taskMark: Mark | null
  /** Only tasks whose name holds this text; empty: all. */
  taskName: string
  /** Keys of the lanes that are opened. */
  open: readonly string[]
  /** Tasks of one name are one lane where there are many. */
  isGrouped: boolean
  /** What determined the end stands out. */
  showsPath: boolean
}

/** Marks a task can have; what was due and never came is not among them. */
const TASK_MARKS: readonly Mark[] = ['completed', 'failed', 'crashed', 'late', 'running', 'paused', 'cancelled', 'scheduled', 'unknown']
const WAYS: readonly TaskView['tasksAs'][] = ['graph', 'table']
const MOST_OPEN = 30
const LONGEST = 100
const HIGHEST_ATTEMPT = 1_000

/** `?task=ID&attempt=2&tasks=table&state=failed&name=load&open=KEY&group=off&path=on`. What cannot be read becomes its default. */
export function readTaskView(query: LocationQuery): TaskView {
  const task = oneOf(query['task'])
  const mark = oneOf(query['state'])
  const way = oneOf(query['tasks'])
  const attempt = Number(oneOf(query['attempt']) ?? Number.NaN)
  return {
    task: task === null || task === '' || task.length > LONGEST ? null : task,
    attempt: Number.isInteger(attempt) && attempt > 0 && attempt <= HIGHEST_ATTEMPT ? attempt : null,
    tasksAs: WAYS.find(known => known === way) ?? 'timeline',
    taskMark: TASK_MARKS.find(known => known === mark) ?? null,
    taskName: (oneOf(query['name']) ?? '').slice(0, LONGEST),
    open: [...new Set([query['open']].flat().filter((key): key is string => typeof key === 'string' && key !== ''))].slice(0, MOST_OPEN),
    isGrouped: oneOf(query['group']) !== 'off',
    showsPath: oneOf(query['path']) === 'on',
  }
}

/** Defaults are left out: the plain address is the plain page. */
export function writeTaskView({ task, attempt, tasksAs, taskMark, taskName, open, isGrouped, showsPath }: TaskView): LocationQueryRaw {
  return {
    ...(task !== null && { task }),
    ...(attempt !== null && { attempt }),
    ...(tasksAs !== 'timeline' && { tasks: tasksAs }),
    ...(taskMark !== null && { state: taskMark }),
    ...(taskName !== '' && { name: taskName }),
    ...(open.length > 0 && { open: [...open] }),
    ...(!isGrouped && { group: 'off' }),
    ...(showsPath && { path: 'on' }),
  }
}

function oneOf(value: LocationQuery[string] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null
}
