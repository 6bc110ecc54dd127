import { isFold, markOf, type FoldLane, type TaskLane } from '../../../shared/timeline/task-lanes.ts'
import type { Segment } from '../../../shared/timeline/task-segments.ts'
import { colorOf, cutTo, drawBar, type Bar, type TimelineColors } from './draw-bar.ts'
import { CARET_WIDTH, INDENT, LANE_HEIGHT, nameWidth, RUN_HEIGHT, SIDE, toX, type RunStrip, type TimelineScene } from './timeline-scene.ts'

const BAR_HEIGHT = 14
/** A task of no length can still be seen and hit. */
const MIN_BAR_WIDTH = 3
/** What stands for a bar of which only the start, or nothing, is known. */
const STUB_WIDTH = 28
const GLYPH = 9
const LABEL_GAP = 8
/** Bars narrower than this are not parted into attempts. */
const SMALLEST_PARTED = 6

export function drawName(context: CanvasRenderingContext2D, lane: TaskLane, { index, top }: { index: number, top: number }, scene: TimelineScene): void {
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
export function drawRun(context: CanvasRenderingContext2D, { segments, artifactsMs }: RunStrip, scene: TimelineScene): void {
  const { view, width, colors } = scene
  const y = (RUN_HEIGHT - BAR_HEIGHT) / 2
  for (const segment of segments)
    drawSegment(context, segment, { fromMs: view.fromMs, toMs: view.toMs, y }, scene)
  for (const atMs of artifactsMs)
    drawDiamond(context, toX(atMs, view, width), RUN_HEIGHT / 2, colors)
}

export function drawLane(context: CanvasRenderingContext2D, lane: TaskLane, { top }: { index: number, top: number }, scene: TimelineScene): void {
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
