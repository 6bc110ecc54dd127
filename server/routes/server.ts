import type { H3Event } from 'h3'
import type { ServerAnswer } from '../../shared/api/server.ts'
import { uiRoot } from '../prefect/ui-links.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'

/** Which orchestration API is shown, and how it fares. */
export function serverRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => await answerJson(event, toServerAnswer(shownOf(event, deps), event, deps))
}

/** Leaves the demo for the server found on this machine; answers what is shown then. */
export function switchRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    await deps.switchToLocal()
    return await answerJson(event, toServerAnswer(deps.shown(), event, deps))
  }
}

function toServerAnswer({ name, demo, source, why, host, apiUrl, watcher }: Shown, event: H3Event, { timeZone, localServerFound }: RouteDeps): ServerAnswer {
  const { state, trouble, version } = watcher.health()
  return {
    name,
    demo,
    source,
    why,
    host,
    uiUrl: apiUrl === null ? null : uiRoot(apiUrl),
    version,
    state,
    trouble,
    localServerFound: localServerFound(),
    timeZone,
    loggedIn: event.context.actor === 'member',
  }
}
