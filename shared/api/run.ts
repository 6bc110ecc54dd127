import type { RunAct } from './acts.ts'
import type { IsoInstant } from './morning.ts'
import type { RunRow } from './runs.ts'

/** `GET /api/runs/ID`: the head of the run page. 404 when Prefect does not know the run. */
export interface RunAnswer {
  asOf: IsoInstant
  run: RunRow
  /** As given to the run, with the values of secret-looking keys hidden. */
  parameters: Record<string, unknown>
  workPool: string | null
  workQueue: string | null
  setup: {
    worker: string | null
    /** The process, container or pod it ran in, in the infrastructure's own words. */
    infrastructureId: string | null
    /** As given to the run, with the values of secret-looking keys hidden. */
    jobVariables: Record<string, unknown>
    idempotencyKey: string | null
    /** How often its flow is tried again by itself, and after how long; null: not told before it begins. */
    retries: { count: number, delayMs: number } | null
    deploymentVersion: string | null
    flowVersion: string | null
  }
  /** The open problem of the morning it belongs to; null for none. */
  problem: { id: string, title: string, otherJobCount: number } | null
  /** The run of the same job that came next, and how it ended; run null: none since. null for a run that is not over. */
  after: { text: string, run: RunRow | null } | null
  /** Median of the job's earlier good runs; null with fewer than five. */
  usualMs: number | null
  /** The run whose task started this one. */
  parent: { runId: string, name: string } | null
  /** The same run in Prefect's own UI; null for the demo. */
  prefectUrl: string | null
  /** What can be done to it now; empty where acting is not allowed. */
  acts: RunAct[]
  /** What it waits for while it is paused; null: it is not. */
  pause: {
    /** When it fails unless it was resumed; null: it waits for as long as it takes. */
    until: IsoInstant | null
    /** Its process ends before its next task, and its flow begins anew; else the process is to wait, and nobody knows whether it does. */
    isSuspended: boolean
    /** Whether it has to be given something before it goes on (`GET /api/runs/ID/input`). */
    wantsInput: boolean
  } | null
  /** Whether tasks and logs can still change: unfinished, or ended less than 15 min ago. */
  live: boolean
}
