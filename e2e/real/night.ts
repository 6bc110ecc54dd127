import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { UsedMorning } from '../four-uses.ts'
import type { Environment } from './environments.ts'
import type { RealServer } from './servers.ts'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('written_night.py', import.meta.url))

export interface NightOptions {
  /** ISO instant at which the written history stops. */
  end: string
  deployments?: number
  runs?: number
}

/** One thing that goes wrong in the last night; `runId` is null where the point is that no row exists. */
export interface NightRole {
  flow: string
  flowId: string
  deploymentId: string
  due: string
  runId: string | null
}

export type NightRoleName = 'failed-long-log' | 'failed-warehouse' | 'failed-three-nights' | 'failed' | 'timed-out' | 'crashed' | 'late' | 'missing'
  | 'running-long' | 'retrying' | 'recovered' | 'cancelled-unstarted' | 'cancelled' | 'many-tasks' | 'paused'

/** What was written, so that tests and benchmarks can ask for it by role. */
export interface NightManifest {
  end: string
  deployments: number
  /** Due up to the end; a few later slots of each deployment come on top. */
  runs: number
  roles: Record<NightRoleName, NightRole[]>
  /** A failed run whose traceback is the line `errorLine` (0-based, in time order) of `lines`. */
  longLog: { flowRunId: string, lines: number, errorLine: number, errorText: string }
  manyTasks: { flowRunId: string, tasks: number }
  rows: Record<string, number>
}

/** Writes the night into the database of a 3.8.8 home whose server is not running: for `prepare` of `startServer`. */
export async function writeNight(server: { home: string, environment: Environment }, { end, deployments = 70, runs = 2_000 }: NightOptions): Promise<NightManifest> {
  const { stdout } = await run(server.environment.python, [
    SCRIPT, '--database', join(server.home, 'prefect.db'), '--end', end, '--deployments', String(deployments), '--runs', String(runs),
  ], { maxBuffer: 50_000_000 })
  return JSON.parse(stdout) as NightManifest
}

/** The written night as the four uses go through it. */
export async function toUsedMorning(night: NightManifest, { prefect, address }: { prefect: RealServer, address: string }): Promise<UsedMorning> {
  const { flowRunId: runId, errorText } = night.longLog
  const { tags } = await (await fetch(`${prefect.apiUrl}/flow_runs/${runId}`)).json() as { tags: string[] }
  return { address, runId, problem: errorText, line: errorText, flow: night.roles['failed-long-log'][0]?.flow ?? '', tag: tags.find(tag => tag !== 'auto-scheduled') ?? '' }
}
