import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { LEVEL_CHOICES, type LevelChoice } from '../../../shared/logs/log-level.ts'
import { readTaskView, writeTaskView, type TaskView } from './task-view.ts'

/** What of a run is shown, as the address says it. */
export interface RunView extends TaskView {
  /** Lines of this level and above; null: all. */
  level: LevelChoice | null
}

const LEVEL_WORDS: Record<LevelChoice, string> = { 20: 'info', 30: 'warning', 40: 'error' }

/** `?level=error`, and what the tasks read. What cannot be read becomes its default, so an old link still opens. */
export function readRunView(query: LocationQuery): RunView {
  const word = oneOf(query['level'])
  return {
    level: LEVEL_CHOICES.find(level => LEVEL_WORDS[level] === word) ?? null,
    ...readTaskView(query),
  }
}

/** Defaults are left out: the plain address is the plain page. */
export function writeRunView({ level, ...tasks }: RunView): LocationQueryRaw {
  return {
    ...(level !== null && { level: LEVEL_WORDS[level] }),
    ...writeTaskView(tasks),
  }
}

function oneOf(value: LocationQuery[string] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null
}
