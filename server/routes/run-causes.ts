import { readTraceback } from '../../shared/causes/traceback.ts'
import { SECOND_MS } from '../../shared/expectations/thresholds.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import { findCause, type CauseInRun, type RunParts } from '../../shared/run/cause-in-run.ts'
import { tellsCause } from '../../shared/run/root-cause.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Shown } from '../shown.ts'
import { lastErrorLine } from '../watch/last-error.ts'
import type { RouteDeps } from './deps.ts'
import { readLinesAround } from './lines-around.ts'
import { getRun } from './run-detail.ts'

/** Failed tasks of one run that are looked at, the earliest first; others of its unfinished ones. */
const MOST_FAILED = 1_000
const MOST_OPEN = 200
/** Child runs within child runs. */
const DEEPEST = 12
/** Enough to pass over what an engine writes behind the error, and over errors of tasks. */
const ERROR_LINES = 20
const LINES_AROUND = 10

/** What was found of why a run failed, and the log around it. */
export interface FoundCauses {
  /** From the run asked about down; empty: nothing to explain. */
  path: CauseInRun[]
  /** The line that tells why the deepest one failed; null: none does. */
  errorLine: LogLine | null
  around: LogLine[]
  incomplete: string[]
}

/** Goes down from a run that ended badly to the deepest child run that made it fail, one set of reads a run. */
export async function readCauses(run: FlowRun, { deps, shown }: { deps: Pick<RouteDeps, 'once'>, shown: Shown }): Promise<FoundCauses> {
  const found: FoundCauses = { path: [], errorLine: null, around: [], incomplete: [] }
  const seen = new Set<string>()
  let flowLine: LogLine | null = null
  for (let current: FlowRun | null = run; current !== null && !seen.has(current.id) && found.path.length < DEEPEST;) {
    seen.add(current.id)
    const { parts, errorLine, isCut } = await readParts(current, shown)
    const cause = findCause(parts)
    if (cause === null)
      break
    if (isCut)
      found.incomplete.push(`${current.name} has more than ${MOST_FAILED} failed tasks: those that began first were looked at.`)
    found.path.push(cause)
    flowLine = errorLine
    current = cause.task?.childFlowRunId == null ? null : await getChild(cause.task.childFlowRunId, { deps, shown, found })
  }
  const deepest = found.path.at(-1)
  if (deepest === undefined)
    return found
  const line = deepest.task === null || deepest.task.childFlowRunId !== null
    ? flowLine
    : lastErrorLine((await shown.reads.listLogs({ flowRunId: deepest.run.id, taskRunId: deepest.task.id, minLevel: ERROR_LEVEL, order: 'newest-first', limit: ERROR_LINES })).lines)
  found.errorLine = line !== null && tellsCause(line.message, deepest) ? line : null
  found.around = await readAround(deepest.run.id, found.errorLine, shown)
  return found
}

/** One that was deleted leaves the task that stands for it as the deepest place known. */
async function getChild(id: string, { deps, shown, found }: { deps: Pick<RouteDeps, 'once'>, shown: Shown, found: FoundCauses }): Promise<FlowRun | null> {
  try {
    return (await getRun(deps, shown, id)).run
  }
  catch (error) {
    if (!(error instanceof UpstreamError) || error.failure !== 'absent')
      throw error
    found.incomplete.push('The child run in which it began is no longer there.')
    return null
  }
}

/** Python's logging.ERROR. */
const ERROR_LEVEL = 40

async function readParts(run: FlowRun, { reads }: Shown): Promise<{ parts: RunParts, errorLine: LogLine | null, isCut: boolean }> {
  const [states, failed, open, errors] = await Promise.all([
    reads.listFlowRunStates(run.id),
    reads.listTaskRunsIn({ flowRunId: run.id, types: ['FAILED', 'CRASHED'], cap: MOST_FAILED }),
    reads.listTaskRunsIn({ flowRunId: run.id, types: ['PENDING', 'SCHEDULED', 'RUNNING', 'PAUSED', 'CANCELLING', 'CANCELLED'], cap: MOST_OPEN }),
    reads.listLogs({ flowRunId: run.id, minLevel: ERROR_LEVEL, order: 'newest-first', limit: ERROR_LINES }),
  ])
  // Of an earlier attempt nothing tells why this one failed. Clients write lines by their own clock.
  const fromAt = (states.rows.findLast(({ type }) => type === 'RUNNING')?.at ?? 0) - SECOND_MS
  const errorLine = lastErrorLine(errors.lines.filter(({ taskRunId, at }) => taskRunId === null && at >= fromAt))
  const loggedError = errorLine !== null && readTraceback(errorLine.message) !== null ? errorLine.message : null
  return { parts: { run, states: states.rows, failed: failed.rows, open: open.rows, loggedError }, errorLine, isCut: !failed.complete }
}

/** Ten lines before the error, itself, and nine behind it; the last twenty where there is none. */
async function readAround(flowRunId: string, error: LogLine | null, { reads }: Shown): Promise<LogLine[]> {
  if (error === null)
    return (await reads.listLogs({ flowRunId, order: 'newest-first', limit: 2 * LINES_AROUND })).lines.slice(0, 2 * LINES_AROUND).reverse()
  const { before, after } = await readLinesAround({ reads, flowRunId, line: error, count: LINES_AROUND })
  return [...before, error, ...after.slice(0, LINES_AROUND - 1)]
}
