import type { NightSheetLayout, SheetShape } from '../../../shared/timeline/night-sheet.ts'
import type { Mark } from '../../../shared/model/run-state.ts'

/** Colours by meaning, read from the page's tokens so that both themes draw alike. */
export type Palette = Readonly<Record<'ink' | 'soft' | 'faint' | 'line' | 'panel' | 'okPale' | 'bad' | 'late' | 'latePale' | 'run', string>>

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return { ink: token('--ink'), soft: token('--ink-soft'), faint: token('--ink-faint'), line: token('--line'), panel: token('--panel'), okPale: token('--ok-pale'), bad: token('--bad'), late: token('--late-bright'), latePale: token('--late-pale'), run: token('--run') }
}

const FILL: Readonly<Record<Mark, keyof Palette>> = { completed: 'okPale', failed: 'bad', crashed: 'bad', late: 'late', missing: 'late', running: 'run', paused: 'late', cancelled: 'faint', scheduled: 'faint', unknown: 'faint' }

export interface SheetTick {
  x: number
  label: string
  /** A new day begins here. */
  isDay: boolean
}

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
  drawAxis(context, { layout, ticks, palette, width })
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

function drawAxis(context: CanvasRenderingContext2D, { layout, ticks, palette, width }: Pick<NightDrawing, 'layout' | 'ticks' | 'palette' | 'width'>): void {
  context.lineWidth = 1
  context.textAlign = 'center'
  for (const { x, label, isDay } of ticks) {
    context.strokeStyle = palette.line
    line(context, Math.round(x) + 0.5, 8, layout.axisY)
    context.fillStyle = isDay ? palette.soft : palette.faint
    context.fillText(label, x, layout.axisY + 11)
  }
  if (layout.nowX === null)
    return
  const x = Math.min(Math.round(layout.nowX) + 0.5, width - 0.5)
  context.strokeStyle = palette.ink
  line(context, x, 0, layout.axisY)
  context.fillStyle = palette.soft
  context.textAlign = 'end'
  context.fillText('now', x - 4, 6)
}

function line(context: CanvasRenderingContext2D, x: number, from: number, to: number): void {
  context.beginPath()
  context.moveTo(x, from)
  context.lineTo(x, to)
  context.stroke()
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

function outline(context: CanvasRenderingContext2D, { x, y, width, height }: Pick<SheetShape, 'x' | 'y' | 'width' | 'height'>, color: string): void {
  context.strokeStyle = color
  context.lineWidth = 1.3
  context.beginPath()
  context.roundRect(x + 0.7, y + 0.7, Math.max(3, width - 1.4), Math.max(2, height - 1.4), 2)
  context.stroke()
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
