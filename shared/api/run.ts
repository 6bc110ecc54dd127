import type { Evidence, IsoInstant } from './morning.ts'
import type { RunRow } from './runs.ts'

/** `GET /api/runs/ID`: the head of the run page. 404 when Prefect does not know the run. */
export interface RunAnswer {
  asOf: IsoInstant
  run: RunRow
  /** As given to the run, with the values of secret-looking keys hidden. */
  parameters: Record<string, unknown>
  workPool: string | null
  workQueue: string | null
  /** Why it failed, is late or unfinished, in the machine's own words, and where they were read; null when there is nothing to explain. */
  reason: { title: string, text: string, source: Evidence['source'] } | null
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
  /** Whether tasks and logs can still change: unfinished, or ended less than 15 min ago. */
  live: boolean
}
