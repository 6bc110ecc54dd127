import type { Baseline } from '../../expectations/baseline.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, fromEarlierRuns, type Question } from '../finding.ts'
import { heldWords } from '../held-runs.ts'
import { dueAt, type Job } from '../job.ts'
import { usualDuration } from '../usual-duration.ts'
import { formatCount, formatDuration } from '../words.ts'

/** What a job's runs give: what is wrong, why they cannot be judged, and when that changes by itself. */
export interface RunsJudgement {
  findings: Finding[]
  unknown: string | null
  changesAt: number | null
}

/** What the runs of a job are judged with. */
export interface RunsContext {
  job: Job
  question: Question
}

/** And what those of one of its parts are. */
export interface PartContext extends RunsContext {
  /** Parameters that say which slot a run is for. */
  slotNames: () => readonly string[]
  isFrequent: boolean
}

/** And what a run that is not over is judged with. */
export interface UnfinishedContext extends RunsContext {
  /** The job's runs due by the instant judged, oldest first. */
  runs: readonly FlowRun[]
  lastGood: FlowRun | null
}

export const FINE: Readonly<RunsJudgement> = { findings: [], unknown: null, changesAt: null }

export function isBad({ state }: Pick<FlowRun, 'state'>): boolean {
  return state?.type === 'FAILED' || state?.type === 'CRASHED'
}

/** What `run` should have taken, by the runs before it. */
export function baselineFor(run: FlowRun, runs: readonly FlowRun[], { job, question }: RunsContext): Baseline | null {
  return usualDuration(runs, dueAt(run), { job, picture: question.picture })
}

/** What a duration is held against, as evidence. */
export function baselineEvidence({ runCount, medianMs }: Baseline, { picture, at }: Question): Finding['evidence'][number] {
  const held = heldWords(picture, at)
  return fromEarlierRuns(`median of ${formatCount(runCount, 'earlier run')}: ${formatDuration(medianMs)}${held === null ? '' : `; ${held}`}`)
}

/** Since when all runs of a job are known; before it only the bad and the unfinished are. */
export function rowsFromAt({ job, question }: RunsContext): number {
  return question.picture.coverage.get(job.deploymentId ?? '')?.rowsFromAt ?? Number.NEGATIVE_INFINITY
}
