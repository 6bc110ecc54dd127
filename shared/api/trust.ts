import type { IsoInstant, JobRow } from './morning.ts'

/** `GET /api/trust`: what the verdict rests on, and what it does not. */
export interface TrustAnswer {
  /** When each kind of thing was last read, by the upstream's clock; null: not yet. */
  reads: { what: string, at: IsoInstant | null }[]
  /** Why something is not whole, in words. */
  incomplete: string[]
  /** Since when the server holds runs, where that is later than the 14 days looked at although jobs are older; null: it is not. */
  heldSince: IsoInstant | null
  /** Rows in a shape that is not understood. */
  setAsideCount: number
  /** Which fields of which list were not what they should be. */
  surprises: readonly string[]
  /** The upstream's clock less ours, ms; 0 where they agree to the second. */
  clockSkewMs: number
  /** Stretches of the last 14 days in which nothing could be read; `unattended`: First Light did not run. */
  gaps: { from: IsoInstant, to: IsoInstant, unattended: boolean }[]
  /** Good runs without a deployment that were counted and not read: they stand in no list, and whether one did not come is not judged. null: all were read. */
  countedAdHocCount: number | null
  /** Jobs of the window of which nothing says when they should run. */
  withoutExpectation: JobRow[]
  /** Why what cannot be read again was not written down; null: it was. */
  memoryTrouble: string | null
}
