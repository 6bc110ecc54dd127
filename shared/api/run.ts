import type { Mark } from '../model/run-state.ts'
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

/** One bar of the task timeline. Offsets are ms since `origin`. */
export interface TimelineRow {
  id: string
  kind: 'task' | 'flow'
  name: string
  mark: Mark
  stateName: string
  /** null: not started. */
  startMs: number | null
  /** null: still going, or not known to have ended. */
  endMs: number | null
  /** Attempts so far; null where the graph does not say. */
  runCount: number | null
  /** Ids of rows it waited for, without duplicates. */
  parents: string[]
}

/** `GET /api/runs/ID/timeline`. */
export interface TimelineAnswer {
  origin: IsoInstant
  /** Where the axis ends: the run's end, or now. */
  endMs: number
  rows: TimelineRow[]
  complete: boolean
  /** Why it is not whole, in words; null when it is. */
  incomplete: string | null
  live: boolean
}

export interface LogRow {
  id: string
  /** With microseconds. */
  at: IsoInstant
  level: number
  logger: string
  message: string
  taskRunId: string | null
}

/**
 * `GET /api/runs/ID/logs?cursor=&level=&task=&start=first|last|first-error`: one page of lines, oldest first always.
 * Without a cursor, `start` says where to begin; `first-error` begins a few lines before the first line of level 40 or more,
 * or at the last page where there is none.
 */
export interface LogsAnswer {
  lines: LogRow[]
  /** Hand back as `cursor` for the page before; null at the first line. */
  older: string | null
  /** Hand back as `cursor` for the page after; null at the last line there is. While `live`, ask again with `newest`. */
  newer: string | null
  /** Cursor just past the last line of this page, for following a live run; null when no line was read yet. */
  newest: string | null
  /** The first error of the whole run under the same task filter; null when there is none. */
  firstErrorId: string | null
  live: boolean
}
