import type { Mark } from '../model/run-state.ts'
import type { PlacedRow } from './task-lanes.ts'

/** A stretch in which at least one row of a mark was at work. */
export interface Cover {
  mark: Mark
  fromMs: number
  toMs: number
}

/** What is drawn first, and so lies lowest: a failure lies on top of all. */
const LAYERS: readonly Mark[] = ['completed', 'cancelled', 'scheduled', 'running', 'paused', 'late', 'missing', 'unknown', 'crashed', 'failed']

/** When rows were at work, by their mark; stretches of one mark do not overlap. Rows are in order of their start. */
export function toCover(members: readonly PlacedRow[]): Cover[] {
  const byMark = new Map<Mark, Cover[]>()
  for (const { row: { mark }, extent, startMs, endMs } of members) {
    if (extent === 'unplaced')
      continue
    const toMs = extent === 'end-unknown' ? startMs : endMs
    const covers = byMark.get(mark)
    const last = covers?.at(-1)
    if (last !== undefined && startMs <= last.toMs)
      last.toMs = Math.max(last.toMs, toMs)
    else if (covers !== undefined)
      covers.push({ mark, fromMs: startMs, toMs })
    else
      byMark.set(mark, [{ mark, fromMs: startMs, toMs }])
  }
  return LAYERS.flatMap(mark => byMark.get(mark) ?? [])
}
