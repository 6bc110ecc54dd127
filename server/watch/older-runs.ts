import { DAY_MS, THRESHOLDS } from '../../shared/expectations/thresholds.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { dueAt } from '../../shared/verdict/job.ts'
import type { Reads } from '../prefect/reads.ts'
import { toTrouble, type Allowance } from './side-reads.ts'

/** What is known of a deployment's past stays true; each day some of the reach becomes past. */
const READ_EVERY_MS = DAY_MS
/** A deployment that did nothing of late needs no comparison; but where no schedule makes its runs, they tell when one should come. */
const RECENT_MS = 4 * DAY_MS

export interface OlderRuns {
  /** One request for each deployment that ran of late, or without a schedule, and seldom, once a day, as far as the allowance goes. */
  read: (runs: readonly FlowRun[], options: { now: number, reachFromAt: number, allowance: Allowance, signal: AbortSignal }) => Promise<void>
  /** By deployment id, by due time, oldest first. */
  all: () => ReadonlyMap<string, readonly FlowRun[]>
  trouble: () => string | null
  changeCount: () => number
}

/** Good runs from before the reach, of deployments that have too few in it to say how long they usually take. */
export function createOlderRuns(reads: Pick<Reads, 'listGoodRunsBefore'>): OlderRuns {
  const older = new Map<string, { readAt: number, runs: readonly FlowRun[] }>()
  let trouble: string | null = null
  let changeCount = 0

  return {
    async read(runs, { now, reachFromAt, allowance, signal }) {
      for (const id of seldom(runs, now)) {
        if (now - (older.get(id)?.readAt ?? Number.NEGATIVE_INFINITY) < READ_EVERY_MS)
          continue
        if (!allowance.take(1))
          return
        trouble = await toTrouble(async () => {
          const found = await reads.listGoodRunsBefore({ deploymentId: id, beforeAt: reachFromAt, limit: THRESHOLDS.baselineOlderCount, signal })
          older.set(id, { readAt: now, runs: found.toReversed() })
          changeCount += found.length > 0 ? 1 : 0
        })
        if (trouble !== null)
          return
      }
    },
    all: () => new Map([...older].map(([id, known]) => [id, known.runs])),
    trouble: () => trouble,
    changeCount: () => changeCount,
  }
}

/** Deployments with fewer good runs than are enough, that ran or run of late. */
function seldom(runs: readonly FlowRun[], now: number): string[] {
  const counts = new Map<string, { good: number, isRecent: boolean }>()
  for (const run of runs) {
    if (run.deploymentId === null || run.startedAt === null)
      continue
    const count = counts.get(run.deploymentId) ?? { good: 0, isRecent: false }
    counts.set(run.deploymentId, { good: count.good + (run.state?.type === 'COMPLETED' ? 1 : 0), isRecent: count.isRecent || run.endedAt === null || !run.autoScheduled || now - dueAt(run) < RECENT_MS })
  }
  return [...counts].filter(([, { good, isRecent }]) => isRecent && good < THRESHOLDS.baselineFewCount).map(([id]) => id)
}
