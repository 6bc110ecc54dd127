import { needsLoggedError } from '../../shared/causes/fingerprint.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { RunState } from '../../shared/model/run-state.ts'
import type { ErrorLines, LoggedError, SignsOfLife } from '../../shared/verdict/picture.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads } from '../prefect/reads.ts'
import { createAllowance } from './side-reads.ts'
import { createErrorLines } from './error-lines.ts'
import { inLanes } from './lanes.ts'
import { lastError } from './last-error.ts'
import { createOlderRuns } from './older-runs.ts'
import { isUnfinished } from './run-book.ts'
import { createSignsOfLife } from './signs-of-life.ts'

const LANES = 4
/** Histories of ended runs, and last errors, read at most; the newest first. */
const MOST_ENDED_HISTORIES = 50
const MOST_LOGGED_ERRORS = 100
/** Waits and pauses shorter than this leave no mark on a duration. */
const WAIT_MS = 60_000
/** A start is stamped with its state. */
const START_SLACK_MS = 1_000
/** Log lines arrive up to this long after the run ended; "none" is not final before. */
const LATE_LINES_MS = 15 * 60_000
/** Until then it is asked again this often. */
const AGAIN_MS = 60_000
/** Enough to pass over the lines an engine writes behind the error itself. */
const ERROR_LINES = 10

/** What single runs need besides their row, kept by run and state: a run that went on is asked again. */
export interface RunExtras {
  histories: () => ReadonlyMap<string, readonly RunState[]>
  loggedErrors: () => ReadonlyMap<string, LoggedError | null>
  /** Histories of unfinished runs that had begun before: without them a retry looks like a first try. Of the newest, `most` requests; gives how many are left unread. */
  readRetries: (runs: readonly FlowRun[], options: { most: number, signal: AbortSignal }) => Promise<number>
  /** Waits of completed runs, who cancelled one (an engine writes over what an automation said), and last errors where a state says nothing of its own. `most` requests; gives the number of errors left unread. */
  readDetails: (runs: readonly FlowRun[], options: { sinceAt: number, now: number, most: number, signal: AbortSignal }) => Promise<number>
  /** All that is final, for a later process. */
  kept: () => KeptExtras
  restore: (kept: KeptExtras) => void
  /**
   * When running runs were last heard of, errors that good runs logged, and good runs from before the reach: at most so many
   * requests, the rest later. Gives what could not be read and, else, since when every such error was seen.
   */
  readAside: (runs: readonly FlowRun[], options: { now: number, reachFromAt: number, mostRequests: number, signal: AbortSignal }) => Promise<{ trouble: string | null, knownFromAt: number | null }>
  signsOfLife: () => ReadonlyMap<string, SignsOfLife>
  errorLines: () => ReadonlyMap<string, ErrorLines>
  olderRuns: () => ReadonlyMap<string, readonly FlowRun[]>
  forgetAllBut: (runs: readonly FlowRun[]) => void
  changeCount: () => number
}

/** By run id. */
export interface KeptExtras {
  histories: [string, Kept<readonly RunState[]>][]
  errors: [string, Kept<LoggedError | null>][]
}

interface Kept<T> {
  stateId: string | null
  askedAt: number
  value: T
  isFinal: boolean
}

/** `now` is the upstream's clock. */
export function createRunExtras({ reads, now: clock }: { reads: Reads, now: () => number }): RunExtras {
  const signsOfLife = createSignsOfLife(reads)
  const olderRuns = createOlderRuns(reads)
  const errorLines = createErrorLines({ reads, now: clock })
  const histories = new Map<string, Kept<readonly RunState[]>>()
  const errors = new Map<string, Kept<LoggedError | null>>()
  let changeCount = 0
  const valuesOf = <T>(kept: ReadonlyMap<string, Kept<T>>): ReadonlyMap<string, T> => new Map([...kept].map(([id, { value }]) => [id, value]))
  const isMissing = (kept: ReadonlyMap<string, Kept<unknown>>, now: number) => ({ id, state }: FlowRun): boolean => {
    const known = kept.get(id)
    return known === undefined || (!known.isFinal && now - known.askedAt >= AGAIN_MS) || known.stateId !== (state?.id ?? null)
  }
  function keep<T>(kept: Map<string, Kept<T>>, run: FlowRun, { value, isFinal, askedAt }: Pick<Kept<T>, 'value' | 'isFinal' | 'askedAt'>): void {
    const known = kept.get(run.id)
    if (known === undefined || known.stateId !== (run.state?.id ?? null) || JSON.stringify(known.value) !== JSON.stringify(value))
      changeCount += 1
    kept.set(run.id, { stateId: run.state?.id ?? null, askedAt, value, isFinal })
  }

  /** Gives how many of them are left unread. */
  async function readHistories(runs: readonly FlowRun[], { most, signal }: { most: number, signal: AbortSignal }): Promise<number> {
    const missing = runs.filter(isMissing(histories, 0))
    await inLanes(missing.slice(0, most), LANES, async (run) => {
      const states = await orAbsent(reads.listFlowRunStates(run.id, { signal }))
      if (states !== null)
        keep(histories, run, { value: states.rows, isFinal: true, askedAt: 0 })
    })
    return Math.max(0, missing.length - most)
  }

  async function readErrors(runs: readonly FlowRun[], { now, most, signal }: { now: number, most: number, signal: AbortSignal }): Promise<number> {
    const missing = runs.filter(isMissing(errors, now))
    await inLanes(missing.slice(0, most), LANES, async (run) => {
      const lines = await orAbsent(reads.listErrorLogs(run.id, { limit: ERROR_LINES, signal })) ?? []
      const value = lastError(lines)
      keep(errors, run, { value, isFinal: value !== null || run.endedAt === null || now - run.endedAt > LATE_LINES_MS, askedAt: now })
    })
    return missing.slice(most).filter(({ id }) => !errors.has(id)).length
  }

  return {
    histories: () => valuesOf(histories),
    loggedErrors: () => valuesOf(errors),
    async readRetries(runs, options) {
      const retried = runs.filter(run => isUnfinished(run) && hasBegunBefore(run))
      return await readHistories(retried.sort((a, b) => (b.state?.at ?? 0) - (a.state?.at ?? 0)), options)
    },
    async readDetails(runs, { sinceAt, now, most, signal }) {
      const newest = [...runs].sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
      const unsaid = newest.filter(needsLoggedError)
      const leftCount = await readErrors(unsaid.slice(0, MOST_LOGGED_ERRORS), { now, most, signal })
      await readHistories(newest.filter(run => (hasWaited(run) || run.state?.type === 'CANCELLED') && (run.endedAt ?? 0) >= sinceAt).slice(0, MOST_ENDED_HISTORIES), { most, signal })
      return leftCount + Math.max(0, unsaid.length - MOST_LOGGED_ERRORS)
    },
    kept: () => ({ histories: [...histories].filter(([, { isFinal }]) => isFinal), errors: [...errors].filter(([, { isFinal }]) => isFinal) }),
    restore(kept) {
      kept.histories.forEach(([id, value]) => histories.set(id, value))
      kept.errors.forEach(([id, value]) => errors.set(id, value))
    },
    async readAside(runs, { now, reachFromAt, mostRequests, signal }) {
      const allowance = createAllowance(mostRequests)
      await signsOfLife.readHeartbeats(runs, { now, allowance, signal })
      await errorLines.read(runs, { allowance, signal })
      await olderRuns.read(runs, { now, reachFromAt, allowance, signal })
      await signsOfLife.readLines({ now, allowance, signal })
      return { trouble: signsOfLife.trouble() ?? errorLines.trouble() ?? olderRuns.trouble(), knownFromAt: errorLines.knownFromAt() }
    },
    signsOfLife: signsOfLife.all,
    errorLines: errorLines.all,
    olderRuns: olderRuns.all,
    forgetAllBut(runs) {
      const ids = new Set(runs.map(({ id }) => id))
      for (const kept of [histories, errors])
        [...kept.keys()].filter(id => !ids.has(id)).forEach(id => kept.delete(id))
    },
    changeCount: () => changeCount + errorLines.changeCount() + olderRuns.changeCount(),
  }
}

/** One that crashed before it ran did not enter RUNNING, but keeps that instant as its start. */
function hasBegunBefore({ state, runCount, startedAt }: FlowRun): boolean {
  return state?.type === 'RUNNING' ? runCount >= 2 || (startedAt !== null && state.at - startedAt > START_SLACK_MS) : runCount >= 1 || state?.name === 'AwaitingRetry'
}

function hasWaited({ state, startedAt, endedAt, ranForMs }: FlowRun): boolean {
  return state?.type === 'COMPLETED' && startedAt !== null && endedAt !== null && ranForMs !== null && endedAt - startedAt - ranForMs > WAIT_MS
}

/** A run can be deleted between two reads: then there is nothing to know about it. */
async function orAbsent<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  }
  catch (error) {
    if (error instanceof UpstreamError && error.failure === 'absent')
      return null
    throw error
  }
}
