import { DAY_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { Deployment } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { formatCount } from '../../shared/verdict/words.ts'
import type { Coverage, Unread } from '../../shared/verdict/picture.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads, RunsOf } from '../prefect/reads.ts'
import type { Listed } from '../prefect/rows.ts'
import type { AdHoc } from './ad-hoc.ts'
import { isCountedOtherwise, readTail, type Load } from './frequent.ts'
import { inLanes } from './lanes.ts'
import type { Notes } from './notes.ts'
import { BAD_ENDS, PAGE_FAILURES, REACH_MS, WINDOW_MS } from './reach.ts'
import type { RunBook } from './run-book.ts'
import type { SetAside } from './set-aside.ts'
import { toUtcWords } from './utc-words.ts'

/** Rows of the reach that are read at most; unfinished and failed ones besides. */
const HISTORY_CAP = 45_000
/** Rows read in a step, after which what changed meanwhile can be read. */
const STEP_ROWS = 2_000
const TAILS_A_STEP = 8
const LANES = 4
/** What failed on one page is tried again after this. */
const AGAIN_MS = 5 * MINUTE_MS

/** What is known of the runs before now. */
export interface Known {
  /** All root runs due since then are in the book; null: not read yet. */
  runsKnownFromAt: number | null
  coverage: Map<string, Coverage>
}

export interface LearningOptions {
  reads: Reads
  book: RunBook
  notes: Notes
  setAside: SetAside
  adHoc: AdHoc
  /** Of the inventory as it is when the learning begins. */
  deployments: readonly Deployment[]
  load: Load
  /** When it begins, by the upstream's clock. */
  at: number
}

/** Reads the runs of the reach, in steps: first what expectations rest on, then what baselines rest on. */
export interface Learning {
  /** What the verdict rests on is still being read. */
  isChecking: () => boolean
  /** Nothing is to be read at this instant; what failed may be due later. */
  isIdle: (now: number) => boolean
  /** All was read, as far as it ever is. */
  isWhole: () => boolean
  /** Reads on; throws where the server does not answer, and can be called again. */
  step: (now: number, signal: AbortSignal) => Promise<void>
  known: () => Known
}

type Step = (now: number, signal: AbortSignal) => Promise<void>

export function createLearning({ reads, book, notes, setAside, adHoc, deployments, load, at }: LearningOptions): Learning {
  const windowFromAt = at - WINDOW_MS
  const reachFromAt = at - REACH_MS
  const coverage = new Map<string, Coverage>()
  const isApart = load.frequentIds.size > 0
  // Where some are due every few minutes, theirs are most of all runs: the others' are read apart from them.
  const of: RunsOf | undefined = isApart ? { deploymentIds: deployments.filter(({ id }) => !load.frequentIds.has(id)).map(({ id }) => id) } : undefined
  const tails = deployments.filter(({ id }) => load.frequentIds.has(id))
  let knownFromAt = at
  let dueCount = 0
  let stepRows = STEP_ROWS
  /** How much time a step covers: as much as has about its rows. */
  let stretchMs = DAY_MS * STEP_ROWS / Math.max(1, load.seldomADay)
  let trouble: string | null = null
  let againAt = Number.NEGATIVE_INFINITY

  /** Goes on with the runs that were due; gives whether there is more since `fromAt`. */
  async function readDue(fromAt: number, now: number, signal: AbortSignal): Promise<boolean> {
    const left = HISTORY_CAP - dueCount
    const untilAt = knownFromAt
    const startAt = Math.max(fromAt, Math.floor(untilAt - stretchMs))
    const middleAt = Math.floor((startAt + untilAt) / 2)
    const list = async (from: number, to: number): Promise<Listed<FlowRun>> => await reads.listRunsDue({ of, fromAt: from, toAt: to, cap: Math.min(stepRows, left), signal })
    try {
      // A server of one process answers two of these in two thirds of the time, since its database works while it writes; more do not help.
      const older = list(startAt, middleAt)
      older.catch(() => {}) // told where it is waited for
      const newer = await list(middleAt, untilAt)
      let freshCount = take(newer, middleAt)
      const second = await older
      if (newer.complete)
        freshCount += take(second, startAt)
      // More runs of one instant than a step reads: the next one has to reach beyond them.
      stepRows = knownFromAt === untilAt && startAt < untilAt ? stepRows * 2 : STEP_ROWS
      const rowCount = newer.rows.length + (newer.complete ? second.rows.length : 0)
      stretchMs = Math.max(MINUTE_MS, stretchMs / 4, Math.min(stretchMs * 4, STEP_ROWS * (untilAt - knownFromAt) / Math.max(1, rowCount)))
      trouble = null
      return knownFromAt > fromAt && freshCount < left && (knownFromAt < untilAt || left >= stepRows)
    }
    catch (error) {
      if (!(error instanceof UpstreamError) || !PAGE_FAILURES.has(error.failure))
        throw error
      // The longest lists: where one of their pages fails for ever, what changes can still be followed.
      trouble = error.message
      againAt = now + AGAIN_MS
      return false
    }
  }

  /** Rows down to an instant, or where the list is cut to its oldest one; gives how many of them are new. */
  function take({ rows, complete, setAsideCount }: Listed<FlowRun>, fromAt: number): number {
    const freshCount = rows.filter(({ id }) => !book.has(id)).length
    dueCount += freshCount
    book.put(rows)
    setAside.add('due', setAsideCount)
    knownFromAt = complete ? fromAt : rows.at(-1)?.expectedStartAt ?? knownFromAt
    return freshCount
  }

  const stillChecked = (): Unread => ({ what: 'runs', reason: 'Whether all that was due has run is still being checked.', weighs: 'expectations', reading: { ratio: shareOf(at - windowFromAt) } })
  const stillLearnt = (): Unread => ({ what: 'history', reason: 'Runs of the days before are still being read.', weighs: 'baselines', reading: { ratio: shareOf(at - reachFromAt) } })
  /** How much of a length that ends now was read, in hundredths. */
  const shareOf = (ms: number): number => Math.floor(100 * Math.min(1, (at - knownFromAt) / ms)) / 100

  const readBad: Step = async (_now, signal) => {
    const bad = await reads.listRunsEnded({ of, sinceAt: reachFromAt, types: BAD_ENDS, signal })
    book.put(bad.rows)
    setAside.put('bad', bad.setAsideCount)
    notes.put('bad', bad.complete ? null : { what: 'runs', reason: `More than ${formatCount(bad.rows.length, 'run')} failed in 14 days: the earliest are left out.`, weighs: 'detail' })
  }

  const readAdHoc: Step = async (_now, signal) => await adHoc.read(at, signal)

  const readSomeTails: Step = async (_now, signal) => {
    await inLanes(tails.filter(({ id }) => !coverage.has(id)).slice(0, TAILS_A_STEP), LANES, async (deployment) => {
      const tail = await readTail(reads, deployment, { fromAt: reachFromAt, windowFromAt, at, signal })
      book.put(tail.rows)
      setAside.put(`tail ${deployment.id}`, tail.setAsideCount)
      coverage.set(deployment.id, tail.coverage)
    })
    if (coverage.size < tails.length)
      waiting.unshift(readSomeTails)
    else
      noteTails(notes, coverage, windowFromAt)
  }

  const readWindow: Step = async (now, signal) => {
    if (await readDue(windowFromAt, now, signal)) {
      waiting.unshift(readWindow)
      notes.put('due', stillChecked())
    }
    else {
      notes.put('due', trouble === null ? stillChecked() : { what: 'runs', reason: `Runs that were due could not be read: ${trouble}`, weighs: 'expectations' })
    }
  }

  const checked: Step = async () => {
    if (trouble === null)
      notes.put('due', null)
    notes.put('history', knownFromAt <= reachFromAt ? null : stillLearnt())
  }

  const readHistory: Step = async (now, signal) => {
    if (trouble === null && dueCount < HISTORY_CAP && await readDue(reachFromAt, now, signal)) {
      waiting.unshift(readHistory)
      notes.put('history', stillLearnt())
    }
    else {
      notes.put('history', knownFromAt <= reachFromAt ? null : { what: 'history', reason: toHistoryWords(knownFromAt, trouble), weighs: 'detail' })
    }
  }

  const waiting: Step[] = [readWindow, readBad, ...isApart ? [readAdHoc, readSomeTails] : [], checked, readHistory]
  notes.put('due', stillChecked())

  return {
    isChecking: () => waiting.includes(checked),
    isIdle: now => waiting.length === 0 && (trouble === null || now < againAt),
    isWhole: () => waiting.length === 0 && trouble === null,
    async step(now, signal) {
      if (waiting.length === 0) {
        trouble = null
        waiting.push(...knownFromAt > windowFromAt ? [readWindow, checked, readHistory] : [readHistory])
      }
      const [next, ...others] = waiting
      if (next === undefined)
        return
      waiting.splice(0, waiting.length, ...others)
      try {
        await next(now, signal)
      }
      catch (error) {
        waiting.unshift(next)
        throw error
      }
    },
    // Before that it is not known of every deployment how far back its runs are: none of them is called missing.
    known: () => ({ runsKnownFromAt: waiting.includes(checked) ? at : knownFromAt, coverage }),
  }
}

/** Says of how many frequent jobs it is not known which slots are missing. */
export function noteTails(notes: Notes, coverage: ReadonlyMap<string, Coverage>, windowFromAt: number): void {
  const differing = [...coverage.values()].filter(one => isCountedOtherwise(one, windowFromAt)).length
  notes.put('tails', differing === 0 ? null : { what: 'runs', reason: `Of ${formatCount(differing, 'frequent job')} not as many runs were counted as were due: which are missing was not read.`, weighs: 'expectations' })
}

function toHistoryWords(knownFromAt: number, trouble: string | null): string {
  const left = `runs due before ${toUtcWords(knownFromAt)}`
  return trouble === null ? `There are more runs than are read: ${left} are left out.` : `Not read were ${left}: ${trouble}`
}
