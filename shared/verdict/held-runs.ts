import { scheduledSlots } from '../expectations/slots.ts'
import { DAY_MS } from '../expectations/thresholds.ts'
import type { Deployment } from '../model/deployment.ts'
import { dueAt } from './job.ts'
import type { Picture } from './picture.ts'

/** Rows enough to tell from their oldest how far back the server keeps them. */
const HELD_ROW_COUNT = 20

type Held = 'runs' | 'deployments' | 'olderRuns' | 'reachFromAt' | 'runsKnownFromAt'

/** When the oldest run of all was due; null with too few of them to say that none before it is kept. */
export function oldestRunAt({ runs }: Pick<Picture, 'runs'>): number | null {
  return runs.length < HELD_ROW_COUNT ? null : runs.reduce((oldest, run) => Math.min(oldest, dueAt(run)), Number.POSITIVE_INFINITY)
}

/**
 * Since when the server holds runs, where it holds none of the reach before although some were due: Prefect Cloud keeps them for
 * some days, by plan, and servers of one's own are pruned. Told by what was read, not by an address. null: it is not so, or not known.
 */
export function heldSinceAt(picture: Pick<Picture, Held>): number | null {
  const oldestAt = oldestRunAt(picture)
  const isWhole = picture.runsKnownFromAt !== null && picture.runsKnownFromAt <= picture.reachFromAt
  if (oldestAt === null || !isWhole || oldestAt < picture.reachFromAt + DAY_MS || [...picture.olderRuns.values()].some(runs => runs.length > 0))
    return null
  const wasDue = (deployment: Deployment): boolean => isDue(deployment, { fromAt: picture.reachFromAt, toAt: oldestAt - DAY_MS / 2 })
  return [...picture.deployments.values()].some(wasDue) ? oldestAt : null
}

/** By its schedules as they are now: a deploy makes them anew, so their own age tells nothing. */
function isDue({ paused, createdAt, schedules }: Deployment, { fromAt, toAt }: { fromAt: number, toAt: number }): boolean {
  return !paused && createdAt <= fromAt && schedules.some(({ active, rule }) => active && (scheduledSlots(rule, fromAt, toAt)?.length ?? 0) > 0)
}

/** Since when all runs of the reach are there and read. */
export function knownSinceAt(picture: Pick<Picture, Held>): number {
  return Math.max(picture.reachFromAt, picture.runsKnownFromAt ?? picture.reachFromAt, heldSinceAt(picture) ?? picture.reachFromAt)
}

/** `baseline from 7 days`; null: from as many as are looked at. */
export function heldWords(picture: Pick<Picture, Held>, at: number): string | null {
  const sinceAt = heldSinceAt(picture)
  if (sinceAt === null)
    return null
  const days = Math.max(1, Math.round((at - sinceAt) / DAY_MS))
  return `baseline from ${days === 1 ? '1 day' : `${days} days`}: the server holds no earlier runs`
}
