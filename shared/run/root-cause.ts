import { describeExitCode, isToldInWords } from '../causes/exit-code.ts'
import { needsLoggedError } from '../causes/fingerprint.ts'
import { readHeadline } from '../causes/headline.ts'
import { isTracebackOf } from '../causes/traceback.ts'
import type { TaskRun } from '../model/task-run.ts'
import { formatCount } from '../verdict/words.ts'
import type { CauseInRun } from './cause-in-run.ts'

/** A task and the run it is part of. */
export interface TaskOf {
  task: TaskRun
  runId: string
}

/** The cause of a failed run: in itself, or in the child runs below it, each of which made the one above fail. */
export interface RootCause {
  /** The deepest, in which it happened. */
  cause: CauseInRun
  /** From the run asked about down to that one; at least one. */
  path: readonly CauseInRun[]
  /** Tasks of every run on the path that never ran for want of what failed; the deepest run's first. */
  waited: TaskOf[]
}

/** @param path - what was found in each run, from the one asked about down through the tasks that stand for child runs */
export function toRootCause(path: readonly [CauseInRun, ...CauseInRun[]]): RootCause {
  const upwards = [...path].reverse()
  return {
    cause: upwards[0] ?? path[0],
    path,
    waited: upwards.flatMap(({ run, waited }) => waited.map(task => ({ task, runId: run.id }))),
  }
}

/**
 * Whether an error line of the place where it happened tells the cause. A log holds errors of what went well in the end; where
 * the state names its exception, the line must name the same.
 */
export function tellsCause(logged: string, { kind, message, run }: CauseInRun): boolean {
  if (message === null || kind === 'crash' || kind === 'timeout' || (kind === 'flow' && needsLoggedError(run)))
    return true
  return isTracebackOf(logged, message) || readHeadline(logged)?.said === readHeadline(message)?.said
}

/** The fault in its own words where it has any; else what happened, in ours. */
export function titleOf({ kind, message, exitCode, waited, atWork }: CauseInRun): string {
  const said = message === null ? null : readHeadline(message)?.said ?? null
  switch (kind) {
    case 'crash': {
      const words = exitCode === null ? null : describeExitCode(exitCode)
      // Nobody named a code there: it only follows from the words.
      return exitCode === null || (message !== null && isToldInWords(message)) ? said ?? 'It crashed and said nothing' : `Exit code ${exitCode}${words === null ? '' : `: ${words}`}`
    }
    case 'not-final':
      return `It ended while ${formatCount(waited.length + atWork.length, 'task')} ${waited.length + atWork.length === 1 ? 'was' : 'were'} not over`
    case 'cancelled':
      return 'Cancelled'
    case 'timeout':
      return 'It ran into the time limit of its flow'
    case 'task':
    case 'flow':
      return said ?? 'It failed and said nothing'
  }
}
