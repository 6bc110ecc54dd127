import type { H3Event } from 'h3'
import { answerJson } from './answer.ts'
import type { RouteDeps } from './deps.ts'

/** This process answers. Says nothing of Prefect: a restart would not help against that. */
export function healthRoute() {
  return async (event: H3Event): Promise<Response> => await answerJson(event, { alive: true })
}

/**
 * 200 as soon as there is something true to show of a server: its picture was read, or it is named as down.
 * 503 only while neither is known of any.
 */
export function readyRoute({ servers }: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const states = servers().map(({ watcher }) => watcher.health().state)
    const state = states.find(known => known === 'up') ?? states.find(known => known === 'down') ?? 'unread'
    const answer = await answerJson(event, { ready: state !== 'unread', upstream: state })
    return state !== 'unread' ? answer : new Response(answer.body, { status: 503, headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' } })
  }
}
