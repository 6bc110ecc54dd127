/** Why a read from Prefect gave no answer; each asks something different of the person reading it. */
export const UPSTREAM_FAILURES = ['unreachable', 'timed-out', 'refused', 'absent', 'throttled', 'rejected', 'unreadable'] as const

export type UpstreamFailure = typeof UPSTREAM_FAILURES[number]

/**
 * The body of every answer that is not 2xx. `message` is one sentence for people: what was tried, what came back, what to do.
 * It never holds a host, a query, a stack or a body from upstream.
 */
export interface FailureAnswer {
  status: number
  message: string
  /** Set when Prefect was asked and gave no answer; `request` is method and path without host or query. */
  failure?: UpstreamFailure
  request?: string
  /** Throttled only: when to come back. */
  retryAfterMs?: number
}
