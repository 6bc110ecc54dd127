import type { H3Event, Middleware } from 'h3'
import { Refusal } from '../errors.ts'
import { accessOf } from './access.ts'

const READS = new Set(['GET', 'HEAD'])

/**
 * Keeps other sites, other ports of this machine included, from reading or changing anything through a person's browser.
 * Only a page may be opened from elsewhere, by a link. What changes something must come from our own origin and, but for the
 * login form, be JSON: a type that a browser does not send across sites without asking first.
 */
export function crossSiteWall({ baseUrl }: { baseUrl: URL | null }): Middleware {
  return (event) => {
    const { headers, method } = event.req
    const site = headers.get('sec-fetch-site')
    const isOwn = site === null || site === 'same-origin' || site === 'none'
    const isPageOpened = READS.has(method) && accessOf(event).page && headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document'
    if (!isOwn && !isPageOpened)
      throw new Refusal(403, 'Another site may not ask for this.')
    if (READS.has(method))
      return
    const origin = headers.get('origin')
    if (origin !== null && !ownOrigins(event, baseUrl).includes(origin))
      throw new Refusal(403, 'Another site may not ask for this.')
    const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    const wanted = accessOf(event).form ? 'application/x-www-form-urlencoded' : 'application/json'
    if (type !== wanted)
      throw new Refusal(415, `The content type must be ${wanted}.`)
  }
}

/** As reached directly, and as reached through a proxy. */
function ownOrigins(event: H3Event, baseUrl: URL | null): string[] {
  const direct = `http://${(event.req.headers.get('host') ?? event.url.host).toLowerCase()}`
  return baseUrl === null ? [direct] : [direct, baseUrl.origin]
}
