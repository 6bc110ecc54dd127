import type { Logger } from 'pino'
import { createDemo } from './demo/demo.ts'
import { Refusal } from './errors.ts'
import { isLocalServerHealthy, watchForLocalServer, type LocalServerLookout } from './local-server.ts'
import type { Settings, UpstreamSettings } from './settings.ts'
import { localUpstream, showDemo, showUpstream, type Shown } from './shown.ts'

/** What is shown, from the start to the end of the process. */
export interface Stage {
  /** Begins to read. Apart from the making, so that the first reading holds up nobody's first page. */
  start: () => void
  shown: () => Shown
  localServerFound: () => boolean
  /** Leaves the demo for the local server. Throws a Refusal when there is nothing to leave or to go to. */
  switchToLocal: () => Promise<void>
  /** Calls back after each growth of the shown server's revision, whichever is shown, until the returned function is called. */
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
  showServer?: (upstream: UpstreamSettings) => Shown
  showOwnDemo?: (why: string) => Shown
}

/** Shows what is configured, else a healthy local server, else the demo; a configured server that is down stays. */
export async function createStage({
  settings,
  log,
  now,
  isLocalHealthy = isLocalServerHealthy,
  showServer = upstream => showUpstream(upstream, { settings, log, now }),
  showOwnDemo = why => showDemo(why, createDemo({ now, zone: settings.timeZone }), { settings, log, now }),
}: StageOptions): Promise<Stage> {
  const listeners = new Set<() => void>()
  const tell = (): void => listeners.forEach(listener => listener())
  let lookout: LocalServerLookout | null = null

  async function choose(): Promise<Shown> {
    if (settings.upstream !== null)
      return showServer(settings.upstream)
    if (!settings.demoOnly && await isLocalHealthy())
      return showServer(localUpstream())
    if (!settings.demoOnly)
      lookout = watchForLocalServer({ isHealthy: isLocalHealthy, onChange: () => shown.watcher.renew() })
    return showOwnDemo(settings.demoOnly ? 'FIRSTLIGHT_DEMO is set' : 'nothing is configured, and no Prefect server answers on port 4200 of this machine')
  }

  let shown = await choose()
  const start = (): void => {
    shown.watcher.onRevision(tell)
    shown.watcher.start()
  }
  return {
    start,
    shown: () => shown,
    localServerFound: () => lookout?.found() ?? false,
    async switchToLocal() {
      if (!shown.demo || lookout?.found() !== true)
        throw new Refusal(409, 'There is no server to switch to: only from the demo to one found on port 4200.')
      const local = showServer(localUpstream())
      lookout.stop()
      lookout = null
      const demo = shown
      shown = local
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
      await shown.close()
    },
  }
}
