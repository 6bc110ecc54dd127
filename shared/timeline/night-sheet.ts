import type { NightSheetAnswer, SheetAbsence, SheetBar } from '../api/night-sheet.ts'
import type { Mark } from '../model/run-state.ts'

/** A run or an absence, where it is drawn. Lengths are CSS pixels from the sheet's upper left. */
export interface SheetShape {
  x: number
  y: number
  width: number
  height: number
  mark: Mark
  /** null for an absence. */
  runId: string | null
  problemId: string | null
  /** Index into the answer's jobs. */
  job: number
  startMs: number
  endMs: number | null
}

/** A job with a problem, named beside its bars. */
export interface SheetLabel {
  x: number
  y: number
  text: string
  /** `end`: the text ends at x. */
  anchor: 'start' | 'end'
}

export interface NightSheetLayout {
  height: number
  /** Quiet shapes first, so that problems are drawn over them. */
  shapes: readonly SheetShape[]
  labels: readonly SheetLabel[]
  nowX: number | null
  /** One for each bucket of density, where there is one. */
  columns: readonly { x: number, width: number, height: number }[]
  /** Lower edge of the drawing, where the axis stands. */
  axisY: number
}

const TOP = 8
const AXIS = 20
const PROBLEM_LANE = 16
const QUIET_LANE = 7
const PROBLEM_LANES = 9
const QUIET_LANES = 16
const SMALLEST = 3
const DENSITY_HEIGHT = 48
/** Rough width of a character of a label; exact text is measured by nobody, so this errs wide. */
const CHARACTER = 6.8

/**
 * Lays the night out on one time axis: jobs with a problem have a lane of their own and their name beside it, all other runs are
 * packed beneath, first lane that is free. What does not fit into the lanes there are shares the last one.
 */
export function layOutNight(answer: NightSheetAnswer, { width, spanMs }: { width: number, spanMs: number }): NightSheetLayout {
  const toX = (ms: number): number => Math.min(width, Math.max(0, ms / spanMs * width))
  const endOf = ({ endMs }: SheetBar): number => endMs ?? answer.nowMs ?? spanMs
  const troubled = [...new Set([...answer.bars, ...answer.absent].filter(({ problemId }) => problemId !== null).map(({ job }) => job))]
  const laneOfJob = new Map(troubled.map((job, index) => [job, Math.min(index, PROBLEM_LANES - 1)]))
  const problemHeight = Math.min(troubled.length, PROBLEM_LANES) * PROBLEM_LANE

  const toShape = (bar: SheetBar, y: number, height: number): SheetShape => {
    const x = toX(bar.startMs)
    return { x, y, width: Math.max(SMALLEST, toX(endOf(bar)) - x), height, mark: bar.mark, runId: bar.runId, problemId: bar.problemId, job: bar.job, startMs: bar.startMs, endMs: bar.endMs }
  }
  const problemY = (job: number): number => TOP + (laneOfJob.get(job) ?? 0) * PROBLEM_LANE + 4

  const quiet: SheetShape[] = []
  const freeFrom: number[] = []
  for (const bar of answer.bars.filter(({ job }) => !laneOfJob.has(job)).sort((a, b) => a.startMs - b.startMs)) {
    const shape = toShape(bar, 0, 4)
    const free = freeFrom.findIndex(x => x <= shape.x)
    const lane = free !== -1 ? free : Math.min(freeFrom.length, QUIET_LANES - 1)
    freeFrom[lane] = shape.x + shape.width + 2
    quiet.push({ ...shape, y: TOP + problemHeight + (problemHeight > 0 ? 6 : 0) + lane * QUIET_LANE })
  }

  const bars = answer.bars.filter(({ job }) => laneOfJob.has(job)).map(bar => toShape(bar, problemY(bar.job), 8))
  const absences = answer.absent.map(absence => toAbsence(absence, { x: toX(absence.dueMs), y: problemY(absence.job), width }))
  const loud = [...bars.filter(({ problemId }) => problemId === null), ...bars.filter(({ problemId }) => problemId !== null), ...absences]
  const quietTop = TOP + problemHeight + (problemHeight > 0 ? 6 : 0)
  const axisY = quietTop + Math.max(3, freeFrom.length) * QUIET_LANE + (answer.density === null ? 0 : DENSITY_HEIGHT) + 4
  return {
    height: axisY + AXIS,
    axisY,
    shapes: [...quiet, ...loud],
    labels: toLabels(answer, loud, { laneOfJob, width }),
    nowX: answer.nowMs === null ? null : toX(answer.nowMs),
    columns: toColumns(answer, toX),
  }
}

function toAbsence({ job, dueMs, problemId }: SheetAbsence, { x, y, width }: { x: number, y: number, width: number }): SheetShape {
  return { x: Math.min(x, width - 12), y, width: 12, height: 8, mark: 'missing', runId: null, problemId, job, startMs: dueMs, endMs: null }
}

/** One name a lane: beside what is drawn last in it, or before what is drawn first where there is no room. */
function toLabels(answer: NightSheetAnswer, shapes: readonly SheetShape[], { laneOfJob, width }: { laneOfJob: ReadonlyMap<number, number>, width: number }): SheetLabel[] {
  const labels: SheetLabel[] = []
  const taken = new Set<number>()
  for (const [job, lane] of laneOfJob) {
    const own = shapes.filter(shape => laneOfJob.get(shape.job) === lane)
    const [first] = own
    if (taken.has(lane) || first === undefined)
      continue
    taken.add(lane)
    const more = [...laneOfJob.values()].filter(other => other === lane).length - 1
    const name = answer.jobs[job]?.flow ?? ''
    const text = more > 0 ? `${more + 1} more jobs` : name.length > 34 ? `${name.slice(0, 33)}…` : name
    const end = Math.max(...own.map(shape => shape.x + shape.width))
    const start = Math.min(...own.map(shape => shape.x))
    const needed = text.length * CHARACTER + 8
    if (end + needed <= width)
      labels.push({ x: end + 6, y: first.y + 4, text, anchor: 'start' })
    else if (start >= needed)
      labels.push({ x: start - 6, y: first.y + 4, text, anchor: 'end' })
  }
  return labels
}

function toColumns({ density }: NightSheetAnswer, toX: (ms: number) => number): NightSheetLayout['columns'] {
  if (density === null)
    return []
  const most = Math.max(1, ...density.counts)
  return density.counts.map((count, index) => ({
    x: toX(index * density.bucketMs),
    width: Math.max(1, toX((index + 1) * density.bucketMs) - toX(index * density.bucketMs) - 1),
    height: count / most * DENSITY_HEIGHT,
  }))
}

/** What lies under the pointer, problems first; null for nothing within reach. */
export function shapeAt(layout: NightSheetLayout, x: number, y: number): SheetShape | null {
  const reach = 3
  return layout.shapes.findLast(shape => x >= shape.x - reach && x <= shape.x + shape.width + reach && y >= shape.y - reach && y <= shape.y + shape.height + reach) ?? null
}
