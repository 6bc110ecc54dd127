import type { StateType } from '../model/run-state.ts'
import type { IsoInstant } from './morning.ts'
import type { RunRow } from './runs.ts'

/** `GET /api/runs/ID/states`. */
export interface StatesAnswer {
  /** Oldest first. */
  states: { id: string, type: StateType, name: string, at: IsoInstant, message: string | null, /** Until the next; null for the present one. */ lastedMs: number | null }[]
  /** Who made the run, in words; Prefect notes nobody for later states. */
  madeBy: string
  live: boolean
}

/** `GET /api/runs/ID/children`: runs that tasks of this one started, by when they were due. */
export interface ChildrenAnswer {
  runs: RunRow[]
  complete: boolean
  live: boolean
}

export interface ArtifactRow {
  id: string
  key: string
  type: string
  description: string | null
  /** About how many rows of text it takes. */
  rowCount: number
  at: IsoInstant
  /** The run it is shown under; null: it belongs to none. */
  runId: string | null
  taskRunId: string | null
}

/** `GET /api/runs/ID/artifacts`, and `GET /api/runs/ID/artifacts/AID/versions`: latest first. Their content is at `…/AID/frame`. */
export interface ArtifactsAnswer {
  artifacts: ArtifactRow[]
  complete: boolean
  live: boolean
}

export interface EventRow {
  id: string
  at: IsoInstant
  name: string
  resource: string
  /** What else it names, where that says who or what did it. */
  by: { role: string, name: string }[]
  message: string | null
}

/** `GET /api/runs/ID/events?until=`: 50 at most, latest first; without `until`, the latest. */
export interface EventsAnswer {
  /** false: this server keeps none. */
  isKept: boolean
  events: EventRow[]
  /** Hand back as `until` for earlier ones, repeats of its instant among them; null: there are none. */
  older: IsoInstant | null
  /** Events at or before `until`. */
  totalCount: number
  live: boolean
}
