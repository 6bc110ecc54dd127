import type { NightSheet, SheetAbsence, SheetBar } from '../api/night-sheet.ts'
import type { Mark } from '../model/run-state.ts'

/** A run or an absence, where it is drawn. Lengths are CSS pixels from the sheet's upper left. */
export interface SheetShape {
  x: number
  y: number
  width: number
  height: number
  mark: Mark
  /** Where its due time is, when that is far enough before the start to be seen. */
  dueX: number | null
  /** null for an absence, and for a good run whose id was not sent. */
  runId: string | null
  problemId: string | null
  /** Index into the sheet's jobs. */
  job: number
  startMs: number
  endMs: number | null
}

/** A problem, named beside its bars. */
export interface SheetLabel {
  x: number
  /** Middle of the text. */
  y: number
  text: string
  /** `end`: the text ends at x. */
  anchor: 'start' | 'end'
  problemId: string
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

export interface SheetSpace {
  width: number
  /** Whole height, axis included; it does not depend on what is drawn, so that nothing moves when data arrives. */
  height: number
  /** Length of the window. */
  spanMs: number
  /** What to write beside the bars of a problem, worst first; a problem that is not in it has no name. */
  names: ReadonlyMap<string, string>
}

/** Room for the word above the line of now. */
const TOP = 14
const AXIS = 20
/** Distances of lanes, widest first: few runs stand apart, many stand close. */
const PITCHES = [14, 11, 8.5, 7, 6]
const SMALLEST = 3
const GAP = 2
const ABSENCE_WIDTH = 14
const DENSITY_SHARE = 0.4
/** Width of a character of a label at 12 px. Nobody measures the text, so this errs wide. */
const CHARACTER = 6.9
const LABEL_HEIGHT = 13
const LONGEST_NAME = 32
const MOST_BLOCK_LANES = 8

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** Runs and absences of one problem: a lane for each of its jobs, one name for all. */
interface Block {
  problemId: string
  name: string | null
  /** One list a lane. */
  lanes: (SheetBar | SheetAbsence)[][]
}

interface Plan {
  shapes: SheetShape[]
  labels: SheetLabel[]
  /** Whether every bar has a place of its own and every name was written. */
  isRoomy: boolean
}

/**
 * Lays the night out on one time axis. Problems choose their place first, with their name beside them; the runs of each other job
 * fill the lanes that are left, together in one lane where they fit. With too many runs for the height, good ones overlap.
 */
export function layOutNight(answer: NightSheet, space: SheetSpace): NightSheetLayout {
  const axisY = space.height - AXIS
  let plan: Plan = { shapes: [], labels: [], isRoomy: false }
  for (const pitch of PITCHES) {
    if (!plan.isRoomy)
      plan = planLanes(answer, space, pitch)
  }
  const toX = scaleOf(space)
  return {
    height: space.height,
    axisY,
    shapes: plan.shapes,
    labels: plan.labels,
    nowX: answer.nowMs === null ? null : toX(answer.nowMs),
    columns: toColumns(answer, { toX, most: (axisY - TOP) * DENSITY_SHARE }),
  }
}

function scaleOf({ width, spanMs }: Pick<SheetSpace, 'width' | 'spanMs'>): (ms: number) => number {
  return ms => Math.min(width, Math.max(0, ms / spanMs * width))
}

function planLanes(answer: NightSheet, space: SheetSpace, pitch: number): Plan {
  const toX = scaleOf(space)
  const laneCount = Math.max(3, Math.floor((space.height - AXIS - TOP) / pitch))
  const barHeight = Math.min(8, Math.max(4, pitch - 2.5))
  const toShape = (of: SheetBar | SheetAbsence, lane: number): SheetShape => placeOf(of, { toX, answer, space, y: TOP + lane * pitch + (pitch - barHeight) / 2, height: barHeight })
  const ground = createGround(space.width, laneCount)

  const taken: Box[] = []
  const loud: SheetShape[] = []
  const labels: SheetLabel[] = []
  let isRoomy = true
  for (const block of toBlocks(answer, space.names)) {
    const found = findPlace(block, { taken, laneCount, pitch, toShape, space })
    isRoomy &&= found.isFree
    loud.push(...found.shapes)
    taken.push(...found.shapes.map(shape => boxOf(shape, GAP)))
    if (found.label !== null) {
      labels.push(found.label.label)
      taken.push(found.label.box)
    }
  }
  for (const { left, right, top, bottom } of taken)
    ground.take(left, right, Math.floor((top - TOP) / pitch), Math.floor((bottom - TOP - 0.01) / pitch))

  const quiet: SheetShape[] = []
  for (const bars of quietByJob(answer)) {
    const whole = ground.laneFor(bars.map(bar => spanOf(toShape(bar, 0))))
    for (const bar of bars) {
      const span = spanOf(toShape(bar, 0))
      const lane = whole ?? ground.laneFor([span])
      isRoomy &&= lane !== null
      const drawn = lane ?? bar.job % laneCount
      ground.take(span.left, span.right, drawn, drawn)
      quiet.push(toShape(bar, drawn))
    }
  }
  return { shapes: [...quiet, ...loud], labels, isRoomy }
}

function placeOf(of: SheetBar | SheetAbsence, { toX, answer, space, y, height }: { toX: (ms: number) => number, answer: NightSheet, space: SheetSpace, y: number, height: number }): SheetShape {
  if (!('runId' in of)) {
    const x = Math.max(0, Math.min(toX(of.dueMs), space.width - ABSENCE_WIDTH))
    return { x, y, width: ABSENCE_WIDTH, height, mark: 'missing', dueX: null, runId: null, problemId: of.problemId, job: of.job, startMs: of.dueMs, endMs: null }
  }
  const end = toX(of.endMs ?? answer.nowMs ?? space.spanMs)
  const start = Math.min(toX(of.startMs), space.width - SMALLEST)
  const dueX = of.dueMs === null || start - toX(of.dueMs) < SMALLEST ? null : toX(of.dueMs)
  return { x: start, y, width: Math.max(SMALLEST, end - start), height, mark: of.mark, dueX, runId: of.runId, problemId: of.problemId, job: of.job, startMs: of.startMs, endMs: of.endMs }
}

const spanOf = ({ x, width }: SheetShape): { left: number, right: number } => ({ left: x - GAP / 2, right: x + width + GAP / 2 })

const boxOf = ({ x, y, width, height, dueX }: SheetShape, margin: number): Box => ({ left: (dueX ?? x) - margin, right: x + width + margin, top: y - margin / 2, bottom: y + height + margin / 2 })

const meets = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Named problems first, worst first; then the others as they come. */
function toBlocks({ bars, absent }: NightSheet, names: ReadonlyMap<string, string>): Block[] {
  const byProblem = new Map<string, Map<number, (SheetBar | SheetAbsence)[]>>([...names.keys()].map(id => [id, new Map()]))
  for (const of of [...bars, ...absent]) {
    if (of.problemId === null && 'runId' in of)
      continue
    const key = of.problemId ?? `absent ${of.job}`
    const jobs = byProblem.get(key) ?? new Map<number, (SheetBar | SheetAbsence)[]>()
    byProblem.set(key, jobs.set(of.job, [...jobs.get(of.job) ?? [], of]))
  }
  return [...byProblem].filter(([, jobs]) => jobs.size > 0).map(([problemId, jobs]) => {
    const inOrder = [...jobs.values()].sort((a, b) => firstMs(a) - firstMs(b))
    const own = inOrder.slice(0, MOST_BLOCK_LANES)
    return { problemId, name: names.get(problemId) ?? null, lanes: own.map((lane, index) => index === MOST_BLOCK_LANES - 1 ? inOrder.slice(index).flat() : lane) }
  })
}

function firstMs(lane: readonly (SheetBar | SheetAbsence)[]): number {
  return Math.min(...lane.map(of => 'runId' in of ? of.startMs : of.dueMs))
}

interface Ground {
  taken: readonly Box[]
  laneCount: number
  pitch: number
  toShape: (of: SheetBar | SheetAbsence, lane: number) => SheetShape
  space: SheetSpace
}

interface Found {
  shapes: SheetShape[]
  label: { label: SheetLabel, box: Box } | null
  /** Whether nothing lies under it and its name, if it has one, is written. */
  isFree: boolean
}

/** The uppermost lanes where the block and its name touch nothing; else where the block alone does; else the top, over others. */
function findPlace(block: Block, ground: Ground): Found {
  const { taken, laneCount, toShape } = ground
  const at = (first: number): SheetShape[] => block.lanes.flatMap((lane, index) => lane.map(of => toShape(of, Math.min(laneCount - 1, first + index))))
  const isClear = (shapes: readonly SheetShape[]): boolean => !shapes.some(shape => taken.some(box => meets(box, boxOf(shape, 1))))
  let nameless: SheetShape[] | null = null
  for (let first = 0; first <= Math.max(0, laneCount - block.lanes.length); first++) {
    const shapes = at(first)
    if (!isClear(shapes))
      continue
    nameless ??= shapes
    const label = block.name === null ? null : findLabel(block.problemId, block.name, shapes, ground)
    if (label !== null || block.name === null)
      return { shapes, label, isFree: true }
  }
  return { shapes: nameless ?? at(0), label: null, isFree: nameless !== null && block.name === null }
}

/** After the bars, else before them, else under them. */
function findLabel(problemId: string, name: string, shapes: readonly SheetShape[], { taken, space }: Ground): Found['label'] {
  const text = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name
  const width = text.length * CHARACTER
  const boxes = shapes.map(shape => boxOf(shape, 0))
  const left = Math.min(...boxes.map(box => box.left))
  const right = Math.max(...boxes.map(box => box.right))
  const top = Math.min(...boxes.map(box => box.top))
  const bottom = Math.max(...boxes.map(box => box.bottom))
  const middle = (top + bottom) / 2
  const places = [
    { x: right + 6, y: middle, anchor: 'start' as const },
    { x: left - 6, y: middle, anchor: 'end' as const },
    { x: left, y: bottom + LABEL_HEIGHT / 2 + 1, anchor: 'start' as const },
    { x: right, y: bottom + LABEL_HEIGHT / 2 + 1, anchor: 'end' as const },
  ]
  for (const { x, y, anchor } of places) {
    const from = anchor === 'start' ? x : x - width
    const box = { left: from - 3, right: from + width + 3, top: y - LABEL_HEIGHT / 2, bottom: y + LABEL_HEIGHT / 2 }
    const isInside = from >= 0 && from + width <= space.width && box.top >= TOP - 6 && box.bottom <= space.height - AXIS + 2
    if (isInside && ![...taken, ...boxes].some(other => meets(other, box)))
      return { label: { x, y, text, anchor, problemId }, box }
  }
  return null
}

/** Good runs and those that need nobody, those of one job together, earliest job first. */
function quietByJob({ bars }: NightSheet): SheetBar[][] {
  const byJob = new Map<number, SheetBar[]>()
  for (const bar of bars) {
    if (bar.problemId === null)
      byJob.set(bar.job, [...byJob.get(bar.job) ?? [], bar])
  }
  return [...byJob.values()].sort((a, b) => firstMs(a) - firstMs(b))
}

/** Which pixels of which lanes are taken. */
function createGround(width: number, laneCount: number): { take: (left: number, right: number, first: number, last: number) => void, laneFor: (spans: readonly { left: number, right: number }[]) => number | null } {
  const lanes = Array.from({ length: laneCount }, () => new Uint8Array(Math.ceil(width) + 2))
  return {
    take(left, right, first, last) {
      for (const lane of lanes.slice(Math.max(0, first), Math.max(0, last + 1)))
        lane.fill(1, Math.max(0, Math.floor(left)), Math.max(0, Math.ceil(right)))
    },
    laneFor(spans) {
      const index = lanes.findIndex(lane => spans.every(({ left, right }) => lane.subarray(Math.max(0, Math.floor(left)), Math.max(0, Math.ceil(right))).indexOf(1) === -1))
      return index === -1 ? null : index
    },
  }
}

function toColumns({ density }: NightSheet, { toX, most }: { toX: (ms: number) => number, most: number }): NightSheetLayout['columns'] {
  if (density === null)
    return []
  const highest = Math.max(1, ...density.counts)
  return density.counts.map((count, index) => ({
    x: toX(index * density.bucketMs),
    width: Math.max(1, toX((index + 1) * density.bucketMs) - toX(index * density.bucketMs) - 1),
    height: count / highest * most,
  }))
}

/** What lies under the pointer, problems first; null for nothing within reach. */
export function shapeAt(layout: NightSheetLayout, x: number, y: number): SheetShape | null {
  const reach = 3
  return layout.shapes.findLast(shape => x >= shape.x - reach && x <= shape.x + shape.width + reach && y >= shape.y - reach && y <= shape.y + shape.height + reach) ?? null
}
