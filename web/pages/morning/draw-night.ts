import type { NightSheetLayout, SheetShape } from '../../../shared/timeline/night-sheet.ts'
import type { Mark } from '../../../shared/model/run-state.ts'

/** Colours by meaning, read from the page's tokens so that both themes draw alike. */
export type Palette = Readonly<Record<'ink' | 'soft' | 'faint' | 'line' | 'panel' | 'ok' | 'okPale' | 'bad' | 'late' | 'run', string>>

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return { ink: token('--ink'), soft: token('--ink-soft'), faint: token('--ink-faint'), line: token('--line'), panel: token('--panel'), ok: token('--ok'), okPale: token('--ok-pale'), bad: token('--bad'), late: token('--late-bright'), run: token('--run') }
}

const FILL: Readonly<Record<Mark, keyof Palette>> = { completed: 'okPale', failed: 'bad', crashed: 'bad', late: 'late', missing: 'late', running: 'run', paused: 'late', cancelled: 'faint', scheduled: 'faint', unknown: 'faint' }

export interface NightDrawing {
  layout: NightSheetLayout
  ticks: readonly { x: number, label: string }[]
  palette: Palette
  width: number
  font: string
  /** Drawn with a ring: under the pointer, or chosen by key. */
  marked: SheetShape | null
}

/** Draws the whole sheet in CSS pixels; the caller has set the scale. */
export function drawNight(context: CanvasRenderingContext2D, { layout, ticks, palette, width, font, marked }: NightDrawing): void {
  context.clearRect(0, 0, width, layout.height)
  context.font = font
  context.textBaseline = 'middle'
  drawAxis(context, { layout, ticks, palette })
  context.fillStyle = palette.okPale
  for (const column of layout.columns)
    context.fillRect(column.x, layout.axisY - 4 - column.height, column.width, column.height)
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
    context.strokeRect(marked.x - 2.5, marked.y - 2.5, marked.width + 5, marked.height + 5)
  }
}

function drawAxis(context: CanvasRenderingContext2D, { layout, ticks, palette }: Pick<NightDrawing, 'layout' | 'ticks' | 'palette'>): void {
  context.strokeStyle = palette.line
  context.lineWidth = 1
  context.fillStyle = palette.faint
  context.textAlign = 'center'
  for (const { x, label } of ticks) {
    context.beginPath()
    context.moveTo(Math.round(x) + 0.5, 2)
    context.lineTo(Math.round(x) + 0.5, layout.axisY)
    context.stroke()
    context.fillText(label, x, layout.axisY + 10)
  }
  if (layout.nowX !== null) {
    context.strokeStyle = palette.ink
    context.beginPath()
    context.moveTo(Math.min(layout.nowX, context.canvas.clientWidth - 0.5), 0)
    context.lineTo(Math.min(layout.nowX, context.canvas.clientWidth - 0.5), layout.axisY)
    context.stroke()
  }
}

function drawShape(context: CanvasRenderingContext2D, shape: SheetShape, palette: Palette): void {
  const { x, y, width, height, mark } = shape
  const color = palette[FILL[mark]]
  context.beginPath()
  if (mark === 'missing' || mark === 'scheduled') {
    context.strokeStyle = color
    context.lineWidth = 1.4
    context.setLineDash([3, 2])
    context.roundRect(x + 0.7, y + 0.7, Math.max(4, width - 1.4), height - 1.4, 2)
    context.stroke()
    context.setLineDash([])
    return
  }
  context.fillStyle = color
  if (mark === 'crashed')
    jag(context, shape)
  else
    context.roundRect(x, y, width, height, Math.min(2, width / 2))
  context.fill()
  if (mark === 'cancelled' || mark === 'unknown') {
    context.strokeStyle = palette.panel
    context.lineWidth = 1
    context.beginPath()
    context.moveTo(x, y + height / 2)
    context.lineTo(x + width, y + height / 2)
    context.stroke()
  }
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
