import type { Finding, Question } from '../finding.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { Job } from '../job.ts'

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
