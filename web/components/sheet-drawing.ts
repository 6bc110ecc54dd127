/** What sheets with a time axis are drawn with, whichever page they stand on. */

/** Colours by meaning, read from the page's tokens so that both themes draw alike. */
export type Palette = Readonly<Record<'ink' | 'soft' | 'faint' | 'line' | 'panel' | 'okPale' | 'bad' | 'late' | 'latePale' | 'run', string>>

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return { ink: token('--ink'), soft: token('--ink-soft'), faint: token('--ink-faint'), line: token('--line'), panel: token('--panel'), okPale: token('--ok-pale'), bad: token('--bad'), late: token('--late-bright'), latePale: token('--late-pale'), run: token('--run') }
}

export interface SheetTick {
  x: number
  label: string
  /** A new day begins here. */
  isDay: boolean
}

export interface AxisDrawing {
  ticks: readonly SheetTick[]
  /** null: now is not on it. */
  nowX: number | null
  /** Lower edge of the drawing, where the hours are written. */
  axisY: number
  palette: Palette
  width: number
}

/** Hours as lines with their names below, and the line of now. */
export function drawAxis(context: CanvasRenderingContext2D, { ticks, nowX, axisY, palette, width }: AxisDrawing): void {
  context.lineWidth = 1
  context.textAlign = 'center'
  for (const { x, label, isDay } of ticks) {
    context.strokeStyle = palette.line
    line(context, Math.round(x) + 0.5, 8, axisY)
    context.fillStyle = isDay ? palette.soft : palette.faint
    context.fillText(label, x, axisY + 11)
  }
  if (nowX === null)
    return
  const x = Math.min(Math.round(nowX) + 0.5, width - 0.5)
  context.strokeStyle = palette.ink
  line(context, x, 0, axisY)
  context.fillStyle = palette.soft
  context.textAlign = 'end'
  context.fillText('now', x - 4, 6)
}

export function line(context: CanvasRenderingContext2D, x: number, from: number, to: number): void {
  context.beginPath()
  context.moveTo(x, from)
  context.lineTo(x, to)
  context.stroke()
}

export function outline(context: CanvasRenderingContext2D, { x, y, width, height }: { x: number, y: number, width: number, height: number }, color: string): void {
  context.strokeStyle = color
  context.lineWidth = 1.3
  context.beginPath()
  context.roundRect(x + 0.7, y + 0.7, Math.max(3, width - 1.4), Math.max(2, height - 1.4), 2)
  context.stroke()
}
