import { MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { ReadGap } from '../../shared/verdict/remembered.ts'

/** How far reading is accounted for. Instants are when an attempt began, by the upstream's clock. */
export interface Accounted {
  /** Until then each stretch was read or is a gap; null: nothing was ever read. */
  untilAt: number | null
  /** Since when attempts fail; null: the last one succeeded, or there was none in this process. */
  failingFromAt: number | null
}

/** Shorter than that, nothing is missed: readings are seconds apart, and each reaches back a minute. */
export const LEAST_GAP_MS = 2 * MINUTE_MS

/** A good read at `at`, and the gap it ends. */
export function afterRead({ untilAt, failingFromAt }: Accounted, at: number): { accounted: Accounted, gap: ReadGap | null } {
  const gap = untilAt === null ? null : toGap(failingFromAt ?? untilAt, at, { unattended: failingFromAt === null })
  return { accounted: { untilAt: at, failingFromAt: null }, gap }
}

/** An attempt at `at` that failed. The gap it gives reaches to it, and grows with the next one; nothing is known before the first good read. */
export function afterFailure({ untilAt, failingFromAt }: Accounted, at: number): { accounted: Accounted, gap: ReadGap | null } {
  if (untilAt === null)
    return { accounted: { untilAt, failingFromAt }, gap: null }
  const absence = failingFromAt === null ? toGap(untilAt, at, { unattended: true }) : null
  if (absence !== null)
    return { accounted: { untilAt: at, failingFromAt: at }, gap: absence }
  const fromAt = failingFromAt ?? untilAt
  const gap = toGap(fromAt, at, { unattended: false })
  return { accounted: { untilAt: gap === null ? untilAt : at, failingFromAt: fromAt }, gap }
}

function toGap(fromAt: number, toAt: number, { unattended }: { unattended: boolean }): ReadGap | null {
  return toAt - fromAt > LEAST_GAP_MS ? { fromAt, toAt, ...(unattended && { unattended }) } : null
}
