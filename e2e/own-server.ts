import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT, startNode } from './child.ts'

const READY_WITHIN_MS = 20_000

export interface OwnServer {
  port: number
  /** Loopback, with the base path, without a trailing slash. */
  address: string
  /** Everything it wrote so far. */
  output: () => string
  stop: () => Promise<void>
}

export interface OwnServerOptions {
  /** Left out: one that is free. */
  port?: number
  env: Readonly<Record<string, string>>
  /** Resolve once the picture was read or the server is known to be down; else once it listens. */
  isReady?: boolean
}

/**
 * Starts the built server as a person would, with a home of its own, so that no profile, settings file or cache of this machine is
 * read. Throws EndedEarly where it refuses to start.
 */
export async function startOwnServer({ port: wanted, env, isReady = true }: OwnServerOptions): Promise<OwnServer> {
  const port = wanted ?? await freePort()
  const home = await mkdtemp(join(tmpdir(), 'first-light-'))
  const forget = async (): Promise<void> => await rm(home, { recursive: true, force: true })
  try {
    const child = await startNode([join(ROOT, 'dist/server/main.mjs')], {
      folder: home,
      env: { HOME: home, PREFECT_HOME: home, FIRSTLIGHT_TZ: 'Europe/Berlin', PORT: String(port), ...env },
      says: /^First Light: http:\/\/\S+?:\d+(\/\S*) /m,
    })
    const address = `http://127.0.0.1:${port}${(child.said[1] ?? '/').replace(/\/$/, '')}`
    if (isReady)
      await untilReady(address).catch(async (error: unknown) => {
        await child.stop()
        throw error
      })
    return {
      port,
      address,
      output: child.output,
      async stop() {
        await child.stop()
        await forget()
      },
    }
  }
  catch (error) {
    await forget()
    throw error
  }
}

async function untilReady(address: string): Promise<void> {
  for (const endAt = Date.now() + READY_WITHIN_MS; ;) {
    const { ok } = await fetch(`${address}/readyz`)
    if (ok)
      return
    if (Date.now() > endAt)
      throw new Error(`${address} is not ready in time`)
    await sleep(50)
  }
}

/** Free a moment ago: our server does not take port 0. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
