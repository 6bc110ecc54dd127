import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { LEVEL_CHOICES, type LevelChoice } from '../../../shared/logs/log-level.ts'
import type { Mark } from '../../../shared/model/run-state.ts'

/** Parts of the page beside tasks and log, which are shown without one. */
export const RUN_TABS = ['states', 'parameters', 'artifacts', 'setup', 'children', 'events'] as const
export type RunTab = typeof RUN_TABS[number]

/** What of a run is shown, as the address says it. */
export interface RunView {
  /** null: its tasks and its log. */
  tab: RunTab | null
  /** Lines of this level and above; null: all. */
  level: LevelChoice | null
  /** The task run whose lines are shown; null: of the whole run. */
  task: string | null
  tasksAs: 'timeline' | 'table'
  /** Only tasks with this mark; null: all. */
  taskMark: Mark | null
}

const LEVEL_WORDS: Record<LevelChoice, string> = { 20: 'info', 30: 'warning', 40: 'error' }

/** Marks a task can have; what was due and never came is not among them. */
const TASK_MARKS: readonly Mark[] = ['completed', 'failed', 'crashed', 'late', 'running', 'paused', 'cancelled', 'scheduled', 'unknown']

/** `?tab=states`, `?level=error&task=ID&tasks=table&state=failed`. What cannot be read becomes its default, so an old link still opens. */
export function readRunView(query: LocationQuery): RunView {
  const word = oneOf(query['level'])
  const task = oneOf(query['task'])
  const mark = oneOf(query['state'])
  const tab = oneOf(query['tab'])
  return {
    tab: RUN_TABS.find(known => known === tab) ?? null,
    level: LEVEL_CHOICES.find(level => LEVEL_WORDS[level] === word) ?? null,
    task: task === null || task === '' || task.length > 100 ? null : task,
    tasksAs: oneOf(query['tasks']) === 'table' ? 'table' : 'timeline',
    taskMark: TASK_MARKS.find(known => known === mark) ?? null,
  }
}

/** Defaults are left out: the plain address is the plain page. */
export function writeRunView({ tab, level, task, tasksAs, taskMark }: RunView): LocationQueryRaw {
  return {
    ...(tab !== null && { tab }),
    ...(level !== null && { level: LEVEL_WORDS[level] }),
    ...(task !== null && { task }),
    ...(tasksAs !== 'timeline' && { tasks: tasksAs }),
    ...(taskMark !== null && { state: taskMark }),
  }
}

function oneOf(value: LocationQuery[string] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null
}
