import type { Mark } from '../model/run-state.ts'
import type { Section } from '../verdict/kind.ts'
import type { Evidence, IsoInstant, ProblemAnswer, StripNight } from './morning.ts'
import type { RunRow } from './runs.ts'

/** How a flow or one of its deployments fares over the reach of the picture (14 days). */
export interface Health {
  /** Share of ended runs that completed, 0–1; null when none ended. */
  successRatio: number | null
  endedCount: number
  /** Of completed runs; null with none. */
  p50Ms: number | null
  p95Ms: number | null
  strip: StripNight[]
  /** null: none is known. */
  lastRun: { id: string, mark: Mark, at: IsoInstant } | null
  /** Its good runs without a deployment, if it has any, were counted with those of other flows and stand nowhere here. */
  isCounted: boolean
  nextSlot: IsoInstant | null
  /** Needs-you and worth-a-look problems open now. */
  problemCount: number
}

export interface FlowRow {
  id: string
  name: string
  tags: string[]
  health: Health
  deployments: DeploymentRow[]
}

export interface DeploymentRow {
  id: string
  name: string
  flow: { id: string, name: string }
  tags: string[]
  paused: boolean
  /** Each active schedule in plain words. */
  schedules: string[]
  workPool: string | null
  health: Health
}

/** `GET /api/flows?server=&tag=`: every flow, those with open problems first, then by name. */
export interface FlowsAnswer {
  asOf: IsoInstant | null
  flows: FlowRow[]
  complete: boolean
  incomplete: string[]
  /** Whether history is read as far back as the reach; else since when. */
  since: IsoInstant
  choices: { tags: string[] }
}

/** One ended or running run in the duration chart. */
export interface DurationPoint {
  runId: string
  at: IsoInstant
  ranForMs: number
  mark: Mark
}

/** How long a job's next run may take to be usual; the rules are those of the verdict. */
export interface BaselineBand {
  medianMs: number
  slowMs: number
  /** null with fewer than ten runs. */
  fastMs: number | null
  runCount: number
}

/** How long scheduled runs waited before they began. */
export interface StartDelay {
  p50Ms: number
  p95Ms: number
  lateAfterMs: number
}

export interface VersionFact {
  version: string
  firstAt: IsoInstant
  lastAt: IsoInstant
  runCount: number
  badCount: number
}

/** Runs of a local day by how they ended, and slots without one. */
export interface DayCount {
  /** YYYY-MM-DD. */
  date: string
  good: number
  bad: number
  absent: number
  /** Unfinished, cancelled or unknown. */
  other: number
}

/** Where a job stands this morning, and by which rules. */
export interface JudgementAnswer {
  place: Section | 'as-expected' | 'unknown' | 'not-due'
  facts: { text: string, source: Evidence['source'] }[]
}

/** `GET /api/flows/ID` and `GET /api/deployments/ID`. `deployment` is null on a flow's page. */
export interface SubjectAnswer {
  asOf: IsoInstant | null
  flow: FlowRow
  deployment: DeploymentRow | null
  /** Next due instants, at most five. */
  nextSlots: IsoInstant[]
  problems: ProblemAnswer[]
  durations: DurationPoint[]
  /** Of a deployment: its durations' usual range, starts, versions and judgement; null on a flow's page. */
  baseline: BaselineBand | null
  startDelay: StartDelay | null
  versions: VersionFact[]
  judgement: JudgementAnswer | null
  /** An expectation that history would let one declare, as YAML; null: too little history. */
  suggestion: string | null
  /** Each day of the reach, oldest first. */
  days: DayCount[]
  runs: RunRow[]
  prefectUrl: string | null
  complete: boolean
  incomplete: string[]
}
