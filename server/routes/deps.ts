import { getQuery, type H3Event } from 'h3'
import { Refusal } from '../errors.ts'
import type { Shown } from '../shown.ts'
import type { KeptAnswers } from './answer.ts'
import type { Judged, View } from './judged.ts'
import type { Once } from './once.ts'

/** What routes are made with. */
export interface RouteDeps {
  /** The servers shown now, the default one first; another one after leaving the demo. */
  servers: () => readonly [Shown, ...Shown[]]
  /** Calls back after each growth of a shown server's revision, until the returned function is called. */
  onRevision: (listener: () => void) => () => void
  /** Zone of instants unless the reader chose another. */
  timeZone: string
  /** Whether runs may be acted on. */
  actions: boolean
  /** A healthy Prefect server was seen on port 4200 while the demo is shown. */
  localServerFound: () => boolean
  /** Leaves the demo for that server. */
  switchToLocal: () => Promise<void>
  /** The picture judged for a view; once a revision. */
  judge: (shown: Shown, view: View) => Judged
  /** Answers made of judged pictures, kept for the next who asks. */
  kept: KeptAnswers
  /** What is read on demand, once for all who ask. */
  once: Once
  /** Says that answers of another process are not ours. */
  bootId: string
}

/** The server a request is about: `?server=NAME`, else the default one. */
export function shownOf(event: H3Event, deps: Pick<RouteDeps, 'servers'>): Shown {
  return askedServer(event, deps) ?? deps.servers()[0]
}

/** A server as addresses name it; null: the default one, which they leave out. */
export function toAddress({ name }: Shown, { servers }: Pick<RouteDeps, 'servers'>): string | null {
  return name === servers()[0].name ? null : name
}

/** The server a request names; null: none. */
export function askedServer(event: H3Event, { servers }: Pick<RouteDeps, 'servers'>): Shown | null {
  const asked = getQuery(event)['server']
  if (asked === undefined || asked === '')
    return null
  const named = servers().find(({ name }) => name === asked)
  if (named === undefined)
    throw new Refusal(404, `server must be the name of a configured server: ${servers().map(({ name }) => name).join(', ')}.`)
  return named
}
