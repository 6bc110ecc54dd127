import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { CountedRuns } from '../../shared/verdict/picture.ts'
import { formatCount } from '../../shared/verdict/words.ts'
import type { Reads } from '../prefect/reads.ts'
import type { Notes } from './notes.ts'
import { BAD_ENDS, REACH_MS } from './reach.ts'
import { isUnfinished, type RunBook } from './run-book.ts'
import type { SetAside } from './set-aside.ts'

/** As many good ones in 14 days are read one and all, so that also the rhythm of one that nobody deployed is known. */
const MOST_READ = 1_000
/** Good runs read of flows that failed, to know which of them were good again; flows beyond these are asked for one by one. */
const MOST_GOOD = 600
const MOST_ASKED = 5

export interface AdHoc {
  /** Reads what is known of runs without a deployment, beside the unfinished. */
  read: (at: number, signal: AbortSignal) => Promise<void>
  /** Counts them again. Nothing is asked where all of them are read. */
  recount: (at: number, signal: AbortSignal) => Promise<void>
  /** Of runs that ended, those that are to be known; the others are only counted. */
  worthKnowing: (ended: readonly FlowRun[]) => FlowRun[]
  /** null: all are in the book, or were not looked at apart from the others. */
  counted: () => CountedRuns | null
  restore: (counted: CountedRuns | null) => void
}

/**
 * Root runs without a deployment on a server that has many. Good ones are as many as people and scripts please, and nothing says
 * when one should come: they are counted. Known are those that did not end well, and what their flows did well afterwards.
 */
export function createAdHoc({ reads, book, notes, setAside }: { reads: Reads, book: RunBook, notes: Notes, setAside: SetAside }): AdHoc {
  let counted: CountedRuns | null = null

  async function count(at: number, signal: AbortSignal): Promise<CountedRuns> {
    const toAt = Math.floor(at / 1_000) * 1_000
    const fromAt = toAt - REACH_MS
    const byState = await reads.countRunsByState({ of: 'no-deployment', fromAt, toAt, signal })
    return { goodCount: byState.get('COMPLETED') ?? 0, fromAt, toAt } // a state that no run is in is left out
  }

  /** What flows that failed did well since: without it a failure would stand that was put right. */
  async function readPutRight(bad: readonly FlowRun[], at: number, signal: AbortSignal): Promise<void> {
    const flowIds = [...new Set(bad.map(({ flowId }) => flowId))]
    if (flowIds.length === 0)
      return
    const fromAt = Math.min(...bad.map(run => run.expectedStartAt ?? run.createdAt))
    const good = await reads.listGoodRunsOfFlows({ flowIds, fromAt, toAt: at, cap: MOST_GOOD, signal })
    book.put(good.rows)
    const found = new Set(good.rows.map(({ flowId }) => flowId))
    const left = good.complete ? [] : flowIds.filter(id => !found.has(id))
    for (const id of left.slice(0, MOST_ASKED))
      book.put((await reads.listGoodRunsOfFlows({ flowIds: [id], fromAt, toAt: at, cap: 1, signal })).rows)
    const unaskedCount = Math.max(0, left.length - MOST_ASKED)
    notes.put('ad hoc put right', unaskedCount === 0 ? null : { what: 'runs', reason: `Of ${formatCount(unaskedCount, 'flow')} without a deployment that failed it was not read whether they were good again.`, weighs: 'expectations' })
  }

  function tell(): void {
    notes.put('ad hoc', counted === null ? null : { what: 'history', reason: `${formatCount(counted.goodCount, 'good run')} without a deployment were counted, not read: they stand in no list, and whether one did not come is not judged.`, weighs: 'detail' })
  }

  return {
    async read(at, signal) {
      const fromAt = at - REACH_MS
      const bad = await reads.listRunsEnded({ of: 'no-deployment', sinceAt: fromAt, types: BAD_ENDS, signal })
      book.put(bad.rows)
      setAside.put('ad hoc bad', bad.setAsideCount)
      notes.put('ad hoc bad', bad.complete ? null : { what: 'runs', reason: `More than ${formatCount(bad.rows.length, 'run')} without a deployment failed in 14 days: the earliest are left out.`, weighs: 'detail' })
      const found = await count(at, signal)
      if (found.goodCount > MOST_READ) {
        counted = found
        await readPutRight(bad.rows, at, signal)
      }
      else {
        const listed = await reads.listRunsDue({ of: 'no-deployment', fromAt, toAt: at, signal })
        book.put(listed.rows)
        setAside.put('ad hoc', listed.setAsideCount)
      }
      tell()
    },
    async recount(at, signal) {
      if (counted === null)
        return
      counted = await count(at, signal)
      tell()
    },
    worthKnowing(ended) {
      if (counted === null)
        return [...ended]
      const isGood = ({ deploymentId, parentTaskRunId, state }: FlowRun): boolean => deploymentId === null && parentTaskRunId === null && state?.type === 'COMPLETED'
      const troubled = new Set([...book.all(), ...ended].filter(run => run.deploymentId === null && !isUnfinished(run) && !isGood(run)).map(({ flowId }) => flowId))
      const [left, worth] = [ended.filter(run => isGood(run) && !troubled.has(run.flowId)), ended.filter(run => !isGood(run) || troubled.has(run.flowId))]
      left.filter(({ id }) => book.has(id)).forEach(({ id }) => book.remove(id)) // it was unfinished
      return worth
    },
    counted: () => counted,
    restore(kept) {
      counted = kept
      tell()
    },
  }
}
