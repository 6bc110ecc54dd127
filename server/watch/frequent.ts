import { scheduledSlots } from '../../shared/expectations/slots.ts'
import { DAY_MS } from '../../shared/expectations/thresholds.ts'
import type { Deployment } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { Coverage } from '../../shared/verdict/picture.ts'
import type { Reads } from '../prefect/reads.ts'
import { inLanes } from './lanes.ts'

/** Due more often than this a day, a deployment's runs of 14 days do not fit on a page, and are not read one and all. */
const MOST_A_DAY = 14
/** Its last runs that are read: one page. */
const TAIL = 200
const LANES = 4

/** Fewer runs a day of all such deployments together, and reading them all costs less than asking for each. */
const LEAST_A_DAY_OF_ALL = 1_000

/** Ids of deployments that are due too often for all their runs to be read; none where that is few. Rests on the schedules they have now. */
export function frequentIds(deployments: Iterable<Deployment>, at: number): string[] {
  const counted = [...deployments].map(({ id, schedules }) => ({ id, count: countSlots(schedules, { fromAt: at - DAY_MS, toAt: at }) })).filter(({ count }) => count > MOST_A_DAY)
  return counted.reduce((sum, { count }) => sum + count, 0) < LEAST_A_DAY_OF_ALL ? [] : counted.map(({ id }) => id)
}

function countSlots(schedules: Deployment['schedules'], { fromAt, toAt }: { fromAt: number, toAt: number }): number {
  return schedules.filter(({ active }) => active).reduce((count, { rule }) => count + (scheduledSlots(rule, fromAt, toAt)?.length ?? 0), 0)
}

/**
 * Reads the last page of runs of each deployment, and counts the automatic ones before it: as many as slots means that none is
 * missing. Where the numbers differ the slots before are not judged.
 */
export async function readTails(reads: Reads, deployments: readonly Deployment[], { fromAt, windowFromAt, at, signal, onRows, onDiffer }: {
  /** Start of the reach. */
  fromAt: number
  windowFromAt: number
  at: number
  signal: AbortSignal
  onRows: (rows: readonly FlowRun[], setAsideCount: number) => void
  /** A deployment of which another number of runs was counted than of slots. */
  onDiffer: (id: string) => void
}): Promise<Map<string, Coverage>> {
  const coverage = new Map<string, Coverage>()
  await inLanes(deployments, LANES, async ({ id, schedules }) => {
    const { rows, complete, setAsideCount } = await reads.listRunsDue({ of: { deploymentIds: [id] }, fromAt, toAt: at, cap: TAIL, signal })
    onRows(rows, setAsideCount)
    const oldest = rows.at(-1)
    // Runs of one instant may be cut: the page speaks for what is due after its last row.
    const rowsFromAt = complete || oldest === undefined ? fromAt : (oldest.expectedStartAt ?? oldest.createdAt) + 1
    coverage.set(id, { rowsFromAt, keptFromAt: rowsFromAt <= windowFromAt ? null : await keptSince(rowsFromAt - 1) })

    async function keptSince(toAt: number): Promise<number | null> {
      const counted = await reads.countRunsDue({ deploymentId: id, fromAt: windowFromAt, toAt, signal })
      const isKept = counted === countSlots(schedules, { fromAt: windowFromAt, toAt })
      if (!isKept)
        onDiffer(id)
      return isKept ? windowFromAt : null
    }
  })
  return coverage
}
