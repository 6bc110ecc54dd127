import { HTTPError, type H3Event } from 'h3'
import type { Logger } from 'pino'
import type { FailureAnswer, UpstreamFailure } from '../shared/api/failure.ts'
import { DataFolderError } from './memory/data-folder.ts'
import { UpstreamError } from './prefect/error.ts'

/** Why a request is not answered, in one sentence for people. */
export class Refusal extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.headers = headers
  }
}

const STATUS: Record<UpstreamFailure, number> = { 'absent': 404, 'throttled': 503, 'timed-out': 504, 'unreachable': 502, 'refused': 502, 'rejected': 502, 'unreadable': 502 }

/** What our own framework refuses before a route sees it; its own words echo the address. */
const FRAMEWORK: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'There is nothing at this address.',
  413: 'The request is larger than 64 kB.',
}

/** The one place where a failure becomes an HTTP answer. A bug stays a 500 without its text; its stack goes to the log. */
export function answerFailure(error: HTTPError, event: H3Event, log: Logger): Response {
  const cause = deepest(error)
  if (cause instanceof Refusal)
    return toResponse({ status: cause.status, message: cause.message }, cause.headers)
  if (cause instanceof UpstreamError)
    return answerUpstream(cause)
  if (cause instanceof DataFolderError) {
    log.error({ err: cause }, 'what is kept cannot be used')
    return toResponse({ status: 503, message: cause.message })
  }
  const message = error.unhandled === true ? undefined : FRAMEWORK[error.status]
  if (message !== undefined)
    return toResponse({ status: error.status, message })
  log.error({ err: cause, method: event.req.method, path: event.url.pathname }, 'a request failed by our own fault')
  return toResponse({ status: 500, message: 'First Light failed at this; its log says more.' })
}

function answerUpstream({ failure, request, message, retryAfterMs }: UpstreamError): Response {
  return toResponse(
    { status: STATUS[failure], message, failure, request, ...(retryAfterMs !== null && { retryAfterMs }) },
    failure === 'throttled' ? { 'retry-after': String(Math.ceil((retryAfterMs ?? 15_000) / 1_000)) } : {},
  )
}

function toResponse(answer: FailureAnswer, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(answer), { status: answer.status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } })
}

/** The framework wraps what was thrown, once or twice. */
function deepest(error: unknown): unknown {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof Refusal || current instanceof UpstreamError || current instanceof DataFolderError)
      return current
    if (!(current.cause instanceof Error))
      return current
  }
  return error
}
