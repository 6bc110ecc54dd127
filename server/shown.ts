import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ServerRole, ServerSource } from '../shared/api/server.ts'
import type { Standards } from '../shared/declared/expectation.ts'
import { defaultWindow } from '../shared/model/window.ts'
import { judgeMorning, type Morning, type MorningQuestion } from '../shared/verdict/morning.ts'
import type { Picture } from '../shared/verdict/picture.ts'
import { createMemory, type Memory, type ServerMemory } from './memory/memory.ts'
import { createActs, type Acts } from './prefect/acts.ts'
import { createClient, type ClientSettings } from './prefect/client.ts'
import { createReads, type Reads } from './prefect/reads.ts'
import { DEFAULT_NAME, type ServerSettings, type Settings } from './settings.ts'
import { createStandards } from './standards.ts'
import { createPictureCache, NO_CACHE, type PictureCache } from './watch/picture-cache.ts'
import { createWatcher, type Watcher } from './watch/watcher.ts'

/** A server this process shows, past its adapter. */
export interface Shown {
  name: string
  /** Tells what was read of it from what was read of any other, the demo before it too. */
  key: string
  role: ServerRole
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
  /** The usual morning of all jobs, as it was judged to know when it will change; null: not yet. */
  usualMorning: () => UsualMorning | null
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

/** A picture, judged for the usual window of all jobs. */
export interface UsualMorning {
  picture: Picture
  question: MorningQuestion
  /** The upstream's clock when it was judged. */
  now: number
  morning: Morning
}

export interface ShowOptions {
  settings: Pick<Settings, 'timeZone' | 'expectations' | 'acknowledged' | 'cacheFolder'>
  log: Logger
  /** This machine's clock, epoch ms. */
  now: () => number
}

/** Where Prefect's own server listens when nobody says otherwise. */
export const LOCAL_API_URL = 'http://127.0.0.1:4200/api'

export function localServer({ requestsPerMinute }: Pick<Settings, 'requestsPerMinute'>): ServerSettings {
  const upstream: ServerSettings['upstream'] = { source: 'found-local', why: 'nothing is configured, and a Prefect server answers on port 4200 of this machine', apiUrl: LOCAL_API_URL, apiKey: null, authString: null, headers: {}, ca: null, insecure: false }
  return { name: DEFAULT_NAME, role: 'production', upstream, requestsPerMinute }
}

/** Shows a Prefect server; what cannot be read again of it is kept in a memory that outlives it. */
export function showServer({ name, role, upstream, requestsPerMinute }: ServerSettings, memory: Memory, options: ShowOptions): Shown {
  const { source, why, apiUrl, apiKey, authString, headers, ca, insecure } = upstream
  const cache = createPictureCache({ folder: options.settings.cacheFolder, name, apiUrl, log: options.log })
  return show({ apiUrl, auth: { apiKey, authString }, headers, tls: { ca, insecure }, requestsPerMinute }, { name, role, demo: false, source, why, host: new URL(apiUrl).host, apiUrl }, { memory, cache }, options)
}

/** Shows the embedded demo, which answers in this process and of which nothing is kept. */
export function showDemo(why: string, { fetch }: { fetch: (request: Request) => Promise<Response> }, options: ShowOptions): Shown {
  const answer = async (request: Request): Promise<Response> => {
    await nextTurn() // it never waits for a network: without this a long reading would let nobody else through
    return await fetch(request)
  }
  return show({ apiUrl: 'http://demo.invalid/api', fetch: answer }, { name: DEFAULT_NAME, role: 'production', demo: true, source: 'demo', why, host: null, apiUrl: null }, { memory: createMemory({ folder: null }), cache: NO_CACHE }, options)
}

type About = Pick<Shown, 'name' | 'role' | 'demo' | 'source' | 'why' | 'host' | 'apiUrl'>

function show(client: ClientSettings, about: About, { memory: kept, cache }: { memory: Memory, cache: PictureCache }, { settings, log, now }: ShowOptions): Shown {
  const { name } = about
  const { timeZone } = settings
  const connection = createClient(client)
  const reads = createReads(connection)
  const memory = kept.of({ name, apiUrl: about.apiUrl })
  const standards = createStandards(settings, { server: name, memory, startedAt: now() })
  let usual: UsualMorning | null = null
  const watcher = createWatcher({
    server: name,
    demo: about.demo,
    reads: createReads(connection.inBackground()),
    now: connection.serverNow,
    nextChangeAt(picture, now) {
      const question = { window: defaultWindow(now, timeZone), tags: [], flows: [], standards: standards() }
      usual = { picture, question, now, morning: judgeMorning(picture, question, now) }
      return usual.morning.changesAt
    },
    memory,
    requestCount: () => connection.requestCount,
    cache,
    log,
  })
  return {
    ...about,
    key: `${about.source} ${name}`,
    reads,
    acts: createActs(connection),
    watcher,
    usualMorning: () => usual,
    memory,
    standards,
    requestCount: () => connection.requestCount,
    clockSkewMs: connection.clockSkewMs,
    async close() {
      await watcher.stop()
      await connection.close()
    },
  }
}
