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
/** Good runs read at once of flows that failed, and how often at the start: each time those flows are left out that were among them. */
const GOOD_AT_ONCE = 200
const MOST_AT_FIRST = 8

export interface AdHoc {
  /** Reads what is known of runs without a deployment, beside the unfinished. */
  read: (at: number, signal: AbortSignal) => Promise<void>
  /** Counts them again, and goes on with what was not read at first: two requests at most. Nothing is asked where all are read. */
  recount: (at: number, signal: AbortSignal) => Promise<void>
  /** Of runs that ended, those that are to be known; the others are only counted. */
  worthKnowing: (ended: readonly FlowRun[]) => FlowRun[]
  /** null: all are in the book, or were not looked at apart from the others. */
  counted: () => CountedRuns | null
  kept: () => KeptAdHoc
  restore: (kept: KeptAdHoc | null) => void
}

/** What an earlier process counted, and of which flows it was unsure. */
export interface KeptAdHoc {
  counted: CountedRuns | null
  unsure: readonly string[]
  unsureFromAt: number
}

/**
 * Root runs without a deployment on a server that has many. Good ones are as many as people and scripts please, and nothing says
 * when one should come: they are counted. Known are those that did not end well, and what their flows did well afterwards.
 */
export function createAdHoc({ reads, book, notes, setAside }: { reads: Reads, book: RunBook, notes: Notes, setAside: SetAside }): AdHoc {
  let counted: CountedRuns | null = null
  /** Flows that failed, of which it is not known whether they were good since, and since when that is asked. */
  const unsure = new Set<string>()
  let unsureFromAt = 0

  async function count(at: number, signal: AbortSignal): Promise<CountedRuns> {
    const toAt = Math.floor(at / 1_000) * 1_000
    const fromAt = toAt - REACH_MS
    const byState = await reads.countRunsByState({ of: 'no-deployment', fromAt, toAt, signal })
    return { goodCount: byState.get('COMPLETED') ?? 0, fromAt, toAt } // a state that no run is in is left out
  }

  /** What flows that failed did well since: without it a failure would stand that was put right. */
  async function readPutRight(at: number, { most, signal }: { most: number, signal: AbortSignal }): Promise<void> {
    for (let request = 0; request < most && unsure.size > 0; request++) {
      const good = await reads.listGoodRunsOfFlows({ flowIds: [...unsure], fromAt: unsureFromAt, toAt: at, cap: GOOD_AT_ONCE, signal })
      book.put(good.rows)
      if (good.complete)
        unsure.clear()
      good.rows.forEach(({ flowId }) => unsure.delete(flowId))
    }
    tellUnsure()
  }

  function tellUnsure(): void {
    notes.put('ad hoc put right', unsure.size === 0 ? null : { what: 'runs', reason: `Of ${formatCount(unsure.size, 'flow')} without a deployment that failed it was not read whether they were good again.`, weighs: 'expectations' })
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
        bad.rows.forEach(({ flowId }) => unsure.add(flowId))
        unsureFromAt = Math.min(at, ...bad.rows.map(run => run.expectedStartAt ?? run.createdAt))
        await readPutRight(at, { most: MOST_AT_FIRST, signal })
      }
      else {
        const listed = await reads.listRunsDue({ of: 'no-deployment', fromAt, toAt: at, signal })
        book.put(listed.rows)
        setAside.put('ad hoc', listed.setAsideCount)
      }
    },
    async recount(at, signal) {
      if (counted === null)
        return
      counted = await count(at, signal)
      await readPutRight(at, { most: 1, signal })
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
    kept: () => ({ counted, unsure: [...unsure], unsureFromAt }),
    restore(kept) {
      counted = kept?.counted ?? null
      unsureFromAt = kept?.unsureFromAt ?? 0
      unsure.clear()
      kept?.unsure.forEach(id => unsure.add(id))
      tellUnsure()
    },
  }
}
