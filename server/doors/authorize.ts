import { getCookie, type H3Event, type Middleware } from 'h3'
import { Refusal } from '../errors.ts'
import { accessOf } from './access.ts'
import { hostNameOf, isLoopbackName } from './host.ts'
import { comeAgainPage } from './login-page.ts'
import { readScreenAddress } from './screen-address.ts'
import type { Sessions } from './sessions.ts'

/** Who asks: somebody on this machine, or somebody who logged in with the shared secret. */
export type Actor = 'loopback' | 'member'

declare module 'h3' {
  interface H3EventContext {
    actor?: Actor
  }
}

export interface AuthorizeDeps {
  secret: string | null
  sessions: Sessions
  cookieName: string
  /** Path of the page's root, with slashes at both ends. */
  basePath: string
  /** What a page is about, for whoever has a share link of it; null: its token is not good, or nothing can be told. */
  unfurl: (event: H3Event) => Promise<Response | null>
}

/** Gives every request its actor, streams and unknown addresses too, or refuses it. Only routes that say so are open. */
export function authorize({ secret, sessions, cookieName, basePath, unfurl }: AuthorizeDeps): Middleware {
  return async (event) => {
    const actor = actorOf(event, { secret, sessions, cookieName })
    if (actor !== null)
      event.context.actor = actor
    if (actor !== null || accessOf(event).open)
      return undefined
    if (secret === null)
      throw new Refusal(403, 'Only this machine is served: beyond it, set FIRSTLIGHT_SECRET to at least 16 characters.')
    const told = accessOf(event).shared && READS.has(event.req.method) ? await unfurl(event) : null
    if (told !== null)
      return told
    if (!isNavigation(event))
      throw new Refusal(401, 'Log in first.')
    return toLogin(event, basePath)
  }
}

const READS = new Set(['GET', 'HEAD'])

function actorOf(event: H3Event, { secret, sessions, cookieName }: Pick<AuthorizeDeps, 'secret' | 'sessions' | 'cookieName'>): Actor | null {
  if (secret !== null)
    return sessions.isLive(getCookie(event, cookieName) ?? null) ? 'member' : null
  return isLoopbackName(hostNameOf(event) ?? '') ? 'loopback' : null
}

function isNavigation(event: H3Event): boolean {
  const { method, headers } = event.req
  return method === 'GET' && (headers.get('accept') ?? '').includes('text/html')
}

/** A strict cookie stays behind when a link on another site is followed: the page is asked for once more, by itself. */
function toLogin(event: H3Event, basePath: string): Response {
  const site = event.req.headers.get('sec-fetch-site')
  const path = event.url.pathname + event.url.search
  if (site !== null && site !== 'same-origin' && site !== 'none')
    return comeAgainPage(path, { basePath })
  const next = readScreenAddress(path.startsWith(basePath) ? path.slice(basePath.length - 1) : null)
  return new Response(null, { status: 303, headers: { location: `${basePath}login${next === '/' ? '' : `?next=${encodeURIComponent(next)}`}` } })
}
