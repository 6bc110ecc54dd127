import type { TaskPair, ValueDifference } from '../run/compare.ts'
import type { LogRow } from './logs.ts'
import type { IsoInstant } from './morning.ts'
import type { RunRow } from './runs.ts'

/** What two runs say of one thing; null: nothing. */
export interface FactPair {
  name: string
  own: string | null
  other: string | null
}

/** Two runs side by side. */
export interface Comparison {
  other: RunRow
  facts: FactPair[]
  /** Those that differ; secrets hidden on both sides. */
  parameters: { different: ValueDifference[], sameCount: number }
  jobVariables: { different: ValueDifference[], sameCount: number }
  tasks: TaskPair[]
  log: {
    own: LogRow | null
    other: LogRow | null
    ownReadCount: number
    otherReadCount: number
    /** Both were read to their end. */
    isWhole: boolean
  }
  /** What could not be read whole, each a sentence. */
  incomplete: string[]
}

/** `GET /api/runs/ID/compare?with=OTHER`; without `with`, with the last good run before it. */
export interface CompareAnswer {
  asOf: IsoInstant
  run: RunRow
  lastGoodRunId: string | null
  /** null: no other run was named, and no good one is known. */
  comparison: Comparison | null
  /** The latest other runs of its flow, to choose from. */
  choices: RunRow[]
}
