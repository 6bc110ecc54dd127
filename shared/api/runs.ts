import type { StateType } from '../model/run-state.ts'
import type { IsoInstant } from './morning.ts'

/** A run as lists show it. */
export interface RunRow {
  id: string
  name: string
  flow: { id: string, name: string | null }
  /** name null: the deployment was deleted. The whole null: it never had one. */
  deployment: { id: string, name: string | null } | null
  state: { type: StateType, name: string, at: IsoInstant, message: string | null } | null
  expectedAt: IsoInstant | null
  startedAt: IsoInstant | null
  endedAt: IsoInstant | null
  ranForMs: number | null
  /** Wait between due and start so far; null where lateness does not apply. */
  lateByMs: number | null
  runCount: number
  tags: string[]
}

/** `GET /api/runs`: query is `server`, `cursor` and the filter of shared/filter/run-filter.ts. Latest due first. */
export interface RunsAnswer {
  asOf: IsoInstant
  runs: RunRow[]
  /** Hand back as `cursor` for the next page; null at the end. */
  cursor: string | null
  complete: boolean
  /** The bounds that were used, the default ones included. */
  from: IsoInstant
  to: IsoInstant
  /** For the filter's choices. */
  choices: { tags: string[], flows: string[], deployments: string[] }
}
