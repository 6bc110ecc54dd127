import { z } from 'zod'
import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'
import { Instant, writeInstant } from './instant.ts'
import type { components } from './openapi-3.8.8.ts'
import { toList } from './paging.ts'
import { readRows } from './rows.ts'

type Bodies = components['schemas']

/** What running runs let be heard of themselves. Clients from 3.6.22 send a heartbeat as they begin and then every 180 s, unless set otherwise. */
export interface Heartbeats {
  /** By run id; a run that sent none is not in it. Instants are the client's clock. */
  byRun: ReadonlyMap<string, { count: number, firstAt: number, lastAt: number }>
  /** The newest event the server holds: of what was sent after it nothing can be said. null: it holds none. */
  knownUntilAt: number | null
}

const NAME = 'prefect.flow-run.heartbeat'
const RESOURCE = 'prefect.flow-run.'

/** What we read of `EventCount` (3.8.8): for a resource its id, how many events, the first and the last. */
const CountBody = z.object({ value: z.string(), count: z.number().int(), start_time: Instant, end_time: Instant })
const PageBody = z.object({ events: z.array(z.object({ occurred: Instant })) })

/** Failures by which a server says that it keeps no events, or not for us: 404 where they are off, 403 where a plan has none. */
const NO_EVENTS: ReadonlySet<number | null> = new Set([403, 404, 405, 422])

/**
 * Counted by resource, as that tells the first and last of all runs in one answer, where a page of events holds fifty. One
 * request; another where no run was heard of in the last minutes, to tell a dead run from events that no longer come in.
 */
export async function getHeartbeats(client: Client, { flowRunIds, sinceAt, signal }: { flowRunIds: readonly string[], sinceAt: number, signal: AbortSignal | undefined }): Promise<Heartbeats | null> {
  const ask = async (path: '/events/count-by/resource' | '/events/filter', body: Bodies['Body_count_account_events_events_count_by__countable__post'] | Bodies['Body_read_events_events_filter_post']): Promise<unknown> =>
    await client.send({ method: 'POST', path, body, safe: true }, { signal })
  try {
    const path = '/events/count-by/resource'
    const counted = toList(await ask(path, { filter: { occurred: { since: writeInstant(sinceAt) }, event: { name: [NAME] }, resource: { id: flowRunIds.map(id => `${RESOURCE}${id}`) } } }), `POST ${path}`)
    const byRun = new Map(readRows(counted, body => CountBody.parse(body)).rows
      .filter(({ value }) => value.startsWith(RESOURCE))
      .map(({ value, count, start_time, end_time }) => [value.slice(RESOURCE.length), { count, firstAt: start_time, lastAt: end_time }]))
    if (byRun.size === 0)
      return { byRun, knownUntilAt: null }
    const newest = PageBody.parse(await ask('/events/filter', { filter: { occurred: { since: writeInstant(sinceAt) }, order: 'DESC' }, limit: 1 }))
    return { byRun, knownUntilAt: newest.events[0]?.occurred ?? null }
  }
  catch (error) {
    if (error instanceof UpstreamError && NO_EVENTS.has(error.status))
      return null
    if (error instanceof z.ZodError)
      throw new UpstreamError('Prefect\'s answer to POST /events/filter has a shape we do not know.', { failure: 'unreadable', request: 'POST /events/filter', cause: error })
    throw error
  }
}
