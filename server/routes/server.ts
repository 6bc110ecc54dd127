import type { H3Event } from 'h3'
import type { ServerAnswer, ServerRow } from '../../shared/api/server.ts'
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
    return await answerJson(event, toServerAnswer(deps.servers()[0], event, deps))
  }
}

function toServerAnswer(shown: Shown, event: H3Event, { servers, timeZone, actions, localServerFound }: RouteDeps): ServerAnswer {
  const { demo, source, why, apiUrl, watcher } = shown
  return {
    ...toServerRow(shown),
    demo,
    source,
    why,
    uiUrl: apiUrl === null ? null : uiRoot(apiUrl),
    version: watcher.health().version,
    servers: servers().map(toServerRow),
    localServerFound: localServerFound(),
    timeZone,
    actions,
    loggedIn: event.context.actor === 'member',
  }
}

function toServerRow({ name, role, host, watcher }: Shown): ServerRow {
  const { state, trouble } = watcher.health()
  return { name, role, host, state, trouble }
}
