import type { UpstreamFailure } from '../../shared/api/failure.ts'

interface Details {
  failure: UpstreamFailure
  /** Method and path without host or query: safe to show. */
  request: string
  status?: number
  retryAfterMs?: number
  cause?: unknown
}

/** A read of Prefect gave no answer. `message` is one sentence for people; it never holds a host, a query or a body. */
export class UpstreamError extends Error {
  readonly failure: UpstreamFailure
  readonly request: string
  /** HTTP status; null when there was no answer. */
  readonly status: number | null
  /** Throttled only: when the server asks to come back; null where it did not say. */
  readonly retryAfterMs: number | null

  constructor(message: string, { failure, request, status, retryAfterMs, cause }: Details) {
    super(message, { cause })
    this.name = 'UpstreamError'
    this.failure = failure
    this.request = request
    this.status = status ?? null
    this.retryAfterMs = retryAfterMs ?? null
  }
}

/** Turns an HTTP status into the failure it is; the sentence says what to do about it. */
export function toStatusError(status: number, { request, detail, retryAfterMs }: { request: string, detail: string, retryAfterMs: number | null }): UpstreamError {
  if (status === 401 || status === 403)
    return new UpstreamError(`Prefect refused the credentials (${status}): check PREFECT_API_KEY or PREFECT_API_AUTH_STRING`, { failure: 'refused', request, status })
  if (status === 404)
    return new UpstreamError('Prefect does not know it (404): it was deleted, or never was', { failure: 'absent', request, status })
  if (status === 429)
    return new UpstreamError('Prefect asks to slow down (429)', { failure: 'throttled', request, status, ...(retryAfterMs !== null && { retryAfterMs }) })
  return new UpstreamError(`Prefect answered ${status} to ${request}`, { failure: 'rejected', request, status, cause: new Error(detail) })
}
