import type { TimeField } from '../filter/run-filter.ts'
import type { LineExcerpt } from '../logs/line-excerpt.ts'
import type { IsoInstant } from './morning.ts'
import type { RunRow } from './runs.ts'

/** A line as a list of hits shows it: what can be seen of a part of its message. */
export interface HitLine extends LineExcerpt {
  id: string
  /** With microseconds. */
  at: IsoInstant
  level: number
}

/** A line that says what is looked for. */
export interface LogHit {
  line: HitLine
  /** Lines of the same run just before and after it, oldest first; null: they were not read. */
  around: { before: HitLine[], after: HitLine[] } | null
}

/** Lines of one run that say it: all of them, or a part, and others follow. */
export interface RunHits {
  /** null: lines that belong to no run. */
  runId: string | null
  /** null: the run is gone, or the lines are of none. */
  run: RunRow | null
  /** The last ones, oldest first. */
  hits: LogHit[]
  /** How many of its lines say it, those not given among them. */
  hitCount: number
}

/**
 * Where is looked. `all-lines`: Prefect searches the lines of all runs itself. Else the logs of some runs are looked through, since
 * the question names runs, this Prefect cannot search, or it cannot be asked for such a phrase.
 */
export type SearchWay = 'all-lines' | 'runs-named' | 'no-search' | 'odd-phrase'

/** How far a search is. */
export interface SearchLooked {
  way: SearchWay
  /** Prefect picks the lines that may be meant; false: every line is read. */
  picks: boolean
  /** Runs whose logs were looked through. With `all-lines`: 0, since it is not told by run. */
  runCount: number
  /** Those of them that failed or crashed. */
  failedRunCount: number
  /** Runs of this time and filter in all; null: not known. */
  totalRunCount: number | null
  /** Lines that came from Prefect. */
  lineCount: number
  hitCount: number
  /** Runs of whose longer logs only the last lines were read. */
  cutRunCount: number
  /** Runs that began before the time and wrote in it were not looked at. */
  skipsEarlier: boolean
  /** Rows that could not be understood and are left out. */
  setAsideCount: number
}

/** Why a search ended: all was looked at, or as much as one search looks at. */
export type SearchEnd = 'whole' | 'runs' | 'lines' | 'hits'

/**
 * `GET /api/logs/search?q=&level=&runs=&server=` (shared/filter/log-search-address.ts): lines that hold a phrase, of many runs, as
 * lines of JSON (application/x-ndjson) while they are found. The first says which time is meant. The last has `done` or `failed`;
 * without either the answer was cut off.
 */
export type LogSearchMessage
  = | { of: TimeField, from: IsoInstant, to: IsoInstant }
    | { found: RunHits[], looked: SearchLooked }
    | { done: SearchEnd }
    | { failed: string }
