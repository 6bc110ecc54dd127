import type { CauseKind } from '../run/cause-in-run.ts'
import type { Mark } from '../model/run-state.ts'
import type { LogRow } from './logs.ts'
import type { Evidence, IsoInstant } from './morning.ts'

/** A task as the reason names it, and the run it is part of. */
export interface NamedTask {
  id: string
  name: string
  runId: string
  /** The run it stands for; null for an ordinary task. */
  childRunId: string | null
  mark: Mark
  stateName: string
  at: IsoInstant | null
  /** What it said, on one line; null: nothing. */
  said: string | null
}

/** Tasks of one kind: the first few, and how many there are. */
export interface NamedTasks {
  tasks: NamedTask[]
  count: number
}

/** Where and how it went wrong, down to the deepest child run. */
export interface RootAnswer {
  kind: CauseKind
  /** From the run asked about down to the one in which it happened; one: itself. */
  path: { runId: string, flow: string | null, name: string }[]
  /** The first task that failed, and at which attempt it gave up; null where no task did. */
  task: { id: string, name: string, attempt: number } | null
  /** Never ran because what they needed did not come, in any run of the path. */
  waited: NamedTasks
  /** Failed while or after the first did. */
  alsoFailed: NamedTasks
  /** Failed before it, and the run went on. */
  survived: NamedTasks
  /** At work when a crash, a timeout or a cancellation ended them. */
  atWork: NamedTasks
}

export interface RunReason {
  /** The fault in its own words, or what happened in ours. */
  title: string
  /** The machine's own words, whole: a traceback, else a message. */
  text: string
  source: Evidence['source']
  at: IsoInstant | null
  /** What it rests on beyond the text, each a short fact. */
  facts: string[]
  /** null where nothing went wrong within the run: it is late, or waits. */
  root: RootAnswer | null
  /** Up to twenty lines around the error, or the last ones; null: none could be read. */
  around: { runId: string, lines: LogRow[], /** The line of the error; null: none was logged, these are the last. */ errorId: string | null } | null
}

/** What a run that goes on does now. */
export interface RunDoing {
  atWork: NamedTasks
  completedCount: number
  /** How many tasks its last good run had; null: none is known. */
  usualTaskCount: number | null
  /** The last thing it logged; null: nothing yet. */
  lastLine: LogRow | null
}

/** `GET /api/runs/ID/reason`. */
export interface ReasonAnswer {
  /** null where there is nothing to explain. */
  reason: RunReason | null
  /** null for a run that does not run. */
  doing: RunDoing | null
  /** What is different since the job's last good run, in words. */
  changes: string[]
  /** The last good run of its job before it; null: none is known. */
  lastGoodRunId: string | null
  /** Jobs that did not run because of the problem it belongs to. */
  jobsNotRun: { flow: string, deployment: string | null }[]
  /** What could not be read, each a sentence. */
  incomplete: string[]
  live: boolean
}
