import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ServerSource } from '../shared/api/server.ts'
import type { Standards } from '../shared/declared/expectation.ts'
import { defaultWindow } from '../shared/model/window.ts'
import { judgeMorning } from '../shared/verdict/morning.ts'
import { createMemory, type Memory, type ServerMemory } from './memory/memory.ts'
import { createActs, type Acts } from './prefect/acts.ts'
import { createClient, type ClientSettings } from './prefect/client.ts'
import { createReads, type Reads } from './prefect/reads.ts'
import type { Settings, UpstreamSettings } from './settings.ts'
import { createStandards } from './standards.ts'
import { createPictureCache, NO_CACHE, type PictureCache } from './watch/picture-cache.ts'
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
  acts: Acts
  watcher: Watcher
  /** What cannot be read again of it. */
  memory: ServerMemory
  /** What people said beforehand, and of what was found. The same object until one of them says more. */
  standards: () => Standards
  /** Requests sent upstream so far. */
  requestCount: () => number
  /** The upstream's clock less this machine's, ms. */
  clockSkewMs: () => number
  close: () => Promise<void>
}

export interface ShowOptions {
  settings: Pick<Settings, 'name' | 'timeZone' | 'expectations' | 'acknowledged' | 'dataFolder' | 'cacheFolder' | 'requestsPerMinute'>
  log: Logger
  /** This machine's clock, epoch ms. */
  now: () => number
}

/** Where Prefect's own server listens when nobody says otherwise. */
export const LOCAL_API_URL = 'http://127.0.0.1:4200/api'

export function localUpstream(): UpstreamSettings {
  return { source: 'found-local', why: 'nothing is configured, and a Prefect server answers on port 4200 of this machine', apiUrl: LOCAL_API_URL, apiKey: null, authString: null, headers: {}, ca: null, insecure: false }
}

/** Shows a Prefect server. Throws a DataFolderError where what is kept of it cannot be used. */
export function showUpstream(upstream: UpstreamSettings, options: ShowOptions): Shown {
  const { source, why, apiUrl, apiKey, authString, headers, ca, insecure } = upstream
  const { dataFolder, cacheFolder, name, requestsPerMinute } = options.settings
  return show({ apiUrl, auth: { apiKey, authString }, headers, tls: { ca, insecure }, requestsPerMinute }, { demo: false, source, why, host: new URL(apiUrl).host, apiUrl }, { memory: createMemory({ folder: dataFolder }), cache: createPictureCache({ folder: cacheFolder, name, apiUrl, log: options.log }) }, options)
}

/** Shows the embedded demo, which answers in this process and of which nothing is kept. */
export function showDemo(why: string, { fetch }: { fetch: (request: Request) => Promise<Response> }, options: ShowOptions): Shown {
  const answer = async (request: Request): Promise<Response> => {
    await nextTurn() // it never waits for a network: without this a long reading would let nobody else through
    return await fetch(request)
  }
  return show({ apiUrl: 'http://demo.invalid/api', fetch: answer }, { demo: true, source: 'demo', why, host: null, apiUrl: null }, { memory: createMemory({ folder: null }), cache: NO_CACHE }, options)
}

type About = Pick<Shown, 'demo' | 'source' | 'why' | 'host' | 'apiUrl'>

function show(client: ClientSettings, about: About, { memory: kept, cache }: { memory: Memory, cache: PictureCache }, { settings, log, now }: ShowOptions): Shown {
  const { name, timeZone } = settings
  const connection = createClient(client)
  const reads = createReads(connection)
  const memory = kept.of({ name, apiUrl: about.apiUrl })
  const standards = createStandards(settings, { memory, startedAt: now() })
  const watcher = createWatcher({
    server: name,
    demo: about.demo,
    reads: createReads(connection.inBackground()),
    now: connection.serverNow,
    nextChangeAt: (picture, now) => judgeMorning(picture, { window: defaultWindow(now, timeZone), tags: [], flows: [], standards: standards() }, now).changesAt,
    memory,
    requestCount: () => connection.requestCount,
    cache,
    log,
  })
  return {
    name,
    ...about,
    reads,
    acts: createActs(connection),
    watcher,
    memory,
    standards,
    requestCount: () => connection.requestCount,
    clockSkewMs: connection.clockSkewMs,
    async close() {
      await watcher.stop()
      kept.close()
      await connection.close()
    },
  }
}
