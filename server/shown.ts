import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ServerSource } from '../shared/api/server.ts'
import { defaultWindow } from '../shared/model/window.ts'
import { judgeMorning } from '../shared/verdict/morning.ts'
import { createClient, type ClientSettings } from './prefect/client.ts'
import { createReads, type Reads } from './prefect/reads.ts'
import type { Settings, UpstreamSettings } from './settings.ts'
import { createWatcher, type Watcher } from './watch/watcher.ts'

/** The one server this process shows, past its adapter. */
export interface Shown {
  name: string
  demo: boolean
  source: ServerSource
  why: string
  /** Host and port; null for the demo. */
  host: string | null
  /** null for the demo. */
  apiUrl: string | null
  reads: Reads
  watcher: Watcher
  /** Requests sent upstream so far. */
  requestCount: () => number
  close: () => Promise<void>
}

export interface ShowOptions {
  settings: Pick<Settings, 'name' | 'timeZone' | 'expectations'>
  log: Logger
}

/** Where Prefect's own server listens when nobody says otherwise. */
export const LOCAL_API_URL = 'http://127.0.0.1:4200/api'

export function localUpstream(): UpstreamSettings {
  return { source: 'found-local', why: 'nothing is configured, and a Prefect server answers on port 4200 of this machine', apiUrl: LOCAL_API_URL, apiKey: null, authString: null, headers: {}, ca: null, insecure: false }
}

/** Shows a Prefect server. */
export function showUpstream(upstream: UpstreamSettings, options: ShowOptions): Shown {
  const { source, why, apiUrl, apiKey, authString, headers, ca, insecure } = upstream
  return show({ apiUrl, auth: { apiKey, authString }, headers, tls: { ca, insecure } }, { demo: false, source, why, host: new URL(apiUrl).host, apiUrl }, options)
}

/** Shows the embedded demo, which answers in this process. */
export function showDemo(why: string, { fetch }: { fetch: (request: Request) => Promise<Response> }, options: ShowOptions): Shown {
  const answer = async (request: Request): Promise<Response> => {
    await nextTurn() // it never waits for a network: without this a long reading would let nobody else through
    return await fetch(request)
  }
  return show({ apiUrl: 'http://demo.invalid/api', fetch: answer }, { demo: true, source: 'demo', why, host: null, apiUrl: null }, options)
}

function show(client: ClientSettings, about: Pick<Shown, 'demo' | 'source' | 'why' | 'host' | 'apiUrl'>, { settings, log }: ShowOptions): Shown {
  const { name, timeZone } = settings
  const connection = createClient(client)
  const reads = createReads(connection)
  const watcher = createWatcher({
    server: name,
    demo: about.demo,
    reads,
    now: connection.serverNow,
    nextChangeAt: (picture, now) => judgeMorning(picture, { window: defaultWindow(now, timeZone), tags: [], flows: [], standards: { expectations: settings.expectations, acknowledgements: [] } }, now).changesAt,
    log,
  })
  return {
    name,
    ...about,
    reads,
    watcher,
    requestCount: () => connection.requestCount,
    async close() {
      watcher.stop()
      await connection.close()
    },
  }
}
