import type { TimeField } from '../filter/run-filter.ts'
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

/** `newest` and `oldest` by the instant that the filter bounds, over everything; the others over what was read. */
export const RUN_SORTS = ['newest', 'oldest', 'longest', 'latest', 'name'] as const

export type RunSort = typeof RUN_SORTS[number]

/**
 * `GET /api/runs?q=&sort=&cursor=&many=`: the filter as text (shared/filter/filter-text.ts), or as the addresses before it had it.
 * `many=1` reads as far as any sort by what was read does: for counts, groups and charts.
 */
export interface RunsAnswer {
  asOf: IsoInstant
  runs: RunRow[]
  /** Hand back as `cursor` for the next page; null at the end, and where the order is not Prefect's. */
  cursor: string | null
  /** false: rows could not be understood and are left out. */
  complete: boolean
  /** Runs that were looked at to find these. */
  lookedAtCount: number
  /** false: there are more runs of this filter behind those that were looked at. */
  isWhole: boolean
  /** How many runs of the filter there are in all; null where Prefect cannot count them, and without `many` unless all were read. */
  totalCount: number | null
  /** What is bounded, and the bounds that were used, the default ones included. */
  of: TimeField
  from: IsoInstant
  to: IsoInstant
  /** What of the text could not be understood, in words. */
  mistakes: string[]
  choices: FilterChoices
}

/** `GET /api/choices`: what there is to filter runs by; deployments as `flow/name`. */
export interface FilterChoices {
  tags: string[]
  flows: string[]
  deployments: string[]
  pools: string[]
}
