import { scheduledSlots } from '../../shared/expectations/slots.ts'
import { DAY_MS } from '../../shared/expectations/thresholds.ts'
import type { Deployment } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { Coverage } from '../../shared/verdict/picture.ts'
import type { Reads } from '../prefect/reads.ts'

/** Due more often than this a day, a deployment's runs of 14 days do not fit on a page, and are not read one and all. */
const MOST_A_DAY = 14
/** Its last runs that are read: one page. */
const TAIL = 200
/** Fewer runs a day of all such deployments together, and reading them all costs less than asking for each. */
const LEAST_A_DAY_OF_ALL = 1_000
/** More runs a day than this, and reading them takes so long that what is wrong by state is shown before. */
const MANY_A_DAY = 500

/** How much is due on a server, by the schedules it has now. */
export interface Load {
  /** Deployments that are due too often for all their runs to be read; none where that is few. */
  frequentIds: ReadonlySet<string>
  /** How many runs a day are due of all others. */
  seldomADay: number
  isLarge: boolean
}

export function toLoad(deployments: Iterable<Deployment>, at: number): Load {
  const counted = [...deployments].map(({ id, schedules }) => ({ id, count: countSlots(schedules, { fromAt: at - DAY_MS, toAt: at }) }))
  const often = counted.filter(({ count }) => count > MOST_A_DAY)
  const isMuch = sumOf(often) >= LEAST_A_DAY_OF_ALL
  return { frequentIds: new Set(isMuch ? often.map(({ id }) => id) : []), seldomADay: sumOf(counted) - (isMuch ? sumOf(often) : 0), isLarge: sumOf(counted) >= MANY_A_DAY }
}

function sumOf(counted: readonly { count: number }[]): number {
  return counted.reduce((sum, { count }) => sum + count, 0)
}

function countSlots(schedules: Deployment['schedules'], { fromAt, toAt }: { fromAt: number, toAt: number }): number {
  return schedules.filter(({ active }) => active).reduce((count, { rule }) => count + (scheduledSlots(rule, fromAt, toAt)?.length ?? 0), 0)
}

export interface Tail {
  rows: readonly FlowRun[]
  setAsideCount: number
  coverage: Coverage
}

/** Requests that `readTail` takes at most. */
export const TAIL_COST = 2

/**
 * Reads the last page of runs of a deployment, and counts the automatic ones before it: as many as slots means that none is
 * missing. Where the numbers differ the slots before are not judged.
 */
export async function readTail(reads: Reads, { id, schedules }: Deployment, { fromAt, windowFromAt, at, signal }: {
  /** Start of the reach. */
  fromAt: number
  windowFromAt: number
  at: number
  signal: AbortSignal
}): Promise<Tail> {
  const { rows, complete, setAsideCount } = await reads.listRunsDue({ of: { deploymentIds: [id] }, fromAt, toAt: at, cap: TAIL, signal })
  const oldest = rows.at(-1)
  // Runs of one instant may be cut: the page speaks for what is due after its last row.
  const rowsFromAt = complete || oldest === undefined ? fromAt : (oldest.expectedStartAt ?? oldest.createdAt) + 1
  if (rowsFromAt <= windowFromAt)
    return { rows, setAsideCount, coverage: { rowsFromAt, keptFromAt: null } }
  const toAt = rowsFromAt - 1
  const counted = await reads.countRunsDue({ deploymentId: id, fromAt: windowFromAt, toAt, signal })
  return { rows, setAsideCount, coverage: { rowsFromAt, keptFromAt: counted === countSlots(schedules, { fromAt: windowFromAt, toAt }) ? windowFromAt : null } }
}

/** Slots before the runs that were read were counted, and are not as many as they should be. */
export function isCountedOtherwise({ rowsFromAt, keptFromAt }: Coverage, windowFromAt: number): boolean {
  return keptFromAt === null && rowsFromAt > windowFromAt
}
