import type { Finding, Question } from '../finding.ts'
import type { Job } from '../job.ts'

/** What a job's slots give, be they scheduled or learnt. */
export interface SlotsJudgement {
  findings: Finding[]
  /** Slots of the window, ascending. */
  slots: number[]
  /** Slots without a run, past their grace: those of the window, and earlier ones as far as they were looked at. */
  absent: readonly number[]
  unknown: string | null
  /** What is no problem and yet worth knowing, in words. */
  notes: string[]
  changesAt: number | null
}

export const NO_SLOTS: Readonly<SlotsJudgement> = { findings: [], slots: [], absent: [], unknown: null, notes: [], changesAt: null }

/** What slots are judged with. */
export interface SlotsContext {
  job: Job
  question: Question
  /** Each absent slot stays open until it is run again, as was declared. */
  everySlot: boolean
}
