import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Environment } from './environments.ts'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('written_scale.py', import.meta.url))

/** A job of the written fortnight. */
export interface ScaleJob {
  flow: string
  deployment: string
  minutes: number
}

/** What was written. */
export interface ScaleManifest {
  end: string
  deployments: number
  runs: number
  failed: number
  late: number
  /** Rows that stand ready: due at and after the end, each of so many seconds. */
  ahead: { run: string, due: string, seconds: number }[]
  /** Jobs whose last run failed. */
  open: (ScaleJob & { run: string })[]
  good: ScaleJob[]
}

/** Writes 400 deployments and 200,000 runs of a fortnight into the database of a 3.8.8 server that is not running. */
export async function writeScale({ python }: Environment, database: { sqlite: string } | { postgres: string }, { end }: { end: string }): Promise<ScaleManifest> {
  const where = 'sqlite' in database ? ['--database', database.sqlite] : ['--psql', database.postgres]
  const { stdout } = await run(python, [SCRIPT, '--end', end, ...where], { maxBuffer: 50_000_000 })
  return JSON.parse(stdout) as ScaleManifest
}
