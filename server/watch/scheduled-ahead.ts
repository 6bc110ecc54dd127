import { DAY_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads } from '../prefect/reads.ts'

/** As far as is looked ahead, and a reading more. */
const AHEAD_MS = DAY_MS + 5 * MINUTE_MS

export interface ScheduledAhead {
  read: (at: number, signal: AbortSignal) => Promise<void>
  /** Requests that it takes the next time. */
  cost: () => number
  /** null: not read, or the server cannot tell them from those of schedules. */
  runs: () => readonly FlowRun[] | null
  changeCount: () => number
}

/** Runs that somebody scheduled for an instant of the next day: no schedule tells of them, and they are no one's affair before they are due. */
export function createScheduledAhead(reads: Reads): ScheduledAhead {
  let runs: readonly FlowRun[] | null = null
  let isSupported = true
  let changeCount = 0
  const textOf = (some: readonly FlowRun[] | null): string => JSON.stringify(some?.map(({ id, expectedStartAt }) => [id, expectedStartAt]))

  async function list(at: number, signal: AbortSignal): Promise<readonly FlowRun[] | null> {
    try {
      const found = await reads.listRunsScheduledByHand({ fromAt: at, toAt: at + AHEAD_MS, signal })
      isSupported = found !== null
      return found?.rows ?? null
    }
    catch (error) {
      if (!(error instanceof UpstreamError))
        throw error
      return null // the page that lacks them says so, and what is wrong upstream the other reads tell
    }
  }

  return {
    async read(at, signal) {
      if (!isSupported)
        return
      const fresh = await list(at, signal)
      changeCount += textOf(fresh) === textOf(runs) ? 0 : 1
      runs = fresh
    },
    cost: () => isSupported ? 1 : 0,
    runs: () => runs,
    changeCount: () => changeCount,
  }
}
