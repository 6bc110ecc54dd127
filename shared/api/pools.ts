import type { WorkPool } from '../model/deployment.ts'
import type { StateType } from '../model/run-state.ts'
import type { IsoInstant, ProblemAnswer } from './morning.ts'
import type { RunRow } from './runs.ts'

/** How a place gets on with the runs that wait in it past their grace; the numbers are those of the verdict. */
export interface PaceAnswer {
  waitingCount: number
  /** When the first of them was due; null: none waits. */
  oldestDue: IsoInstant | null
  /** Runs begun there in the last hour. */
  startedCount: number
  /** When all will have begun if it goes on so; null: none waits, or none has begun of late. */
  clearAt: IsoInstant | null
}

export interface PoolRow {
  name: string
  type: string
  paused: boolean
  /** null where the server does not say. */
  status: WorkPool['status']
  /** false: Prefect or a cloud starts its runs, so that it has no workers and needs none. */
  needsWorkers: boolean
  /** null: not read, or none are needed. */
  workers: { count: number, onlineCount: number, lastHeartbeat: IsoInstant | null } | null
  /** Runs at once; null: no limit. */
  concurrencyLimit: number | null
  /** Runs that take a place of it: about to begin, running, or being cancelled. */
  holderCount: number
  pace: PaceAnswer
  deploymentCount: number
  /** Names of queues that are paused or let nothing through; null: queues were not read. */
  stoppedQueues: string[] | null
  /** Problems of it that need somebody or are worth a look. */
  problemCount: number
}

/** `GET /api/pools?server=&tz=`: every work pool, those with problems first, from the picture. */
export interface PoolsAnswer {
  asOf: IsoInstant | null
  pools: PoolRow[]
  /** Deployments that name no pool, as those that `.serve()` makes; null: there is none. */
  withoutPool: { deploymentCount: number, runningCount: number, waitingCount: number } | null
  complete: boolean
  incomplete: string[]
}

export interface QueueRow {
  name: string
  paused: boolean
  concurrencyLimit: number | null
  holderCount: number
  pace: PaceAnswer
  /** null: never, or the server does not say. */
  lastPolled: IsoInstant | null
}

export interface PoolDeployment {
  id: string
  flow: string
  name: string
  paused: boolean
  queue: string | null
  nextSlot: IsoInstant | null
}

/** `GET /api/pools/NAME?server=&tz=`: one pool, from the picture. */
export interface PoolAnswer {
  asOf: IsoInstant | null
  pool: PoolRow
  /** null: not read. */
  queues: QueueRow[] | null
  /** Who takes its places, longest first; `pool.holderCount` tells how many there are. */
  holders: RunRow[]
  /** What waits past its grace, first due first; `pool.pace` tells how many there are. */
  waiting: RunRow[]
  problems: ProblemAnswer[]
  deployments: PoolDeployment[]
  prefectUrl: string | null
  complete: boolean
  incomplete: string[]
}

export interface WorkerRow {
  name: string
  online: boolean
  lastHeartbeat: IsoInstant | null
}

/** Runs due in one stretch of time by how they stand now. */
export interface PoolHour {
  from: IsoInstant
  counts: Partial<Record<StateType, number>>
}

/** `GET /api/pools/NAME/now?server=`: what the picture does not hold of a pool, read for whoever looks and kept for seconds. */
export interface PoolNowAnswer {
  readAt: IsoInstant
  /** null: it needs none. */
  workers: WorkerRow[] | null
  /** Runs that other runs started in this pool: they take its places too and are no jobs. */
  childRuns: RunRow[]
  /** false: there are more of them. */
  complete: boolean
  /** The last 24 hours, oldest first. */
  hours: PoolHour[]
}

/** What holds a place of a limit. */
export interface LimitHolder {
  runId: string
  name: string
  /** The task that holds it, where a task does. */
  task: string | null
  since: IsoInstant | null
}

/**
 * A limit on what may run at once. `global`: code asks for its places by name · `tag`: of task runs that carry the tag ·
 * `deployment`: of its runs.
 */
export interface LimitRow {
  kind: 'global' | 'tag' | 'deployment'
  /** Of a deployment its flow and name; its id where it is not known. */
  name: string
  deploymentId: string | null
  limit: number
  usedCount: number
  /** false: switched off, it holds nobody up. */
  active: boolean
  /** Places that come free by themselves each second; null: they are given back. */
  freedPerSecond: number | null
  /** null: Prefect does not tell who. */
  holders: LimitHolder[] | null
}

/** `GET /api/limits?server=`: read for whoever looks and kept for seconds; full ones first. */
export interface LimitsAnswer {
  readAt: IsoInstant
  /** null: this Prefect has no list of them, or keeps it from us. */
  limits: LimitRow[] | null
  complete: boolean
}
