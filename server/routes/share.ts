import type { H3Event } from 'h3'
import { z } from 'zod'
import type { ShareAnswer } from '../../shared/api/share.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import { sharedPage } from '../doors/login-page.ts'
import { readScreenAddress, SHARE_PARAMETER } from '../doors/screen-address.ts'
import type { ShareLinks } from '../doors/share-links.ts'
import { Refusal } from '../errors.ts'
import { answerJson } from './answer.ts'
import type { RouteDeps } from './deps.ts'
import { toPreview, wantsPreview, writePreview } from './preview.ts'
import { readQuery } from './query.ts'

/** Pages of which it is told what they are about: patterns of their addresses. */
export const SHARED_PATHS: readonly string[] = ['/', '/runs', '/runs/:id', '/flows/:id', '/deployments/:id']

const OWN = 'http://own.invalid'

const ShareQuery = z.object({ address: z.string('an address').max(4_000, 'shorter') })

export interface ShareDeps {
  /** null: there is no login, and an address is enough. */
  links: ShareLinks | null
  basePath: string
}

/** The token that lets a link to a page say what it is about. Only who is logged in gets here. */
export function shareRoute({ links }: ShareDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { address } = readQuery(event, ShareQuery)
    const url = URL.canParse(address, OWN) ? new URL(address, OWN) : null
    if (url === null || url.origin !== OWN || toPattern(url.pathname) === null)
      throw new Refusal(400, 'address must be that of a page that says what it is about: the morning, runs, a run, a flow or a deployment.')
    const signed = links?.sign({ path: url.pathname, query: url.searchParams }) ?? null
    return await answerJson(event, { token: signed?.token ?? null, until: signed === null ? null : toIso(signed.untilAt) } satisfies ShareAnswer)
  }
}

/** What a page is about, for somebody without a login who has a share link of it; null: as if it were none. */
export function unfurl(deps: RouteDeps, { links, basePath }: ShareDeps) {
  return async (event: H3Event): Promise<Response | null> => {
    const { pathname, searchParams: query } = event.url
    const [path, token] = [pathname.slice(basePath.length - 1), query.get(SHARE_PARAMETER)]
    const pattern = toPattern(path)
    if (links === null || token === null || pattern === null || !links.isGood({ path, query }, token))
      return null
    const preview = await toPreview(event, pattern, deps)
    if (preview === null)
      return null
    const page = sharedPage({ basePath, next: readScreenAddress(path + event.url.search), goesOn: !wantsPreview(event) })
    return new Response(writePreview(page, preview), { headers: { 'content-type': 'text/html; charset=utf-8' } })
  }
}

function toPattern(path: string): string | null {
  return SHARED_PATHS.find(pattern => new RegExp(`^${pattern.replace(/:\w+/, '[^/]+')}$`).test(path)) ?? null
}
