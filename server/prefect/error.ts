import type { UpstreamFailure } from '../../shared/api/failure.ts'

interface Details {
  failure: UpstreamFailure
  request: string
  status?: number | undefined
  detail?: string | undefined
  retryAfterMs?: number | undefined
  cause?: unknown
}

/**
 * Why a read of Prefect gave no answer. `message` is one sentence for people that says what to do; it and `request` never hold a
 * host, a query or a body, so both can be shown.
 */
export class UpstreamError extends Error {
  readonly failure: UpstreamFailure
  /** Method and path, e.g. `POST /flow_runs/filter`. */
  readonly request: string
  /** HTTP status; null when there was no answer. */
  readonly status: number | null
  /** The upstream's own words, cut: for the adapter and the log, not for the screen. null when there were none. */
  readonly detail: string | null
  /** Throttled only: how long the server asks to wait; null where it did not say. */
  readonly retryAfterMs: number | null

  constructor(message: string, { failure, request, status, detail, retryAfterMs, cause }: Details) {
    super(message, { cause })
    this.name = 'UpstreamError'
    this.failure = failure
    this.request = request
    this.status = status ?? null
    this.detail = detail ?? null
    this.retryAfterMs = retryAfterMs ?? null
  }
}

/** Method and path without query: what an error may say of an operation. */
export function toRequestName({ method, path }: { method: string, path: string }): string {
  return `${method} ${path.split('?')[0] ?? path}`
}

const DETAIL_LENGTH = 2_000

/** The failure that a status other than 2xx is, in a sentence that says what to do about it. */
export function toStatusError({ status, text }: { status: number, text: string }, request: string, retryAfterMs: number | null): UpstreamError {
  const details = { request, status, detail: text.slice(0, DETAIL_LENGTH) }
  if (status >= 300 && status < 400)
    return new UpstreamError(`Prefect's address sends ${request} elsewhere (${status}): set PREFECT_API_URL to where it leads.`, { ...details, failure: 'unreadable' })
  if (status === 401)
    return new UpstreamError('Prefect refused the key (401): check PREFECT_API_KEY or PREFECT_API_AUTH_STRING.', { ...details, failure: 'refused' })
  if (status === 403)
    return new UpstreamError(`Prefect forbids ${request} (403): check what PREFECT_API_KEY or PREFECT_API_AUTH_STRING may read.`, { ...details, failure: 'refused' })
  if (status === 404 && isList(request))
    return new UpstreamError(`${request} is not there (404): is PREFECT_API_URL the address that ends in /api?`, { ...details, failure: 'absent' })
  if (status === 404)
    return new UpstreamError('Prefect does not know it (404): it was deleted, or never was.', { ...details, failure: 'absent' })
  if (status === 429 || retryAfterMs !== null)
    return new UpstreamError(`Prefect asks to slow down (${status}): it is asked again later.`, { ...details, failure: 'throttled', retryAfterMs: retryAfterMs ?? undefined })
  return new UpstreamError(`Prefect answered ${status} to ${request}: its own log says why.`, { ...details, failure: 'rejected' })
}

/** A list is always there; an object by its id may be gone. */
function isList(request: string): boolean {
  return request.endsWith('/filter')
}
