import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MorningAnswer } from '../../../shared/api/morning.ts'
import type { TrustAnswer } from '../../../shared/api/trust.ts'
import { freePort } from './free-port.ts'

/** The built First Light, reading one server. */
export interface OwnProcess {
  /** Loopback, without a trailing slash. */
  address: string
  /** Epoch ms at which it was started. */
  startedAt: number
  morning: () => Promise<MorningAnswer | null>
  /** Waits for a morning of which something is true; gives after how long since an instant, ms. Throws where it never is. */
  until: (isSo: (answer: MorningAnswer) => boolean, options: { sinceAt: number, withinMs: number, what: string }) => Promise<{ ms: number, answer: MorningAnswer }>
  trust: () => Promise<TrustAnswer>
  /** The most memory it held so far. */
  rssMb: () => number
  stop: () => Promise<void>
}

const LOOK_EVERY_MS = 100

export async function startOwn({ apiUrl, dataFolder, cacheFolder, env = {} }: { apiUrl: string, dataFolder: string, cacheFolder: string, env?: Record<string, string> }): Promise<OwnProcess> {
  const port = await freePort()
  const startedAt = Date.now()
  const others = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PREFECT_') && !name.startsWith('FIRSTLIGHT_')))
  const child = spawn(process.execPath, ['dist/server/main.mjs'], { env: { ...others, PORT: String(port), HOST: '127.0.0.1', PREFECT_API_URL: apiUrl, FIRSTLIGHT_TZ: 'UTC', FIRSTLIGHT_DATA: dataFolder, FIRSTLIGHT_CACHE: cacheFolder, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  const killAtExit = (): void => void child.kill('SIGKILL')
  process.once('exit', killAtExit)
  let highestMb = 0
  const weigh = (): void => {
    try {
      highestMb = Math.max(highestMb, Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)]).toString()) / 1_024)
    }
    catch {
      // It has just ended: what was weighed before stands.
    }
  }
  const weighing = setInterval(weigh, 1_000)

  const get = async <T>(path: string): Promise<T | null> => await fetch(`http://127.0.0.1:${port}${path}`).then(async response => response.ok ? await response.json() as T : null, () => null) // not listening yet
  const morning = async (): Promise<MorningAnswer | null> => await get<MorningAnswer>('/api/morning')
  return {
    address: `http://127.0.0.1:${port}`,
    startedAt,
    morning,
    async until(isSo, { sinceAt, withinMs, what }) {
      for (let last: MorningAnswer | null = null; ; await sleep(LOOK_EVERY_MS)) {
        const answer = await morning()
        last = answer ?? last
        if (answer !== null && isSo(answer))
          return { ms: Date.now() - sinceAt, answer }
        if (Date.now() - sinceAt > withinMs)
          throw new Error(`not ${what} within ${withinMs / 1_000} s: ${JSON.stringify(last?.incomplete)} ${last?.verdict.sentence}`)
      }
    },
    async trust() {
      const answer = await get<TrustAnswer>('/api/trust')
      if (answer === null)
        throw new Error('the trust line could not be read')
      return answer
    },
    rssMb: () => highestMb,
    async stop() {
      clearInterval(weighing)
      process.off('exit', killAtExit)
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null)
        await once(child, 'exit')
    },
  }
}
