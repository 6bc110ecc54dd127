import type { AxisView } from '../../../shared/timeline/axis-view.ts'
import type { Cover } from '../../../shared/timeline/fold-cover.ts'
import type { LaneLink } from '../../../shared/timeline/lane-places.ts'
import { isFold, lanesInView, markOf, type FoldLane, type TaskLane } from '../../../shared/timeline/task-lanes.ts'
import type { Segment } from '../../../shared/timeline/task-segments.ts'
import { colorOf, cutTo, drawBar, type Bar, type TimelineColors } from './draw-bar.ts'

export const LANE_HEIGHT = 26
/** Below the lanes: the clock. */
export const AXIS_HEIGHT = 30
/** Above them: the run itself, where it has something to tell. */
export const RUN_HEIGHT = 26
const BAR_HEIGHT = 14
/** A task of no length can still be seen and hit. */
const MIN_BAR_WIDTH = 3
/** What stands for a bar of which only the start, or nothing, is known. */
const STUB_WIDTH = 28
const SIDE = 14
const INDENT = 14
const CARET_WIDTH = 14
const GLYPH = 9
const LABEL_GAP = 8
/** Bars narrower than this are not parted into attempts. */
const SMALLEST_PARTED = 6

/** What is drawn of the run itself. */
export interface RunStrip {
  segments: readonly Segment[]
  /** Offsets of what the run left for people. */
  artifactsMs: readonly number[]
}

/** What is drawn with the lanes. */
export interface TimelineDecor {
  /** null: nothing to tell. */
  run: RunStrip | null
  /** Offset of now; null: the run is over. */
  nowMs: number | null
  nameOf: (lane: TaskLane) => string
  /** What stands beside a bar. */
  noteOf: (lane: TaskLane) => string
  /** Attempts and waits of a row; null: not known, or none worth telling apart. */
  segmentsOf: (rowId: string) => readonly Segment[] | null
  coverOf: (lane: FoldLane) => readonly Cover[]
  /** How long such a task usually takes; null: not known. */
  usualMsOf: (lane: TaskLane) => number | null
  artifactsMsOf: (rowId: string) => readonly number[]
  links: readonly LaneLink[]
  /** Lanes of the critical path, by key, and the lines between them; null: not shown. */
  path: { keys: ReadonlySet<string>, links: readonly LaneLink[] } | null
}

export interface TimelineScene extends TimelineDecor {
  lanes: readonly TaskLane[]
  view: AxisView
  width: number
  height: number
  scrollTop: number
  /** Lanes, by position; null: none. */
  hovered: number | null
  selected: number | null
  active: number | null
  ticks: readonly { offsetMs: number, label: string }[]
  colors: TimelineColors
  /** 0 to 1, moves the edge of running bars; null where nothing may move. */
  phase: number | null
}

/** How much of the width names take: a third where it is narrow. */
export function nameWidth(width: number): number {
  return Math.round(Math.min(280, width * (width < 600 ? 0.34 : 0.24)))
}

/** Where an offset lies on a canvas of this width, in CSS px. */
export function toX(offsetMs: number, { fromMs, toMs }: AxisView, width: number): number {
  const left = nameWidth(width) + SIDE
  return left + (offsetMs - fromMs) / (toMs - fromMs) * (width - left - SIDE)
}

/** The offset that lies at an x. */
export function fromX(x: number, { fromMs, toMs }: AxisView, width: number): number {
  const left = nameWidth(width) + SIDE
  return fromMs + (x - left) / (width - left - SIDE) * (toMs - fromMs)
}

/** Whether an x lies on what opens and shuts a lane. */
export function isOnCaret(x: number, lane: TaskLane): boolean {
  return lane.isOpen !== null && x < SIDE / 2 + lane.depth * INDENT + CARET_WIDTH + 4
}

/** Draws what of the timeline is in view, and nothing else: its cost does not grow with the number of rows. */
export function drawTimeline(context: CanvasRenderingContext2D, scene: TimelineScene): void {
  const { lanes, width, height, scrollTop, colors } = scene
  const top = topOf(scene)
  const bottom = height - AXIS_HEIGHT
  context.clearRect(0, 0, width, height)
  context.font = colors.font
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  const { first, last } = lanesInView({ count: lanes.length, laneHeight: LANE_HEIGHT, scrollTop, height: bottom - top })
  clipped(context, { x: 0, y: top, width, height: bottom - top }, () => eachLane(scene, first, last, drawGround, context))
  drawAxis(context, scene, top)
  const left = nameWidth(width)
  clipped(context, { x: left, y: 0, width: width - left, height: bottom }, () => {
    if (scene.run !== null)
      drawRun(context, scene.run, scene)
  })
  clipped(context, { x: left, y: top, width: width - left, height: bottom - top }, () => {
    eachLane(scene, first, last, drawLane, context)
    drawLinks(context, scene)
  })
  clipped(context, { x: 0, y: top, width: left, height: bottom - top }, () => eachLane(scene, first, last, drawName, context))
  if (scene.run !== null) {
    context.fillStyle = colors.soft
    context.fillText('run', SIDE / 2 + CARET_WIDTH, RUN_HEIGHT / 2)
  }
}

function topOf({ run }: Pick<TimelineScene, 'run'>): number {
  return run === null ? 0 : RUN_HEIGHT
}

function clipped(context: CanvasRenderingContext2D, { x, y, width, height }: Bar, draw: () => void): void {
  context.save()
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
  draw()
  context.restore()
}

type DrawLane = (context: CanvasRenderingContext2D, lane: TaskLane, at: { index: number, top: number }, scene: TimelineScene) => void

function eachLane(scene: TimelineScene, first: number, last: number, draw: DrawLane, context: CanvasRenderingContext2D): void {
  for (let index = first; index <= last; index++) {
    const lane = scene.lanes[index]
    if (lane !== undefined)
      draw(context, lane, { index, top: topOf(scene) + index * LANE_HEIGHT - scene.scrollTop }, scene)
  }
}

function drawGround(context: CanvasRenderingContext2D, _lane: TaskLane, { index, top }: { index: number, top: number }, { selected, hovered, active, width, colors }: TimelineScene): void {
  if (index !== selected && index !== hovered && index !== active)
    return
  context.fillStyle = colors.hover
  context.fillRect(0, top, width, LANE_HEIGHT)
  if (index === active) {
    context.strokeStyle = colors.lineStrong
    context.lineWidth = 1
    context.strokeRect(0.5, top + 0.5, width - 1, LANE_HEIGHT - 1)
  }
  if (index === selected) {
    context.fillStyle = colors.ink
    context.fillRect(0, top, 3, LANE_HEIGHT)
  }
}

function drawAxis(context: CanvasRenderingContext2D, { view, width, height, ticks, colors, nowMs }: TimelineScene, top: number): void {
  const bottom = height - AXIS_HEIGHT
  const left = nameWidth(width)
  const line = (x: number, from: number): void => {
    context.beginPath()
    context.moveTo(x, from)
    context.lineTo(x, bottom)
    context.stroke()
  }
  context.strokeStyle = colors.line
  context.lineWidth = 1
  line(left + 0.5, 0)
  if (top > 0) {
    context.beginPath()
    context.moveTo(0, top - 0.5)
    context.lineTo(width, top - 0.5)
    context.stroke()
  }
  context.fillStyle = colors.faint
  context.textAlign = 'center'
  for (const { offsetMs, label } of ticks) {
    const x = Math.round(toX(offsetMs, view, width)) + 0.5
    line(x, 0)
    const half = context.measureText(label).width / 2
    if (x > left + half)
      context.fillText(label, Math.min(x, width - half - 2), bottom + AXIS_HEIGHT / 2 + 2)
  }
  context.textAlign = 'left'
  if (nowMs !== null) {
    context.strokeStyle = colors.running
    line(Math.round(toX(nowMs, view, width)) + 0.5, 0)
  }
}

function drawName(context: CanvasRenderingContext2D, lane: TaskLane, { index, top }: { index: number, top: number }, scene: TimelineScene): void {
  const { colors, width, path, selected } = scene
  const mark = markOf(lane)
  const middle = top + LANE_HEIGHT / 2
  const caretX = SIDE / 2 + lane.depth * INDENT
  if (lane.isOpen !== null) {
    context.fillStyle = colors.soft
    drawCaret(context, caretX + 5, middle, lane.isOpen)
  }
  const glyphX = caretX + CARET_WIDTH
  const isFaded = path !== null && !path.keys.has(lane.key)
  context.globalAlpha = isFaded ? 0.4 : 1
  drawBar(context, { x: glyphX, y: middle - GLYPH / 2, width: GLYPH, height: GLYPH }, { mark, colors, isHollow: lane.kind === 'absent' || mark === 'scheduled' })
  context.fillStyle = mark === 'failed' || mark === 'crashed' ? colors.bad : index === selected || lane.kind === 'group' || lane.kind === 'attempt' ? colors.ink : colors.soft
  const x = glyphX + GLYPH + LABEL_GAP
  context.fillText(cutTo(context, scene.nameOf(lane), nameWidth(width) - x - 4), x, middle)
  context.globalAlpha = 1
}

function drawCaret(context: CanvasRenderingContext2D, x: number, y: number, isOpen: boolean): void {
  context.beginPath()
  if (isOpen) {
    context.moveTo(x - 4, y - 2)
    context.lineTo(x + 4, y - 2)
    context.lineTo(x, y + 3)
  }
  else {
    context.moveTo(x - 2, y - 4)
    context.lineTo(x + 3, y)
    context.lineTo(x - 2, y + 4)
  }
  context.closePath()
  context.fill()
}

/** The run's own attempts and waits, and what it left. */
function drawRun(context: CanvasRenderingContext2D, { segments, artifactsMs }: RunStrip, scene: TimelineScene): void {
  const { view, width, colors } = scene
  const y = (RUN_HEIGHT - BAR_HEIGHT) / 2
  for (const segment of segments)
    drawSegment(context, segment, { fromMs: view.fromMs, toMs: view.toMs, y }, scene)
  for (const atMs of artifactsMs)
    drawDiamond(context, toX(atMs, view, width), RUN_HEIGHT / 2, colors)
}

function drawLane(context: CanvasRenderingContext2D, lane: TaskLane, { top }: { index: number, top: number }, scene: TimelineScene): void {
  const { view, width, colors, phase, path } = scene
  const left = toX(lane.startMs, view, width)
  const stub = Math.min(left + STUB_WIDTH, width - 2)
  const right = lane.extent === 'whole' || lane.extent === 'open' ? toX(lane.endMs, view, width) : stub
  const bar = lane.kind === 'absent'
    ? { x: width - SIDE - STUB_WIDTH, y: top + (LANE_HEIGHT - BAR_HEIGHT) / 2, width: STUB_WIDTH, height: BAR_HEIGHT }
    : { x: left, y: top + (LANE_HEIGHT - BAR_HEIGHT) / 2, width: Math.max(MIN_BAR_WIDTH, right - left), height: BAR_HEIGHT }
  const seen = inSight(bar, width)
  context.globalAlpha = path !== null && !path.keys.has(lane.key) ? 0.4 : 1
  const usualMs = scene.usualMsOf(lane)
  const usual = usualMs === null || lane.extent === 'unplaced' ? null : { ...bar, width: Math.max(MIN_BAR_WIDTH, toX(lane.startMs + usualMs, view, width) - left) }
  if (usual !== null)
    drawUsual(context, inSight(usual, width), colors)
  const segments = lane.kind === 'row' && bar.width >= SMALLEST_PARTED ? scene.segmentsOf(lane.row.id) : null
  if (isFold(lane) && lane.extent !== 'unplaced')
    drawCover(context, lane, bar, scene)
  else if (segments !== null)
    segments.forEach(segment => drawSegment(context, segment, { fromMs: lane.startMs, toMs: lane.endMs, y: bar.y }, scene))
  else if (seen !== null)
    drawBar(context, seen, { mark: markOf(lane), colors, phase, isHollow: lane.extent === 'unplaced', isEndKnown: lane.extent !== 'end-unknown' })
  if (lane.kind === 'row')
    scene.artifactsMsOf(lane.row.id).forEach(atMs => drawDiamond(context, toX(atMs, view, width), top + LANE_HEIGHT / 2, colors))
  if (path?.keys.has(lane.key) === true) {
    context.fillStyle = colors.ink
    context.fillRect(bar.x, bar.y + BAR_HEIGHT + 2, bar.width, 2)
  }
  drawNote(context, usual === null || usual.width < bar.width ? bar : usual, top + LANE_HEIGHT / 2, lane, scene)
  context.globalAlpha = 1
}

/** The part of a bar on the canvas, a little beyond its edges: zoomed in, a bar may be millions of px wide. null: none. */
function inSight(bar: Bar, width: number): Bar | null {
  const left = nameWidth(width) - 10
  const x = Math.max(bar.x, left)
  const right = Math.min(bar.x + bar.width, width + 30)
  return right <= x ? null : { ...bar, x, width: right - x }
}

/** What was usual is an outline behind what happened. */
function drawUsual(context: CanvasRenderingContext2D, bar: Bar | null, colors: TimelineColors): void {
  if (bar === null)
    return
  context.beginPath()
  context.roundRect(bar.x - 1.5, bar.y - 2.5, bar.width + 3, bar.height + 5, 4)
  context.strokeStyle = colors.lineStrong
  context.lineWidth = 1
  context.stroke()
}

/** An attempt is a bar; a wait a pale band between two. */
function drawSegment(context: CanvasRenderingContext2D, segment: Segment, { fromMs, toMs, y }: { fromMs: number, toMs: number, y: number }, { view, width, colors, phase }: TimelineScene): void {
  const from = Math.max(fromMs, segment.fromMs)
  const to = Math.min(toMs, segment.toMs ?? toMs)
  if (to < from)
    return
  const x = toX(from, view, width)
  const bar = inSight({ x, y, width: Math.max(segment.kind === 'attempt' ? MIN_BAR_WIDTH : 0, toX(to, view, width) - x - 0.5), height: BAR_HEIGHT }, width)
  if (bar === null)
    return
  if (segment.kind === 'attempt') {
    drawBar(context, bar, { mark: segment.mark, colors, phase })
    return
  }
  if (segment.isOver)
    return
  context.fillStyle = colors.latePale
  context.fillRect(bar.x, bar.y + 3, bar.width, bar.height - 6)
  context.strokeStyle = colors.late
  context.lineWidth = 1
  context.setLineDash([2, 3])
  context.beginPath()
  context.moveTo(bar.x, bar.y + bar.height / 2)
  context.lineTo(bar.x + bar.width, bar.y + bar.height / 2)
  context.stroke()
  context.setLineDash([])
}

/** When any of the folded rows was at work, on a pale line from the first to the last. */
function drawCover(context: CanvasRenderingContext2D, lane: FoldLane, bar: Bar, scene: TimelineScene): void {
  const { view, width, colors } = scene
  const whole = inSight(bar, width)
  if (whole === null)
    return
  const isParted = lane.isOpen === true && lane.kind === 'attempt' // its tasks stand below
  context.fillStyle = isParted ? colors.lineStrong : colors.line
  context.fillRect(whole.x, isParted ? bar.y + BAR_HEIGHT + 2 : bar.y + BAR_HEIGHT / 2 - 1, whole.width, 2)
  if (isParted)
    return
  let lastX = Number.NEGATIVE_INFINITY
  let lastMark = ''
  for (const { mark, fromMs, toMs } of scene.coverOf(lane)) {
    const x = toX(fromMs, view, width)
    const isBad = mark === 'failed' || mark === 'crashed'
    const cover = inSight({ ...bar, x, width: Math.max(isBad ? MIN_BAR_WIDTH : 1, toX(toMs, view, width) - x) }, width)
    if (cover === null || (mark === lastMark && cover.x + cover.width <= lastX + 0.5)) // nothing new to see
      continue
    lastX = cover.x + cover.width
    lastMark = mark
    if (cover.width >= 4) {
      drawBar(context, cover, { mark, colors })
    }
    else {
      context.fillStyle = mark === 'completed' ? colors.ok : colorOf(mark, colors)
      context.fillRect(cover.x, cover.y, cover.width, cover.height)
    }
  }
}

/** What was left for people. */
function drawDiamond(context: CanvasRenderingContext2D, x: number, y: number, colors: TimelineColors): void {
  context.beginPath()
  context.moveTo(x, y - 5)
  context.lineTo(x + 5, y)
  context.lineTo(x, y + 5)
  context.lineTo(x - 5, y)
  context.closePath()
  context.fillStyle = colors.panel
  context.fill()
  context.strokeStyle = colors.ink
  context.lineWidth = 1.25
  context.stroke()
}

/** Beside the bar, after it where there is room, else before it; where the bar is out of sight, at the edge it lies behind. */
function drawNote(context: CanvasRenderingContext2D, bar: Bar, y: number, lane: TaskLane, scene: TimelineScene): void {
  const { width, colors } = scene
  const mark = markOf(lane)
  const left = nameWidth(width) + SIDE / 2
  const edge = width - SIDE / 2
  const note = scene.noteOf(lane)
  context.fillStyle = mark === 'failed' || mark === 'crashed' ? colors.bad : colors.soft
  const from = Math.max(left, bar.x + bar.width + LABEL_GAP)
  const before = Math.min(edge, bar.x - LABEL_GAP)
  const needed = context.measureText(note).width
  if (bar.x + bar.width < left) {
    context.fillText(cutTo(context, `‹ ${note}`, edge - left), left, y)
  }
  else if (bar.x > edge) {
    const text = cutTo(context, `${note} ›`, edge - left)
    context.fillText(text, edge - context.measureText(text).width, y)
  }
  else if (needed <= edge - from) {
    context.fillText(note, from, y)
  }
  else if (needed <= before - left) {
    context.fillText(note, before - needed, y)
  }
  else if (needed + 24 <= Math.min(edge, bar.x + bar.width) - Math.max(left, bar.x)) {
    context.fillStyle = mark === 'completed' || isFold(lane) ? colors.ink : colors.panel
    context.fillText(note, Math.max(left, bar.x) + LABEL_GAP, y)
  }
  else if (before - left > edge - from) {
    const text = cutTo(context, note, before - left)
    context.fillText(text, before - context.measureText(text).width, y)
  }
  else {
    context.fillText(cutTo(context, note, edge - from), from, y)
  }
}

function drawLinks(context: CanvasRenderingContext2D, scene: TimelineScene): void {
  context.strokeStyle = scene.colors.faint
  context.lineWidth = 1.25
  scene.links.forEach(link => drawLink(context, link, scene))
  context.strokeStyle = scene.colors.ink
  context.lineWidth = 1.5
  context.setLineDash([4, 3])
  scene.path?.links.forEach(link => drawLink(context, link, scene))
  context.setLineDash([])
}

function drawLink(context: CanvasRenderingContext2D, { fromLane, toLane, fromMs, toMs }: LaneLink, scene: TimelineScene): void {
  const { view, width, scrollTop, height } = scene
  const yOf = (lane: number): number => topOf(scene) + lane * LANE_HEIGHT - scrollTop + LANE_HEIGHT / 2
  const [fromY, toY] = [yOf(fromLane), yOf(toLane)]
  if (Math.max(fromY, toY) < 0 || Math.min(fromY, toY) > height)
    return
  const [fromX, toX_] = [toX(fromMs, view, width), toX(toMs, view, width)]
  const bend = Math.min(18, Math.max(6, Math.abs(toX_ - fromX) / 2))
  context.beginPath()
  context.moveTo(fromX, fromY)
  context.bezierCurveTo(fromX + bend, fromY, toX_ - bend, toY, toX_ - 2, toY)
  context.stroke()
  context.beginPath()
  context.arc(toX_ - 2, toY, 2, 0, 2 * Math.PI)
  context.stroke()
}
