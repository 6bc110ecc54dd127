import type { TimelineRow } from '../api/timeline.ts'
import type { Mark } from '../model/run-state.ts'

/**
 * How much of a bar is known.
 * `whole`: start and end. `open`: still going, it ends at the axis' end. `end-unknown`: over, but nobody wrote when.
 * `unplaced`: nothing of it is on the axis: not started, or a start nobody wrote.
 */
export type BarExtent = 'whole' | 'open' | 'end-unknown' | 'unplaced'

/** One row of the timeline in its place: its lane is its position in `lanes`. Offsets are ms since the answer's origin. */
export interface TaskLane {
  row: TimelineRow
  extent: BarExtent
  startMs: number
  endMs: number
}

/** The timeline laid out on one axis, first start first, what never started last. */
export interface TaskLanes {
  lanes: TaskLane[]
  fromMs: number
  toMs: number
}

const UNFINISHED: ReadonlySet<Mark> = new Set<Mark>(['running', 'paused', 'late', 'scheduled'])

/**
 * Gives each row a lane of its own and a stretch of the axis.
 * Clocks of workers differ: a row may start before the run did, and the axis begins there; an end before its start is its start.
 */
export function toTaskLanes(rows: readonly TimelineRow[], axisEndMs: number): TaskLanes {
  let fromMs = 0
  let toMs = axisEndMs
  for (const { startMs, endMs } of rows) {
    if (startMs !== null) {
      fromMs = Math.min(fromMs, startMs)
      toMs = Math.max(toMs, startMs)
    }
    if (endMs !== null)
      toMs = Math.max(toMs, endMs)
  }
  const lanes = rows.map(row => toLane(row, fromMs, toMs)).sort(byStart)
  return { lanes, fromMs, toMs: toMs > fromMs ? toMs : fromMs + 1 }
}

function toLane(row: TimelineRow, fromMs: number, toMs: number): TaskLane {
  const { startMs, endMs } = row
  if (startMs === null)
    return { row, extent: 'unplaced', startMs: fromMs, endMs: toMs }
  if (endMs !== null)
    return { row, extent: 'whole', startMs, endMs: Math.max(startMs, endMs) }
  return { row, extent: UNFINISHED.has(row.mark) ? 'open' : 'end-unknown', startMs, endMs: toMs }
}

function byStart(a: TaskLane, b: TaskLane): number {
  if ((a.extent === 'unplaced') !== (b.extent === 'unplaced'))
    return a.extent === 'unplaced' ? 1 : -1
  if (a.extent !== 'unplaced' && a.startMs !== b.startMs)
    return a.startMs - b.startMs
  return a.row.name < b.row.name ? -1 : a.row.name > b.row.name ? 1 : a.row.id < b.row.id ? -1 : 1
}

/** How long a row took or has been going, in ms; null where a start or an end is not known. */
export function tookMs({ extent, startMs, endMs }: TaskLane): number | null {
  return extent === 'whole' || extent === 'open' ? endMs - startMs : null
}

/** The lane to show first: the first that failed, for that is what people come for; null where all is well. */
export function firstFailedLane(lanes: readonly TaskLane[]): number | null {
  const index = lanes.findIndex(({ row }) => row.mark === 'failed' || row.mark === 'crashed')
  return index === -1 ? null : index
}

/** How many rows have each mark, what needs a person first. */
export function countMarks(rows: readonly TimelineRow[]): { mark: Mark, count: number }[] {
  const counts = new Map<Mark, number>()
  for (const { mark } of rows)
    counts.set(mark, (counts.get(mark) ?? 0) + 1)
  return MARK_ORDER.flatMap((mark) => {
    const count = counts.get(mark)
    return count === undefined ? [] : [{ mark, count }]
  })
}

const MARK_ORDER: readonly Mark[] = ['failed', 'crashed', 'unknown', 'late', 'missing', 'paused', 'running', 'scheduled', 'cancelled', 'completed']

/** The lanes that a stretch of a scrolled list shows, whole or in part: `first` to `last`, both inclusive, empty where last < first. */
export function lanesInView({ count, laneHeight, scrollTop, height }: { count: number, laneHeight: number, scrollTop: number, height: number }): { first: number, last: number } {
  return {
    first: Math.max(0, Math.floor(scrollTop / laneHeight)),
    last: Math.min(count - 1, Math.ceil((scrollTop + height) / laneHeight) - 1),
  }
}
