import type { Deployment, Flow, Worker, WorkPool, WorkQueue } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { RunState } from '../model/run-state.ts'
import type { Remembered } from './remembered.ts'

/** Something that could not be read, in words. */
export interface Unread {
  what: 'inventory' | 'runs' | 'history' | 'work-pools' | 'reasons' | 'logs'
  /** One sentence for people. */
  reason: string
  /**
   * What is not sure without it. `expectations`: whether all that was due went as it should · `baselines`: what is usual, and what was
   * left broken before; without either nothing green is said · `detail`: only earlier nights, strips or causes suffer.
   */
  weighs: 'expectations' | 'baselines' | 'detail'
  /** It is being read now, so much of it so far; `ratio` null: nobody can say how much. Left out: it failed, or is never read. */
  reading?: { ratio: number | null }
}

/**
 * How much is known of one deployment's runs, where it has so many that not all are read.
 * Before `rowsFromAt` only the bad and the unfinished are in `runs`.
 */
export interface Coverage {
  /** All its runs due since then are in `runs`. */
  rowsFromAt: number
  /** Due since then and before `rowsFromAt`, as many automatic runs were counted as slots there are: none is missing. null: not counted. */
  keptFromAt: number | null
}

/** Good root runs without a deployment, due from an instant and before another one, where these are counted and not read. */
export interface CountedRuns {
  goodCount: number
  fromAt: number
  toAt: number
}

/** A run that a task of another run started. */
export interface ChildRun {
  run: FlowRun
  /** The run at the top, which is its job's; null where it could not be found. */
  rootRunId: string | null
}

/** What the last error logs of a failed run say. */
export interface LoggedError {
  /** The message with its traceback, whole. */
  text: string
  at: number
}

/**
 * When a run that goes on was last heard of since it went into RUNNING. What was asked for is known as of `readAt` only: nothing
 * is silent for longer than that. null: not asked for yet, or, of heartbeats, none was ever sent.
 */
export interface SignsOfLife {
  /** Its lines and those of runs it started. `lastAt` null: it wrote none. */
  log: { lastAt: number | null, readAt: number } | null
  heartbeat: { count: number, firstAt: number, lastAt: number, readAt: number } | null
}

/** Lines of level ERROR and worse that a run wrote, those left out that a retry made good; `count` 0: looked and found none. */
export type ErrorLines = { count: 0 } | { count: number, text: string, at: number }

/**
 * What one server's poller has read, as the verdict sees it. Root runs only: a subflow is its root's affair.
 * Runs are unique by id; a run that vanished upstream is in `vanished`.
 */
export interface Picture {
  server: string
  demo: boolean
  /** When everything the verdict needs was last read whole, by the upstream's clock; null: never yet. */
  asOf: number | null
  /** Start of the reach: 14 days back. */
  reachFromAt: number
  /** All root runs due since then are in `runs`; later than the reach where a cap cut the history; null: not read yet. */
  runsKnownFromAt: number | null
  /** By deployment id; one that is not in it is known as `runsKnownFromAt` says. */
  coverage: ReadonlyMap<string, Coverage>
  /** Of good root runs without a deployment only those of flows that failed are in `runs`; null: all are. */
  countedAdHoc: CountedRuns | null
  flows: ReadonlyMap<string, Flow>
  deployments: ReadonlyMap<string, Deployment>
  workPools: ReadonlyMap<string, WorkPool>
  /** null: not read, or the server does not have them. */
  workQueues: readonly WorkQueue[] | null
  /** By pool; of one that is not in it they were not read, or it needs none. */
  workers: ReadonlyMap<string, readonly Worker[]>
  runs: readonly FlowRun[]
  /** Children that failed or crashed in the window or under an open problem, and runs of deployments that another run started. */
  children: readonly ChildRun[]
  /** State histories, oldest first, of those runs whose present state does not tell enough. */
  histories: ReadonlyMap<string, readonly RunState[]>
  /** Last error logs, by run id, of failed runs whose state message says nothing of its own; null: looked and found none. */
  loggedErrors: ReadonlyMap<string, LoggedError | null>
  /** By run id, of runs that have been running for a while. */
  signsOfLife: ReadonlyMap<string, SignsOfLife>
  /** By run id; of a run that is not in it nobody looked. */
  errorLines: ReadonlyMap<string, ErrorLines>
  /** By deployment id, good runs from before the reach, oldest first: of those with too few in it to say how long they usually take. */
  olderRuns: ReadonlyMap<string, readonly FlowRun[]>
  /** Ids of runs once seen and now 404: deleted by somebody, so never missing. */
  vanished: readonly FlowRun[]
  remembered: Remembered
  unread: readonly Unread[]
  /** Rows that could not be understood and were left out. */
  setAsideCount: number
}

/** Nothing that a verdict rests on is left unread. */
export function isRead({ asOf, unread }: Pick<Picture, 'asOf' | 'unread'>): boolean {
  return asOf !== null && unread.every(({ weighs }) => weighs === 'detail')
}
