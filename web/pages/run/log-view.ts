import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { LEVEL_WORDS, readLevelWord, type LevelChoice } from '../../../shared/logs/log-level.ts'
import { readLineRange, writeLineRange, writeLogPlace, type LineRange } from '../../../shared/logs/log-place.ts'
import type { LogAsked, LogStart } from '../../queries/logs.ts'
import type { TaskView } from './task-view.ts'

/** What of a run's log is shown, as the address says it, beside the task and attempt that are chosen. */
export interface LogOnlyView {
  /** Lines of this level and above; null: all. */
  level: LevelChoice | null
  /** Lines of these loggers; empty: of any. */
  loggers: readonly string[]
  /** With the lines of all runs below. */
  subflows: boolean
  /** What is looked for; empty: nothing. */
  q: string
  /** The lines that are marked; null: none. */
  line: LineRange | null
}

/** With the task run whose lines are shown, and the attempt, of the task or else of the run, they were written during; null: any. */
export type LogView = LogOnlyView & Pick<TaskView, 'task' | 'attempt'>

const LONGEST_PHRASE = 500
const MOST_LOGGERS = 20

/** `?level=error&logger=my.own&subflows=1&q=refused&line=TIMESTAMP.ID`. What cannot be read becomes its default. */
export function readLogView(query: LocationQuery): LogOnlyView {
  const [word, q] = [oneOf(query['level']), oneOf(query['q'])]
  return {
    level: readLevelWord(word),
    loggers: [query['logger']].flat().filter((logger): logger is string => typeof logger === 'string' && logger !== '').slice(0, MOST_LOGGERS),
    subflows: oneOf(query['subflows']) === '1',
    q: (q ?? '').slice(0, LONGEST_PHRASE),
    line: readLineRange(oneOf(query['line']) ?? ''),
  }
}

/** Defaults are left out. */
export function writeLogView({ level, loggers, subflows, q, line }: LogOnlyView): LocationQueryRaw {
  return {
    ...(level !== null && { level: LEVEL_WORDS[level] }),
    ...(loggers.length > 0 && { logger: [...loggers] }),
    ...(subflows && { subflows: '1' }),
    ...(q !== '' && { q }),
    ...(line !== null && { line: writeLineRange(line) }),
  }
}

/** The log of a run as this view filters it. */
export function toLogAsked(runId: string, server: string | null, { level, task, attempt, loggers, subflows }: LogView): LogAsked {
  return { id: runId, server, filter: { level, task, attempt, logger: loggers, subflows: subflows ? '1' : null } }
}

/** Asked for before it is known how the run went (null): it is right for a failed run, and whole for a short log. */
export function toLogStart({ line }: LogView, opensAt: LogStart | null): LogStart {
  return line === null ? opensAt ?? 'first-error' : `line:${writeLogPlace(line.first)}`
}

function oneOf(value: LocationQuery[string] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null
}
