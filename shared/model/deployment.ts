/** When a schedule is due, in its own words. Wall-clock rules carry their zone; null zone means UTC. */
export type ScheduleRule
  = | { kind: 'cron', cron: string, timeZone: string | null, /** Day of month OR day of week must match, as in classic cron; false: both. */ dayOr: boolean }
    | { kind: 'interval', intervalMs: number, anchorAt: number, timeZone: string | null }
    | { kind: 'rrule', rrule: string, timeZone: string | null }
    | { kind: 'unreadable', text: string }

/** One schedule of a deployment. A deploy deletes and makes anew all schedules, with new ids and new `createdAt`. */
export interface Schedule {
  id: string
  active: boolean
  rule: ScheduleRule
  /** null where the server does not say. */
  createdAt: number | null
  updatedAt: number | null
  /** Parameters it gives its runs over the deployment's own, scalar ones as text. Prefect 3; empty on 2.20. */
  parameters: Readonly<Record<string, string>>
}

/** A flow made ready to run by schedule, trigger or hand. */
export interface Deployment {
  id: string
  name: string
  flowId: string
  tags: readonly string[]
  /** A paused deployment has no future scheduled rows; late ones were deleted with them. */
  paused: boolean
  schedules: readonly Schedule[]
  createdAt: number
  /** Last change of the deployment itself, pausing included; null where the server does not say. */
  updatedAt: number | null
  workPool: string | null
  workQueue: string | null
  entrypoint: string | null
  version: string | null
  /** Runs of it at once; null: no limit, or the server does not say. */
  concurrencyLimit: number | null
  /** What happens to a run past the limit; null where there is none. */
  collision: 'enqueue' | 'cancel-new' | null
}

/** A flow: the code that runs, known to Prefect by its name. */
export interface Flow {
  id: string
  name: string
  tags: readonly string[]
  createdAt: number
}

/** One line of a work pool, with a limit and a pause of its own. */
export interface WorkQueue {
  name: string
  /** null: an agent's queue of 2.20, in no pool. */
  workPool: string | null
  paused: boolean
  concurrencyLimit: number | null
  /** When a worker last asked it for work; null: never, or the server does not say. */
  lastPolledAt: number | null
}

/** A process that takes runs from a pool. */
export interface Worker {
  name: string
  workPool: string
  lastHeartbeatAt: number | null
  online: boolean
}

/** Where runs of a deployment wait for a worker. */
export interface WorkPool {
  name: string
  type: string
  paused: boolean
  /** NOT_READY: no worker was heard within its heartbeat time. null where the server does not say. */
  status: 'READY' | 'NOT_READY' | 'PAUSED' | null
  /** Runs at once; null: no limit. */
  concurrencyLimit: number | null
}
