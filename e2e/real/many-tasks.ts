import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Environment } from './environments.ts'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('written_tasks.py', import.meta.url))

/** Writes a finished run of so many tasks into the database of a 3.8.8 home whose server is not running. Gives the run's id. */
export async function writeManyTasks(server: { home: string, environment: Environment }, { end, tasks }: { end: string, tasks: number }): Promise<string> {
  const { stdout } = await run(server.environment.python, [SCRIPT, '--database', join(server.home, 'prefect.db'), '--end', end, '--tasks', String(tasks)], { maxBuffer: 50_000_000 })
  return (JSON.parse(stdout) as { flowRunId: string }).flowRunId
}
