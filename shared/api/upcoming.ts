import type { IsoInstant, MorningAnswer, MorningWindow } from './morning.ts'

/**
 * Why jobs cannot start as things stand. `off`: somebody or something switched them off · `stopped`: nothing begins where they would ·
 * `full`: all places are taken now, which says something of the next start only.
 */
export interface Hold {
  key: string
  kind: 'off' | 'stopped' | 'full'
  /** As a colleague would say it: `no worker is online in gpu-pool`. */
  text: string
  /** The work pool it is about; null: none. */
  pool: string | null
}

/** A job that is due in the time looked at. Lengths are ms from its start. */
export interface UpcomingJob {
  flowId: string
  flow: string
  deploymentId: string
  deployment: string
  nextMs: number
  /** How often it is due; several schedules may name one instant. */
  count: number
  /** Each instant once, ascending; empty where they are told as a band. */
  startsMs: number[]
  /** For a job due so often that single starts say nothing. */
  band: { fromMs: number, toMs: number, everyMs: number } | null
  /** How long it usually takes; null: too few runs are known. */
  usualMs: number | null
  /** Index into the holds; null: nothing is known to keep it. */
  hold: number | null
}

/** `GET /api/upcoming?server=&tz=&tag=&flow=`: the next 24 hours, from the picture. */
export interface UpcomingAnswer {
  asOf: IsoInstant | null
  window: MorningWindow
  /** By next start. */
  jobs: UpcomingJob[]
  /** What stops most first; those switched off last. */
  holds: Hold[]
  /** Jobs with a schedule that cannot be read: when they are due is not known. */
  unreadable: { flowId: string, flow: string, deploymentId: string, deployment: string }[]
  /** Whether runs that somebody scheduled by hand are among the starts; else the server cannot tell them, or they were not read yet. */
  knowsByHand: boolean
  choices: MorningAnswer['choices']
  complete: boolean
  incomplete: string[]
}
