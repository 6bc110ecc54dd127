import type { UpcomingAnswer, UpcomingJob } from '../api/upcoming.ts'

/** A start, or a band of many, where it is drawn. Lengths are CSS pixels from the upper left of the lanes. */
export interface StartShape {
  x: number
  y: number
  width: number
  height: number
  kind: 'start' | 'band'
  /** It cannot start as things stand. */
  isHeld: boolean
  /** Whether its width is how long it usually takes; else nobody knows. */
  isUsual: boolean
  /** Index into the jobs. */
  job: number
  startMs: number
}

export interface LaneSpace {
  width: number
  /** Length of the time drawn. */
  spanMs: number
  /** From one lane to the next. */
  pitch: number
  /** From the upper edge of a lane to its bars. */
  barTop: number
  barHeight: number
}

const SMALLEST = 3
const GAP = 1

/** One lane for each job, in their order. A bar is as long as its job usually takes, and ends before the next start of it. */
export function layOutUpcoming({ jobs, holds }: Pick<UpcomingAnswer, 'jobs' | 'holds'>, space: LaneSpace): StartShape[] {
  return jobs.flatMap((job, index) => shapesOf(job, index, { ...space, isNextOnly: job.hold !== null && holds[job.hold]?.kind === 'full' }))
}

function shapesOf({ startsMs, band, usualMs, hold }: UpcomingJob, index: number, { width, spanMs, pitch, barTop, barHeight, isNextOnly }: LaneSpace & { isNextOnly: boolean }): StartShape[] {
  const toX = (ms: number): number => Math.min(width, Math.max(0, ms / spanMs * width))
  const place = { y: index * pitch + barTop, height: barHeight, job: index }
  if (band !== null)
    return [{ ...place, kind: 'band', x: toX(band.fromMs), width: Math.max(SMALLEST, toX(band.toMs) - toX(band.fromMs)), isHeld: hold !== null && !isNextOnly, isUsual: false, startMs: band.fromMs }]
  return startsMs.map((startMs, nth) => {
    const x = Math.min(toX(startMs), width - SMALLEST)
    const next = startsMs[nth + 1]
    const room = (next === undefined ? width : toX(next) - GAP) - x
    const wanted = usualMs === null ? SMALLEST : toX(startMs + usualMs) - x
    return { ...place, kind: 'start', x, width: Math.max(SMALLEST, Math.min(room, wanted)), isHeld: hold !== null && (!isNextOnly || nth === 0), isUsual: usualMs !== null, startMs }
  })
}

/** The shape under the pointer, with a little reach; null for none. */
export function startAt(shapes: readonly StartShape[], x: number, y: number): StartShape | null {
  const reach = 4
  return shapes.findLast(shape => x >= shape.x - reach && x <= shape.x + shape.width + reach && y >= shape.y - reach && y <= shape.y + shape.height + reach) ?? null
}
