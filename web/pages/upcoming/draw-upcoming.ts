import type { StartShape } from '../../../shared/timeline/upcoming-lanes.ts'
import { drawAxis, outline, type Palette, type SheetTick } from '../../components/sheet-drawing.ts'

/** Narrower than this a bar has no room for an outline. */
const SMALL = 5

export interface UpcomingDrawing {
  shapes: readonly StartShape[]
  ticks: readonly SheetTick[]
  palette: Palette
  width: number
  /** Of the part that is drawn, and how far below the first lane's top it begins. */
  height: number
  offset: number
  marked: StartShape | null
}

/** Draws a part of the lanes in CSS pixels; the caller has set the scale. What is expected is an outline, what cannot start a dashed one. */
export function drawUpcoming(context: CanvasRenderingContext2D, { shapes, ticks, palette, width, height, offset, marked }: UpcomingDrawing): void {
  context.clearRect(0, 0, width, height)
  drawAxis(context, { ticks: ticks.map(tick => ({ ...tick, label: '' })), nowX: null, axisY: height, palette, width })
  context.save()
  context.translate(0, -offset)
  for (const shape of shapes) {
    if (shape.y + shape.height >= offset && shape.y <= offset + height)
      drawStart(context, shape, palette)
  }
  if (marked !== null) {
    context.strokeStyle = palette.ink
    context.lineWidth = 1.5
    context.beginPath()
    context.roundRect(marked.x - 3, marked.y - 3, marked.width + 6, marked.height + 6, 4)
    context.stroke()
  }
  context.restore()
}

function drawStart(context: CanvasRenderingContext2D, shape: StartShape, palette: Palette): void {
  const { x, y, width, height, kind, isHeld, isUsual } = shape
  if (isHeld) {
    context.setLineDash([3, 2])
    outline(context, shape, palette.late)
    context.setLineDash([])
    return
  }
  context.fillStyle = width > SMALL ? palette.line : palette.soft
  context.beginPath()
  context.roundRect(x, y, width, height, Math.min(2, width / 2))
  context.fill()
  if (kind === 'band')
    cutUp(context, shape, palette)
  else if (width > SMALL)
    outline(context, shape, isUsual ? palette.soft : palette.faint)
}

/** A band of many starts is cut up, so that it is no one long run. */
function cutUp(context: CanvasRenderingContext2D, { x, y, width, height }: StartShape, { soft }: Palette): void {
  context.fillStyle = soft
  for (let at = x; at < x + width; at += 4)
    context.fillRect(at, y, 1, height)
}
