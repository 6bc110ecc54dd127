import type { Mark } from '../model/run-state.ts'
import type { IsoInstant } from './morning.ts'

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
