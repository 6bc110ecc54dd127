import type { Schedule } from '../model/deployment.ts'

/** What was seen earlier and cannot be asked for again. Jobs are named by their lasting key; instants are the upstream's clock. */
export interface Remembered {
  /** Schedules of a job as they were, oldest first; the last sighting is what the inventory holds now. */
  schedules: ReadonlyMap<string, readonly ScheduleSighting[]>
  /** The last pause of a job that had one. */
  pauses: ReadonlyMap<string, PauseSighting>
  /** Deployments seen once and gone since, by id. */
  gone: ReadonlyMap<string, GoneDeployment>
  /** Stretches in which the server could not be read, oldest first; an open one ends at the last attempt. */
  gaps: readonly ReadGap[]
}

export interface ScheduleSighting {
  /** Active and switched off ones. */
  schedules: readonly Schedule[]
  firstSeenAt: number
  lastSeenAt: number
}

export interface PauseSighting {
  /** The last read that saw it unpaused; null: it was paused when it was first seen. */
  activeAt: number | null
  /** The first read that saw it paused. */
  pausedAt: number
  /** The first read that saw it unpaused again, or gone; absent while it lasts. */
  resumedAt?: number
}

export interface GoneDeployment {
  id: string
  flowId: string
  flow: string
  name: string
  tags: readonly string[]
  schedules: readonly Schedule[]
  entrypoint: string | null
  lastSeenAt: number
  /** The first whole inventory without it. */
  goneAt: number
}

export interface ReadGap {
  fromAt: number
  toAt: number
  /** First Light itself did not run or slept: that says nothing of the server. */
  unattended?: boolean
}

export const NOTHING_REMEMBERED: Remembered = { schedules: new Map(), pauses: new Map(), gone: new Map(), gaps: [] }
