import { DAY_MS, HOUR_MS } from '../../shared/expectations/thresholds.ts'
import type { UpstreamFailure } from '../../shared/api/failure.ts'
import type { StateType } from '../../shared/model/run-state.ts'

/** How far back the picture reaches. */
export const REACH_MS = 14 * DAY_MS
/** Read first: longer than any default window, which begins on a Friday evening at the earliest. */
export const WINDOW_MS = 90 * HOUR_MS
export const BAD_ENDS: readonly StateType[] = ['FAILED', 'CRASHED', 'CANCELLED']
/** Failures that can be one page's alone: one run with an integer past 64 bits makes Prefect 3.8.8 answer 500 to every list it is in. */
export const PAGE_FAILURES: ReadonlySet<UpstreamFailure> = new Set(['rejected', 'unreadable', 'timed-out'])
