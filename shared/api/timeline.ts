import type { Mark, StateType } from '../model/run-state.ts'
import type { UsualTask } from '../timeline/usual-tasks.ts'
import type { IsoInstant } from './morning.ts'

/** One bar of the task timeline. Offsets are ms since `origin`. */
export interface TimelineRow {
  /** Of the task run, or of the child run. */
  id: string
  kind: 'task' | 'flow'
  name: string
  mark: Mark
  stateName: string
  /** null: not started. */
  startMs: number | null
  /** null: still going, or not known to have ended. */
  endMs: number | null
  /** Attempts so far; null where the graph does not say. */
  runCount: number | null
  /** Ids of rows it waited for, without duplicates. */
  parents: string[]
  /** Ids of rows it ran inside: a task that another task called. */
  inside: string[]
}

/** A state the run itself was in. */
export interface TimelineState {
  mark: Mark
  /** As upstream wrote it, and its type, which tells what it means. */
  name: string
  type: StateType
  atMs: number
}

/** Something a task, or the run itself, left behind for people. */
export interface TimelineArtifact {
  id: string
  key: string
  type: string | null
  atMs: number
  /** null: of the run itself. */
  rowId: string | null
}

/** The tasks of a run as they are drawn. */
export interface Timeline {
  origin: IsoInstant
  /** Where the axis ends: the run's end, or now. */
  endMs: number
  rows: TimelineRow[]
  /** States of the run, oldest first. */
  states: TimelineState[]
  artifacts: TimelineArtifact[]
  complete: boolean
  /** Why it is not whole, in words; null when it is. */
  incomplete: string | null
  live: boolean
  /** Where the next page of a run of very many tasks begins; null: these are all. */
  next: number | null
}

/**
 * Rows as they are sent: a column a field, what repeats written once, whole milliseconds. Ten thousand rows as objects are five
 * times as many bytes.
 */
export interface TimelineColumns {
  id: string[]
  name: string[]
  states: (readonly [mark: Mark, name: string])[]
  /** Positions in `states`. */
  state: number[]
  startMs: (number | null)[]
  tookMs: (number | null)[]
  /** null: of none is it known. */
  runCount: (number | null)[] | null
  /** Positions of rows; a number stands for a list of one. Ids that are no row stand as they are. */
  parents: (Parent | readonly Parent[])[]
  inside: (readonly [row: number, ...within: Parent[]])[]
  /** Positions of the rows that are child runs. */
  flows: number[]
}

type Parent = number | string

/** `GET /api/runs/ID/timeline?offset=0`. */
export type TimelineAnswer = Omit<Timeline, 'rows'> & { columns: TimelineColumns }

/** How often a task was tried, and how it went. */
export interface TaskAttempts {
  id: string
  runCount: number
  stateName: string
  /** Every state it was in, oldest first; null where it was tried once and has nothing to tell, so they were not read. */
  states: TaskStateRow[] | null
}

export type TaskStateRow = readonly [mark: Mark, type: StateType, name: string, at: IsoInstant]

/** `GET /api/runs/ID/attempts?task=ID&task=ID`, of at most 50 tasks. Those that are gone are left out. */
export interface AttemptsAnswer {
  tasks: TaskAttempts[]
}

/** `GET /api/runs/ID/usual`: what earlier good runs of the same job did. */
export interface UsualAnswer {
  /** The runs it was learnt from, latest first. */
  runs: { id: string, name: string }[]
  tasks: UsualTask[]
  /** Why nothing, or not all, was learnt; null where nothing is to be said. */
  note: string | null
}
