import { readExitCode } from '../causes/exit-code.ts'
import { readHeadline } from '../causes/headline.ts'
import { toTelling } from '../causes/says-little.ts'
import { readTraceback } from '../causes/traceback.ts'
import { SECOND_MS } from '../expectations/thresholds.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { isTerminal, type RunState } from '../model/run-state.ts'
import type { TaskRun } from '../model/task-run.ts'

/** What is known of one run that did not end well. */
export interface RunParts {
  run: FlowRun
  /** Every state it was in, oldest first; empty where they could not be read. */
  states: readonly RunState[]
  /** Its tasks that failed or crashed, those that stand for child runs among them, in any order. */
  failed: readonly TaskRun[]
  /** Its tasks that are neither that nor completed. */
  open: readonly TaskRun[]
  /** The last error that the flow itself logged, whole: no task's; null: none. */
  loggedError: string | null
}

export type CauseKind
  = | 'task' // a task failed, or a child run did: then the task stands for it
    | 'flow' // raised in the flow's own code, or set by hand
    | 'crash' // the process ended without saying so itself
    | 'timeout' // the flow's own limit ended it
    | 'not-final' // it ended while tasks were not over
    | 'cancelled'

/** Why one run ended as it did, by what is known of it alone. */
export interface CauseInRun {
  run: FlowRun
  kind: CauseKind
  /** The task that failed first; null for every other kind. */
  task: TaskRun | null
  at: number
  /** In the machine's words: the task's, else the run's; null where none were recorded. */
  message: string | null
  /** The code its process ended with, as a shell tells it; null where none is named. */
  exitCode: number | null
  /** Tasks that were at work when a crash, a timeout or a cancellation ended them. */
  atWork: TaskRun[]
  /** Tasks that were made and never ran because of it: what they needed did not come. */
  waited: TaskRun[]
  /** Failed while or after the first did: on their own, or because of it; upstream does not say which. */
  alsoFailed: TaskRun[]
  /** Failed before the first, and the run went on. */
  survived: TaskRun[]
}

/** null for a run that is not over, or went well. */
export function findCause(parts: RunParts): CauseInRun | null {
  const { run, open } = parts
  const { state } = run
  if (state === null || !isTerminal(state.type) || state.type === 'COMPLETED')
    return null
  const failed = ofLastAttempt(parts.failed, parts).sort(byEnd)
  const waited = ofLastAttempt(open, parts).filter(isNeverRun)
  const atWork = ofLastAttempt(open, parts).filter(task => !isNeverRun(task))
  const exitCode = state.message === null ? null : readExitCode(state.message)
  const said = state.message === null ? null : readHeadline(state.message)?.said ?? null
  const base = { run, task: null, at: state.at, message: state.message, exitCode, atWork: [] as TaskRun[], waited, alsoFailed: [] as TaskRun[], survived: failed }
  if (state.type === 'CANCELLED')
    return { ...base, kind: 'cancelled', atWork }
  if (isOwnTimeout(state, parts.states))
    return { ...base, kind: 'timeout', ...splitAtEnd(failed, atWork, state) }
  if (state.type === 'CRASHED' || (state.name !== TIMED_OUT && said !== null && toTelling(said) === 'outside' && !failed.some(task => saidBy(task) === said)))
    return { ...base, kind: 'crash', ...splitAtEnd(failed, atWork, state) }
  const first = state.name === TIMED_OUT ? failed.find(task => task.state?.name === TIMED_OUT) ?? null : chooseFirst(failed, { said, loggedError: parts.loggedError })
  if (first !== null) {
    const from = failed.indexOf(first)
    return { ...base, kind: 'task', task: first, at: endOf(first), message: first.state?.message ?? state.message, alsoFailed: failed.slice(from + 1), survived: failed.slice(0, from) }
  }
  const isUnfinished = waited.length + atWork.length > 0 && said !== null && /\bnot final\b|^UnfinishedRun\b/.test(said)
  return { ...base, kind: isUnfinished ? 'not-final' : 'flow', atWork: isUnfinished ? atWork : [] }
}

/** A run that is retried begins anew: what failed before that is not why it failed in the end. */
function ofLastAttempt(tasks: readonly TaskRun[], { run, states }: RunParts): TaskRun[] {
  const fromAt = lastAttemptFrom(states)
  return fromAt === null ? [...tasks] : tasks.filter(task => (task.flowAttempt > 0 && task.flowAttempt === run.runCount) || endOf(task) >= fromAt)
}

/** When the last attempt began to run; null: there was one only, as far as the states tell. */
function lastAttemptFrom(states: readonly RunState[]): number | null {
  const again = states.findLastIndex((state, index) => index < states.length - 1 && (state.name === 'AwaitingRetry' || isTerminal(state.type)))
  return again === -1 ? null : states.slice(again).find(({ type }) => type === 'RUNNING')?.at ?? null
}

const TIMED_OUT = 'TimedOut'
/** Python's timers and the server's clock differ by a little. */
const OWN_LIMIT_RATIO = 0.9

/**
 * Whether the flow's own limit ended it. Prefect calls any TimeoutError that reaches the flow so, that of a task or a child run
 * too, and then names no limit, or one that was not reached.
 */
function isOwnTimeout({ type, name, message, at }: RunState, states: readonly RunState[]): boolean {
  const [, seconds] = /^Flow run exceeded timeout of ([\d.]+) second/.exec(message ?? '') ?? []
  const ranFromAt = states.findLast(state => state.type === 'RUNNING')?.at
  return type === 'FAILED' && name === TIMED_OUT && seconds !== undefined && (ranFromAt === undefined || at - ranFromAt >= Number(seconds) * SECOND_MS * OWN_LIMIT_RATIO)
}

/** Tasks of a run that ends are ended with it and reported as failed in the same moment. */
const SAME_MOMENT_MS = SECOND_MS

/** What was at work when the run was ended, and what had failed before. */
function splitAtEnd(failed: readonly TaskRun[], open: readonly TaskRun[], { at, message }: RunState): Pick<CauseInRun, 'atWork' | 'survived'> {
  // A signal ends a task first, and the flow once the task has reported it, in the same words.
  const isEndedAlike = ({ state }: TaskRun): boolean => state?.type === 'CRASHED' && state.message !== null && state.message === message
  const isEndedWithIt = (task: TaskRun): boolean => endOf(task) >= at - SAME_MOMENT_MS || isEndedAlike(task)
  return { atWork: [...failed.filter(isEndedWithIt), ...open], survived: failed.filter(task => !isEndedWithIt(task)) }
}

/**
 * The failed task that ended the run.
 *
 * Where the run names an exception, one of the tasks raised it, or stands in the chain of the flow's traceback; else the flow's own
 * code did, unless the run only says that something below failed: then it is the first that did. A task that failed before
 * the one that raised it began did not end the run; of those at work together the first that failed is the cause.
 */
function chooseFirst(failed: readonly TaskRun[], { said, loggedError }: { said: string | null, loggedError: string | null }): TaskRun | null {
  const chain = loggedError === null ? [] : readTraceback(loggedError)?.chain.map(({ headline }) => headline === null ? null : readHeadline(headline)?.said ?? null).filter(told => told !== null) ?? []
  const raised = failed.find(task => said !== null && saidBy(task) === said) ?? failed.find(task => chain.some(told => told === saidBy(task)))
  if (raised !== undefined)
    return failed.find(task => task === raised || endOf(task) > (raised.startedAt ?? endOf(raised))) ?? raised
  return said === null || toTelling(said) === 'below' ? failed[0] ?? null : null
}

function saidBy({ state }: TaskRun): string | null {
  return state?.message == null ? null : readHeadline(state.message)?.said ?? null
}

function isNeverRun({ state, startedAt, runCount }: TaskRun): boolean {
  return runCount === 0 && startedAt === null && (state?.type === 'PENDING' || state?.type === 'SCHEDULED')
}

function endOf({ state, endedAt, startedAt }: TaskRun): number {
  return endedAt ?? state?.at ?? startedAt ?? 0
}

function byEnd(a: TaskRun, b: TaskRun): number {
  return endOf(a) - endOf(b) || (a.startedAt ?? 0) - (b.startedAt ?? 0) || (a.id < b.id ? -1 : 1)
}
