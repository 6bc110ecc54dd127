import type { NightSheetLayout, SheetShape } from '../../../shared/timeline/night-sheet.ts'
import type { Mark } from '../../../shared/model/run-state.ts'
import { drawAxis, outline, type Palette, type SheetTick } from '../../components/sheet-drawing.ts'

const FILL: Readonly<Record<Mark, keyof Palette>> = { completed: 'okPale', failed: 'bad', crashed: 'bad', late: 'late', missing: 'late', running: 'run', paused: 'late', cancelled: 'faint', scheduled: 'faint', unknown: 'faint' }

export interface NightDrawing {
  layout: NightSheetLayout
  ticks: readonly SheetTick[]
  palette: Palette
  width: number
  /** Size and family. */
  font: string
  /** Drawn with a ring: under the pointer, or chosen by key. */
  marked: SheetShape | null
}

/** Draws the whole sheet in CSS pixels; the caller has set the scale. */
export function drawNight(context: CanvasRenderingContext2D, { layout, ticks, palette, width, font, marked }: NightDrawing): void {
  context.clearRect(0, 0, width, layout.height)
  context.font = font
  context.textBaseline = 'middle'
  drawAxis(context, { ...layout, ticks, palette, width })
  context.fillStyle = palette.okPale
  for (const column of layout.columns)
    context.fillRect(column.x, layout.axisY - column.height, column.width, column.height)
  for (const shape of layout.shapes)
    drawShape(context, shape, palette)
  context.fillStyle = palette.ink
  for (const { x, y, text, anchor } of layout.labels) {
    context.textAlign = anchor
    context.fillText(text, x, y)
  }
  if (marked !== null) {
    context.strokeStyle = palette.ink
    context.lineWidth = 1.5
    context.beginPath()
    context.roundRect(marked.x - 3, marked.y - 3, marked.width + 6, marked.height + 6, 4)
    context.stroke()
  }
}

function drawShape(context: CanvasRenderingContext2D, shape: SheetShape, palette: Palette): void {
  const { x, y, width, height, mark, dueX, endMs } = shape
  const color = palette[FILL[mark]]
  if (dueX !== null)
    outline(context, { ...shape, x: dueX, width: x - dueX + 2 }, palette.line)
  if (mark === 'missing' || mark === 'scheduled') {
    context.setLineDash([3, 2])
    outline(context, shape, color)
    context.setLineDash([])
  }
  else if (mark === 'late' && endMs === null) {
    waiting(context, shape, palette)
  }
  else {
    context.fillStyle = color
    context.beginPath()
    if (mark === 'crashed')
      jag(context, shape)
    else
      context.roundRect(x, y, width, height, Math.min(2, width / 2))
    context.fill()
    if (mark === 'cancelled' || mark === 'unknown') {
      context.fillStyle = palette.panel
      context.fillRect(x, y + height / 2 - 0.5, width, 1)
    }
  }
}

/** Due and not begun: a disc where it was due, and the wait since. */
function waiting(context: CanvasRenderingContext2D, { x, y, width, height }: SheetShape, { late, latePale }: Palette): void {
  context.fillStyle = latePale
  context.beginPath()
  context.roundRect(x, y, width, height, 2)
  context.fill()
  outline(context, { x, y, width, height }, late)
  context.fillStyle = late
  context.beginPath()
  context.arc(x + height / 2, y + height / 2, height / 2 + 1, 0, Math.PI * 2)
  context.fill()
}

/** A crash ends in a broken edge. */
function jag(context: CanvasRenderingContext2D, { x, y, width, height }: SheetShape): void {
  const tooth = Math.min(3, width / 2)
  context.moveTo(x, y)
  context.lineTo(x + width, y)
  context.lineTo(x + width - tooth, y + height / 3)
  context.lineTo(x + width, y + height * 2 / 3)
  context.lineTo(x + width - tooth, y + height)
  context.lineTo(x, y + height)
  context.closePath()
}
