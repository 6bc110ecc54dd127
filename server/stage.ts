import type { Logger } from 'pino'
import { createDemo } from './demo/demo.ts'
import { Refusal } from './errors.ts'
import { isLocalServerHealthy, watchForLocalServer, type LocalServerLookout } from './local-server.ts'
import { createMemory, type Memory } from './memory/memory.ts'
import type { ServerSettings, Settings } from './settings.ts'
import { localServer, showDemo, showServer, type Shown } from './shown.ts'

/** What is shown, from the start to the end of the process. */
export interface Stage {
  /** Begins to read. Apart from the making, so that the first reading holds up nobody's first page. */
  start: () => void
  /** At least one, the default one first. */
  servers: () => readonly [Shown, ...Shown[]]
  localServerFound: () => boolean
  /** Leaves the demo for the local server. Throws a Refusal when there is nothing to leave or to go to. */
  switchToLocal: () => Promise<void>
  /** Calls back after each growth of a shown server's revision, until the returned function is called. */
  onRevision: (listener: () => void) => () => void
  close: () => Promise<void>
}

export interface StageOptions {
  settings: Settings
  log: Logger
  /** This machine's clock, epoch ms. */
  now: () => number
  /** Replaced in tests, which must not ask a person's own server. */
  isLocalHealthy?: () => Promise<boolean>
  showOne?: (server: ServerSettings) => Shown
  showOwnDemo?: (why: string) => Shown
}

/**
 * Shows what is configured, else a healthy local server, else the demo; a configured server that is down stays. Throws a
 * DataFolderError where what is kept of a server cannot be used.
 */
export async function createStage({
  settings,
  log,
  now,
  isLocalHealthy = isLocalServerHealthy,
  showOne,
  showOwnDemo = why => showDemo(why, createDemo({ now, zone: settings.timeZone }), { settings, log, now }),
}: StageOptions): Promise<Stage> {
  const listeners = new Set<() => void>()
  const tell = (): void => listeners.forEach(listener => listener())
  let lookout: LocalServerLookout | null = null
  let opened: Memory | null = null

  /** One file for all servers, opened with the first: the demo keeps nothing. */
  function memory(): Memory {
    opened ??= createMemory({ folder: settings.dataFolder })
    return opened
  }

  const show = showOne ?? ((server: ServerSettings): Shown => showServer(server, memory(), { settings, log, now }))

  async function choose(): Promise<readonly [Shown, ...Shown[]]> {
    const [first, ...others] = settings.servers
    if (first !== undefined)
      return [show(first), ...others.map(show)]
    if (!settings.demoOnly && await isLocalHealthy())
      return [show(localServer(settings))]
    if (!settings.demoOnly)
      lookout = watchForLocalServer({ isHealthy: isLocalHealthy, onChange: () => servers[0].watcher.renew() })
    return [showOwnDemo(settings.demoOnly ? 'FIRSTLIGHT_DEMO is set' : 'nothing is configured, and no Prefect server answers on port 4200 of this machine')]
  }

  let servers = await choose()
  const start = (): void => {
    for (const { watcher } of servers) {
      watcher.onRevision(tell)
      watcher.start()
    }
  }
  return {
    start,
    servers: () => servers,
    localServerFound: () => lookout?.found() ?? false,
    async switchToLocal() {
      const [demo] = servers
      if (!demo.demo || lookout?.found() !== true)
        throw new Refusal(409, 'There is no server to switch to: only from the demo to one found on port 4200.')
      const local = show(localServer(settings))
      lookout.stop()
      lookout = null
      servers = [local]
      start()
      await demo.close()
      tell()
    },
    onRevision(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      lookout?.stop()
      await Promise.all(servers.map(async server => await server.close()))
      opened?.close()
    },
  }
}
