import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Environment, PrefectVersion, Unavailable } from './environments.ts'
import { CACHE, ensureEnvironment, withLock } from './environments.ts'

const HEALTHY_WITHIN_MS = 120_000
const STOPPED_WITHIN_MS = 10_000

/** Runs its arguments under its own pid, and ends its process group once standard input closes: when we end, even by SIGKILL. */
const UNTIL_WE_DIE = 'exec 3<&0; (cat <&3 >/dev/null; kill -TERM 0) & exec "$@" 3<&- </dev/null'

export interface ServerOptions {
  version: PrefectVersion
  /** Left out: one that is free. 4200 is refused: it is where a person's own server lives. */
  port?: number
  /** PREFECT_HOME, database included. Left out: a fresh one that `stop` deletes. Made from the template where it has no database. */
  home?: string
  /** Services that change rows by themselves. Left out: off, so that rows stay as they were written. */
  services?: { scheduler?: boolean, lateRuns?: boolean }
  /** More of Prefect's settings, such as `PREFECT_API_DEFAULT_LIMIT`. */
  settings?: Record<string, string>
  /** Called with the home before the server starts, while its database may be written to. */
  prepare?: (server: { home: string, environment: Environment }) => Promise<void>
}

export interface RealServer {
  version: PrefectVersion
  environment: Environment
  /** Ends in `/api`. */
  apiUrl: string
  home: string
  pid: number
  /** Environment for Python programs that talk to this server and to no other. */
  env: NodeJS.ProcessEnv
  /** The parsed answer to a POST below the API; asks again while SQLite is locked, which Prefect answers with 503. */
  post: (path: string, body: object) => Promise<unknown>
  /** Ends the process by its id; a home that was not given is deleted. */
  stop: () => Promise<void>
}

/** Starts a Prefect server on loopback and waits until it is healthy. Throws where it was installed but does not start. */
export async function startServer(options: ServerOptions): Promise<RealServer | Unavailable> {
  const environment = await ensureEnvironment(options.version)
  if ('unavailable' in environment)
    return environment
  const template = await ensureTemplate(environment)
  const home = options.home ?? await mkdtemp(join(await madeFolder(join(CACHE, 'homes')), `${options.version}-`))
  if (!existsSync(join(home, 'prefect.db')))
    await cp(template, home, { recursive: true })
  await options.prepare?.({ home, environment })
  const server = await launch(environment, home, options)
  return {
    ...server,
    stop: async () => {
      await server.stop()
      if (options.home === undefined)
        await rm(home, { recursive: true, force: true })
    },
  }
}

/**
 * A home whose database was migrated and whose block types were registered by a server's first start: a copy of it
 * spares each later server those seconds.
 */
async function ensureTemplate(environment: Environment): Promise<string> {
  const template = join(environment.folder, 'template')
  return withLock(template, async () => {
    if (existsSync(template))
      return template
    const making = `${template}.making`
    await rm(making, { recursive: true, force: true })
    await mkdir(making)
    const server = await launch(environment, making, { version: environment.version })
    await server.stop()
    await rm(join(making, 'server.log'))
    await rename(making, template)
    return template
  })
}

async function launch(environment: Environment, home: string, { port, services, settings }: ServerOptions): Promise<RealServer> {
  const { version } = environment
  const listensOn = port ?? await freePort()
  const scheduler = services?.scheduler ?? false
  if (listensOn === 4200)
    throw new Error('port 4200 is where a person\'s own Prefect server lives; choose another')
  const apiUrl = `http://127.0.0.1:${listensOn}/api`
  const base = withoutPrefectSettings(home)
  const logPath = join(home, 'server.log')
  const log = await open(logPath, 'w')
  const child = spawn('/bin/sh', ['-c', UNTIL_WE_DIE, 'sh', environment.prefect, 'server', 'start', '--host', '127.0.0.1', '--port', String(listensOn)], {
    cwd: home, // .env and prefect.toml of the working folder would be read
    detached: true, // its own process group: 2.20 starts the server as a child of the command
    stdio: ['pipe', log.fd, log.fd],
    env: {
      ...base,
      PREFECT_UI_API_URL: apiUrl,
      PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
      PREFECT_API_SERVICES_SCHEDULER_ENABLED: String(scheduler),
      PREFECT_API_SERVICES_FOREMAN_ENABLED: String(scheduler), // it would turn written workers and pools offline
      PREFECT_API_SERVICES_LATE_RUNS_ENABLED: String(services?.lateRuns ?? false),
      ...settings,
    },
  })
  await log.close()
  const { pid } = child
  if (pid === undefined)
    throw new Error(`${environment.prefect} could not be started`)
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const killAtExit = (): void => signal(pid, 'SIGKILL')
  process.once('exit', killAtExit)
  const stop = async (): Promise<void> => {
    process.off('exit', killAtExit)
    signal(pid, 'SIGTERM')
    await Promise.race([ended, sleep(STOPPED_WITHIN_MS)])
    signal(pid, 'SIGKILL') // what is left of the group, if anything
    await ended
  }
  const deadline = Date.now() + HEALTHY_WITHIN_MS
  while (!await isHealthy(apiUrl)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error(`Prefect ${version} did not become healthy on ${apiUrl}:\n${(await readFile(logPath, 'utf8')).slice(-2_000)}`)
    }
    await sleep(150)
  }
  return {
    version,
    environment,
    apiUrl,
    home,
    pid,
    env: { ...base, PREFECT_API_URL: apiUrl },
    post: (path, body) => post(`${apiUrl}${path}`, body),
    stop,
  }
}

/** This process's environment without any of the person's Prefect settings; their profile is out of reach behind PREFECT_HOME. */
export function withoutPrefectSettings(home: string): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('PREFECT_'))
  return { ...Object.fromEntries(others), PREFECT_HOME: home, DO_NOT_TRACK: '1', TZ: 'UTC', PYTHONUNBUFFERED: '1' }
}

async function isHealthy(apiUrl: string): Promise<boolean> {
  return fetch(`${apiUrl}/health`, { signal: AbortSignal.timeout(2_000) }).then(response => response.ok, () => false) // not listening yet
}

async function post(url: string, body: object): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    if (response.ok)
      return response.json()
    if (response.status !== 503 || attempt === 20)
      throw new Error(`POST ${url}: ${response.status} ${await response.text()}`)
    await sleep(200)
  }
}

function signal(group: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-group, name)
  }
  catch {
    // Nothing of the group is alive, which is what was wanted.
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise(resolve => probe.close(resolve))
  if (address === null || typeof address === 'string')
    throw new Error('no free port on loopback')
  return address.port
}

async function madeFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  return folder
}
