import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

const run = promisify(execFile)
const BINARIES = '/usr/lib/postgresql/15/bin'
const READY_WITHIN_MS = 30_000

export interface Postgres {
  /** `postgresql://…`, for psql. */
  address: string
  stop: () => Promise<void>
}

/** Whether Debian's package is installed. */
export function hasPostgres(): boolean {
  return existsSync(join(BINARIES, 'initdb'))
}

/** A PostgreSQL of its own on loopback, in a folder that is deleted at the end; null where Debian's package is not installed. */
export async function startPostgres(): Promise<Postgres | null> {
  if (!hasPostgres())
    return null
  const who = await unprivileged()
  const folder = await mkdtemp(join(tmpdir(), 'first-light-postgres-'))
  await chmod(folder, 0o777) // initdb makes its own folder in it, as another user
  const database = join(folder, 'data')
  await run(join(BINARIES, 'initdb'), ['-D', database, '-U', 'prefect', '-A', 'trust', '-E', 'UTF8', '--locale', 'C'], { ...who, cwd: folder })
  const port = await freePort()
  const server = spawn(join(BINARIES, 'postgres'), ['-D', database, '-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'max_connections=200'], { ...who, cwd: folder, stdio: 'ignore' })
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()))
  const killAtExit = (): void => void server.kill('SIGQUIT')
  process.once('exit', killAtExit)
  const stop = async (): Promise<void> => {
    process.off('exit', killAtExit)
    server.kill('SIGINT')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  for (const deadline = Date.now() + READY_WITHIN_MS; ; await sleep(200)) {
    const isReady = await run(join(BINARIES, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).then(() => true, () => false) // not yet
    if (isReady)
      break
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error('PostgreSQL is installed and does not start')
    }
  }
  await run(join(BINARIES, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'prefect', 'prefect'])
  return { address: `postgresql://prefect@127.0.0.1:${port}/prefect`, stop }
}

/** PostgreSQL refuses to run as root: then it runs as its package's own user. */
async function unprivileged(): Promise<{ uid?: number, gid?: number }> {
  if (process.getuid?.() !== 0)
    return {}
  const [, , uid, gid] = (await readFile('/etc/passwd', 'utf8')).split('\n').find(line => line.startsWith('postgres:'))?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}
