import type { Mark } from '../../../shared/model/run-state.ts'
import { lanesInView, type TaskLane, type TaskLanes } from '../../../shared/timeline/task-lanes.ts'

export const LANE_HEIGHT = 26
/** Below the lanes: the clock. */
export const AXIS_HEIGHT = 24
const BAR_HEIGHT = 14
/** A task of no length can still be seen and hit. */
const MIN_BAR_WIDTH = 3
/** What stands for a bar of which only the start, or nothing, is known. */
const STUB_WIDTH = 28
const SIDE = 14
const LABEL_GAP = 8

/** Colours by meaning, read from the tokens of the page. */
export type TimelineColors = Record<'ink' | 'soft' | 'faint' | 'line' | 'panel' | 'hover' | 'ok' | 'okPale' | 'bad' | 'late' | 'running', string> & { font: string }

export interface TimelineScene {
  layout: TaskLanes
  width: number
  height: number
  scrollTop: number
  /** Lanes, by position; null: none. */
  hovered: number | null
  selected: number | null
  active: number | null
  ticks: readonly { offsetMs: number, label: string }[]
  labelOf: (lane: TaskLane) => string
  colors: TimelineColors
  /** 0 to 1, moves the edge of running bars; null where nothing may move. */
  phase: number | null
}

/** Where an offset lies on a canvas of this width, in CSS px. */
export function toX(offsetMs: number, { fromMs, toMs }: Pick<TaskLanes, 'fromMs' | 'toMs'>, width: number): number {
  return SIDE + (offsetMs - fromMs) / (toMs - fromMs) * (width - 2 * SIDE)
}

/** The page's tokens, so that both themes draw alike. */
export function readTimelineColors(element: Element): TimelineColors {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return { ink: token('--ink'), soft: token('--ink-soft'), faint: token('--ink-faint'), line: token('--line'), panel: token('--panel'), hover: token('--paper'), ok: token('--ok'), okPale: token('--ok-pale'), bad: token('--bad'), late: token('--late-bright'), running: token('--run'), font: '12px "Inter Variable", system-ui, sans-serif' }
}

/** Draws what of the timeline is in view, and nothing else: its cost does not grow with the number of rows. */
export function drawTimeline(context: CanvasRenderingContext2D, scene: TimelineScene): void {
  const { layout, width, height, scrollTop, colors } = scene
  context.clearRect(0, 0, width, height)
  context.font = colors.font
  context.textBaseline = 'middle'
  drawAxis(context, scene)
  const { first, last } = lanesInView({ count: layout.lanes.length, laneHeight: LANE_HEIGHT, scrollTop, height: height - AXIS_HEIGHT })
  context.save()
  context.beginPath()
  context.rect(0, 0, width, height - AXIS_HEIGHT)
  context.clip()
  for (let index = first; index <= last; index++) {
    const lane = layout.lanes[index]
    if (lane !== undefined)
      drawLane(context, lane, index, scene)
  }
  context.restore()
}

function drawAxis(context: CanvasRenderingContext2D, { layout, width, height, ticks, colors }: TimelineScene): void {
  const bottom = height - AXIS_HEIGHT
  context.fillStyle = colors.faint
  context.strokeStyle = colors.line
  context.lineWidth = 1
  for (const { offsetMs, label } of ticks) {
    const x = Math.round(toX(offsetMs, layout, width)) + 0.5
    context.beginPath()
    context.moveTo(x, 0)
    context.lineTo(x, bottom)
    context.stroke()
    const half = context.measureText(label).width / 2
    context.textAlign = 'center'
    context.fillText(label, Math.min(Math.max(x, half + 2), width - half - 2), bottom + AXIS_HEIGHT / 2 + 2)
  }
  context.textAlign = 'left'
}

function drawLane(context: CanvasRenderingContext2D, lane: TaskLane, index: number, scene: TimelineScene): void {
  const { layout, width, scrollTop, colors } = scene
  const top = index * LANE_HEIGHT - scrollTop
  if (index === scene.selected || index === scene.hovered || index === scene.active) {
    context.fillStyle = colors.hover
    context.fillRect(0, top, width, LANE_HEIGHT)
    if (index === scene.selected) {
      context.fillStyle = colors.ink
      context.fillRect(0, top, 3, LANE_HEIGHT)
    }
  }
  const left = toX(lane.startMs, layout, width)
  const right = lane.extent === 'whole' || lane.extent === 'open' ? toX(lane.endMs, layout, width) : Math.min(left + STUB_WIDTH, width - 2)
  const bar = { x: left, y: top + (LANE_HEIGHT - BAR_HEIGHT) / 2, width: Math.max(MIN_BAR_WIDTH, right - left) }
  drawBar(context, bar, lane, scene)
  drawLabel(context, bar, top + LANE_HEIGHT / 2, lane, scene)
}

interface Bar {
  x: number
  y: number
  width: number
}

function drawBar(context: CanvasRenderingContext2D, bar: Bar, lane: TaskLane, { colors, phase }: TimelineScene): void {
  const color = colorOf(lane.row.mark, colors)
  context.save()
  context.beginPath()
  if (lane.row.mark === 'crashed' && lane.extent === 'whole')
    tornRect(context, bar)
  else
    context.roundRect(bar.x, bar.y, bar.width, BAR_HEIGHT, Math.min(3, bar.width / 2))
  if (lane.extent === 'unplaced') {
    context.setLineDash([3, 3])
    context.strokeStyle = color
    context.stroke()
  }
  else if (lane.extent === 'end-unknown' || lane.row.mark === 'unknown') {
    hatch(context, bar, color)
  }
  else {
    context.fillStyle = color
    context.fill()
    if (lane.row.mark === 'completed') { // the pale fill alone is too near to the paper
      context.strokeStyle = colors.ok
      context.lineWidth = 0.75
      context.stroke()
    }
    context.clip()
    drawShape(context, bar, lane, colors, phase)
  }
  context.restore()
}

function colorOf(mark: Mark, colors: TimelineColors): string {
  switch (mark) {
    case 'completed':
      return colors.okPale
    case 'failed':
    case 'crashed':
      return colors.bad
    case 'late':
    case 'missing':
    case 'paused':
      return colors.late
    case 'running':
      return colors.running
    case 'cancelled':
    case 'scheduled':
    case 'unknown':
      return colors.faint
  }
}

/** What tells states apart without colour, drawn inside the bar. */
function drawShape(context: CanvasRenderingContext2D, bar: Bar, lane: TaskLane, colors: TimelineColors, phase: number | null): void {
  const middle = bar.y + BAR_HEIGHT / 2
  context.fillStyle = colors.panel
  context.strokeStyle = colors.panel
  switch (lane.row.mark) {
    case 'running': { // slanted strokes at the moving end
      context.lineWidth = 2
      const shift = (phase ?? 0) * 6
      for (let x = bar.x + bar.width - 20 + shift; x < bar.x + bar.width + 6; x += 6) {
        context.beginPath()
        context.moveTo(x - 4, bar.y + BAR_HEIGHT)
        context.lineTo(x + 2, bar.y)
        context.stroke()
      }
      break
    }
    case 'paused': // two bars
      context.fillRect(bar.x + bar.width - 11, bar.y + 3, 2.5, BAR_HEIGHT - 6)
      context.fillRect(bar.x + bar.width - 6, bar.y + 3, 2.5, BAR_HEIGHT - 6)
      break
    case 'cancelled': // struck
      context.lineWidth = 1.5
      context.beginPath()
      context.moveTo(bar.x, middle)
      context.lineTo(bar.x + bar.width, middle)
      context.stroke()
      break
    case 'failed':
      if (bar.width >= 16)
        cross(context, bar.x + bar.width - 8, middle)
      break
    case 'completed':
    case 'crashed':
    case 'late':
    case 'missing':
    case 'scheduled':
    case 'unknown':
      break
  }
}

function cross(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.lineWidth = 1.75
  context.beginPath()
  context.moveTo(x - 3, y - 3)
  context.lineTo(x + 3, y + 3)
  context.moveTo(x + 3, y - 3)
  context.lineTo(x - 3, y + 3)
  context.stroke()
}

/** The right edge in teeth: it broke off. */
function tornRect(context: CanvasRenderingContext2D, { x, y, width }: Bar): void {
  const tooth = Math.min(5, width / 2)
  const step = BAR_HEIGHT / 4
  context.moveTo(x, y)
  context.lineTo(x + width, y)
  for (let index = 1; index <= 4; index++)
    context.lineTo(x + width - (index % 2 === 1 ? tooth : 0), y + index * step)
  context.lineTo(x, y + BAR_HEIGHT)
  context.closePath()
}

function hatch(context: CanvasRenderingContext2D, bar: Bar, color: string): void {
  context.strokeStyle = color
  context.lineWidth = 1
  context.stroke()
  context.clip()
  context.lineWidth = 1.5
  for (let x = bar.x - BAR_HEIGHT; x < bar.x + bar.width; x += 5) {
    context.beginPath()
    context.moveTo(x, bar.y + BAR_HEIGHT)
    context.lineTo(x + BAR_HEIGHT, bar.y)
    context.stroke()
  }
}

/** Beside the bar, after it where there is room, else before it, else inside it, cut with an ellipsis. */
function drawLabel(context: CanvasRenderingContext2D, bar: Bar, y: number, lane: TaskLane, scene: TimelineScene): void {
  const { width, colors } = scene
  const label = scene.labelOf(lane)
  const needed = context.measureText(label).width
  const after = width - SIDE - (bar.x + bar.width + LABEL_GAP)
  const before = bar.x - LABEL_GAP - SIDE
  const inside = bar.width - 2 * LABEL_GAP - 12
  const bad = lane.row.mark === 'failed' || lane.row.mark === 'crashed'
  context.fillStyle = bad ? colors.bad : colors.soft
  if (needed <= after) {
    context.fillText(label, bar.x + bar.width + LABEL_GAP, y)
  }
  else if (needed <= before) {
    context.fillText(label, bar.x - LABEL_GAP - needed, y)
  }
  else if (inside > Math.max(after, before)) {
    context.fillStyle = lane.row.mark === 'completed' ? colors.ink : colors.panel
    context.fillText(cutTo(context, label, inside), bar.x + LABEL_GAP, y)
  }
  else if (after >= before) {
    context.fillText(cutTo(context, label, after), bar.x + bar.width + LABEL_GAP, y)
  }
  else {
    const cut = cutTo(context, label, before)
    context.fillText(cut, bar.x - LABEL_GAP - context.measureText(cut).width, y)
  }
}

function cutTo(context: CanvasRenderingContext2D, label: string, room: number): string {
  if (context.measureText(label).width <= room)
    return label
  let [fits, tooLong] = [0, label.length]
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1
    if (context.measureText(`${label.slice(0, middle)}…`).width <= room)
      fits = middle
    else
      tooLong = middle
  }
  return `${label.slice(0, fits)}…`
}
