import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { lastLines } from './environments.ts'
import type { RealServer } from './servers.ts'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('flows.py', import.meta.url))

/** Task runs reach a 3.x server as events and are written a moment after the flow ended. */
const RECORDED_WITHIN_MS = 20_000
const MAPPED_TASKS = 13

export type FlowRole = 'taskRetried' | 'flowRetried' | 'failed' | 'parent' | 'subflow' | 'nested' | 'threeLevels' | 'mappedMany' | 'mapped' | 'artifacts' | 'hostileLogs' | 'crashed' | 'timedOut' | 'cached' | 'terminated' | 'killed' | 'waiting'
  | 'retriedByHand' | 'cancelledUnstarted' | 'cancelled' | 'running' | 'customState' | 'deleted' | 'late' | 'justBefore' | 'justAfter'

/** What the flows left on the server. */
export interface FlowsManifest {
  runs: Record<FlowRole, string>
  deployments: Record<'cron' | 'interval' | 'rrule' | 'paused' | 'manual', string>
  /** Ids of runs all due at `sameInstant`, more than one page of them. */
  tied: string[]
  sameInstant: string
  hostileLines: string[]
  /** Lines of the run `retriedByHand`, `line 0` first; all but the first and the last have one instant. */
  tiedLogLines: number
}

/** Runs the flows against `server`, whose late-run service is on, and waits until their task runs are recorded. */
export async function runFlows(server: RealServer): Promise<FlowsManifest> {
  const manifestPath = join(server.home, 'flows.json')
  await run(server.environment.python, [SCRIPT, manifestPath], { cwd: server.home, env: server.env, maxBuffer: 50_000_000 })
    .catch((error: unknown) => {
      throw new Error(`the flows could not be run on Prefect ${server.version}: ${lastLines(error)}`, { cause: error })
    })
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as FlowsManifest
  const deadline = Date.now() + RECORDED_WITHIN_MS
  while (await completedTasks(server, manifest.runs.mapped) < MAPPED_TASKS && Date.now() < deadline)
    await sleep(200)
  return manifest
}

async function completedTasks(server: RealServer, flowRunId: string): Promise<number> {
  return Number(await server.post('/task_runs/count', {
    task_runs: { state: { type: { any_: ['COMPLETED'] } } },
    flow_runs: { id: { any_: [flowRunId] } },
  }))
}
