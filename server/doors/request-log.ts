import { randomUUID } from 'node:crypto'
import type { H3Event } from 'h3'
import type { Logger } from 'pino'

declare module 'h3' {
  interface H3EventContext {
    requestId?: string
    beganAt?: number
  }
}

export function beginRequest({ context }: H3Event, now: () => number): void {
  context.requestId = randomUUID()
  context.beganAt = now()
}

/** One line a request, without query, headers or body: those may hold secrets. */
export function endRequest(response: Response, { req, url, context }: H3Event, { log, now }: { log: Logger, now: () => number }): void {
  response.headers.set('x-request-id', context.requestId ?? '')
  log.info({ id: context.requestId, method: req.method, path: url.pathname, status: response.status, tookMs: now() - (context.beganAt ?? now()), actor: context.actor }, 'answered')
}
