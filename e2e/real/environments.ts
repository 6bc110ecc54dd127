import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Why no real server can be had here, in words for the person who reads the skip. */
export interface Unavailable {
  unavailable: string
}

/**
 * What is installed for each version. A plain install of 3.8.8 takes libraries that break it: FastAPI 0.150 its routes,
 * SQLAlchemy 2.1 its scheduler, which then silently makes no runs. 2.20.26 bounds its own.
 */
const PINS = {
  '3.8.8': ['prefect==3.8.8', 'fastapi<0.150', 'sqlalchemy<2.1'],
  '2.20.26': ['prefect==2.20.26'],
} as const

export type PrefectVersion = keyof typeof PINS
export const PREFECT_VERSIONS: readonly PrefectVersion[] = ['3.8.8', '2.20.26']

/** Ignored by git; safe to delete: everything in it is made again. */
export const CACHE = fileURLToPath(new URL('../../.cache/real/', import.meta.url))

/** Python 3.12 and older first: they carry ready wheels for all that 2.20 needs. `FIRSTLIGHT_PYTHON` goes before them. */
const PYTHONS = ['python3.12', 'python3.11', 'python3.10', 'python3', 'python3.13', 'python']
const TRIED_AT_MOST_MS = 600_000

/** A virtual environment with one Prefect in it. */
export interface Environment {
  version: PrefectVersion
  folder: string
  python: string
  prefect: string
}

/**
 * The pinned environment of `version`, made on first use (about a minute, with a package index) and reused while the
 * pins are the same. Several processes may ask at once; one makes it, the others wait.
 */
export async function ensureEnvironment(version: PrefectVersion): Promise<Environment | Unavailable> {
  const folder = join(CACHE, `prefect-${version}`)
  const environment = { version, folder, python: join(folder, 'venv/bin/python'), prefect: join(folder, 'venv/bin/prefect') }
  if (process.platform === 'win32')
    return { unavailable: 'the real servers are started on Linux and macOS only' }
  return withLock(folder, async () => {
    const pins = PINS[version].join('\n')
    const made = await readFile(join(folder, 'pins.txt'), 'utf8').catch(() => null) // no file: never finished
    if (made === pins && existsSync(environment.python))
      return environment
    const python = await findPython()
    if (python === null)
      return { unavailable: `no Python 3.10 to 3.14 is installed (tried ${PYTHONS.join(', ')} and FIRSTLIGHT_PYTHON)` }
    console.error(`real: making the environment of Prefect ${version} in ${folder}, about a minute`)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    try {
      await run(python, ['-m', 'venv', join(folder, 'venv')], { timeout: TRIED_AT_MOST_MS })
      await run(environment.python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '1', ...PINS[version]], { timeout: TRIED_AT_MOST_MS })
    }
    catch (error) {
      return { unavailable: `Prefect ${version} could not be installed with ${python}: ${lastLines(error)}` }
    }
    await writeFile(join(folder, 'pins.txt'), pins)
    return environment
  })
}

async function findPython(): Promise<string | null> {
  const asked = process.env['FIRSTLIGHT_PYTHON']
  for (const python of asked === undefined ? PYTHONS : [asked, ...PYTHONS]) {
    const fits = await run(python, ['-c', 'import sys; print((3, 10) <= sys.version_info[:2] <= (3, 14))'])
      .then(({ stdout }) => stdout.trim() === 'True', () => false) // not installed, or not a Python: the next one is tried
    if (fits)
      return python
  }
  return null
}

/** Runs `body` while no other process does for the same folder. The lock of a process that died is taken over. */
export async function withLock<T>(folder: string, body: () => Promise<T>): Promise<T> {
  const lock = `${folder}.lock`
  await mkdir(CACHE, { recursive: true })
  while (!await writeFile(lock, String(process.pid), { flag: 'wx' }).then(() => true, () => false)) {
    const holder = Number(await readFile(lock, 'utf8').catch(() => '0')) // given back just now
    if (holder > 0 && !isAlive(holder))
      await rm(lock, { force: true })
    await sleep(300)
  }
  try {
    return await body()
  }
  finally {
    await rm(lock)
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  }
  catch {
    return false // no such process
  }
}

/** The end of what a failed program said: pip and Python put the reason last. */
export function lastLines(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  return said.trim().split('\n').slice(-3).join(' / ') || String(error)
}
