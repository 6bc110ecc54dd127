import type { Mark } from '../model/run-state.ts'
import type { MorningWindow } from './morning.ts'

/** One run of the night. Offsets are ms since `window.from`, negative where it began before. */
export interface SheetBar {
  /** null: it went well and needs nobody, and ids were not asked for. */
  runId: string | null
  /** Index into `jobs`. */
  job: number
  mark: Mark
  startMs: number
  /** null: still going. */
  endMs: number | null
  /** When it was due; null where nothing was expected. */
  dueMs: number | null
  /** The problem it belongs to; null for a run that needs nobody. */
  problemId: string | null
}

/** A slot that was due and has no run. */
export interface SheetAbsence {
  job: number
  dueMs: number
  problemId: string | null
}

/** The night, to be drawn. */
export interface NightSheet {
  window: MorningWindow
  /** The upstream's now, ms since `window.from`; null for a window that has passed. */
  nowMs: number | null
  /** `server` as addresses name it; null: the default one. */
  jobs: { server: string | null, flow: string, deployment: string | null }[]
  bars: SheetBar[]
  absent: SheetAbsence[]
  /** Past 3,000 runs the good ones are counts a bucket instead of bars; null below. */
  density: { bucketMs: number, counts: number[] } | null
  complete: boolean
}

/**
 * A bar on the wire. Names of fields and offsets from `window.from` would make a weekend three times as large: `waitMs` is the
 * start after `dueMs` (after `window.from` where that is null; negative where it began early), `lengthMs` the end after the start.
 */
export type SheetBarRow = [job: number, mark: Mark, dueMs: number | null, waitMs: number, lengthMs: number | null, runId: string | null, problemId: string | null]

/**
 * `GET /api/night-sheet`: same query as the morning; the same picture, drawn. Ids are random, so nothing makes them smaller: those
 * of good runs are left out unless `ids=all` asks for them.
 */
export type NightSheetAnswer = Omit<NightSheet, 'bars'> & { bars: SheetBarRow[] }
