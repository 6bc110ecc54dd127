import type { LaneLink } from '../../../shared/timeline/lane-places.ts'
import { lanesInView, type TaskLane } from '../../../shared/timeline/task-lanes.ts'
import type { Bar } from './draw-bar.ts'
import { drawLane, drawName, drawRun } from './draw-lane.ts'
import { AXIS_HEIGHT, CARET_WIDTH, LANE_HEIGHT, nameWidth, RUN_HEIGHT, SIDE, topOf, toX, type TimelineScene } from './timeline-scene.ts'

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
