import type { Mark } from '../../../shared/model/run-state.ts'

/** Colours by meaning, read from the tokens of the page. */
export type TimelineColors = Record<'ink' | 'soft' | 'faint' | 'line' | 'lineStrong' | 'panel' | 'hover' | 'ok' | 'okPale' | 'bad' | 'late' | 'latePale' | 'running', string> & { font: string }

/** Where a bar lies, in CSS px. */
export interface Bar {
  x: number
  y: number
  width: number
  height: number
}

/** The page's tokens, so that both themes draw alike. */
export function readTimelineColors(element: Element): TimelineColors {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return { ink: token('--ink'), soft: token('--ink-soft'), faint: token('--ink-faint'), line: token('--line'), lineStrong: token('--line-strong'), panel: token('--panel'), hover: token('--paper'), ok: token('--ok'), okPale: token('--ok-pale'), bad: token('--bad'), late: token('--late-bright'), latePale: token('--late-pale'), running: token('--run'), font: '12px "Inter Variable", system-ui, sans-serif' }
}

export function colorOf(mark: Mark, colors: TimelineColors): string {
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

/**
 * A bar in the shape and colour of its state. `phase` (0 to 1) moves the edge of a running one; null: nothing may move.
 * `isHollow`: nothing of it is known but that it is there.
 */
export function drawBar(context: CanvasRenderingContext2D, bar: Bar, { mark, colors, phase = null, isHollow = false, isEndKnown = true }: { mark: Mark, colors: TimelineColors, phase?: number | null, isHollow?: boolean, isEndKnown?: boolean }): void {
  const color = colorOf(mark, colors)
  context.save()
  context.beginPath()
  if (mark === 'crashed' && !isHollow && isEndKnown)
    tornRect(context, bar)
  else
    context.roundRect(bar.x, bar.y, bar.width, bar.height, Math.min(3, bar.width / 2))
  if (isHollow || mark === 'missing') {
    context.setLineDash([3, 3])
    context.strokeStyle = color
    context.stroke()
  }
  else if (!isEndKnown || mark === 'unknown') {
    hatch(context, bar, color)
  }
  else {
    context.fillStyle = color
    context.fill()
    if (mark === 'completed') { // the pale fill alone is too near to the paper
      context.strokeStyle = colors.ok
      context.lineWidth = 0.75
      context.stroke()
    }
    context.clip()
    drawShape(context, bar, mark, colors, phase)
  }
  context.restore()
}

/** What tells states apart without colour, drawn inside the bar. */
function drawShape(context: CanvasRenderingContext2D, bar: Bar, mark: Mark, colors: TimelineColors, phase: number | null): void {
  const middle = bar.y + bar.height / 2
  context.fillStyle = colors.panel
  context.strokeStyle = colors.panel
  switch (mark) {
    case 'running': { // slanted strokes at the moving end
      context.lineWidth = 2
      const shift = (phase ?? 0) * 6
      for (let x = bar.x + bar.width - 20 + shift; x < bar.x + bar.width + 6; x += 6) {
        context.beginPath()
        context.moveTo(x - 4, bar.y + bar.height)
        context.lineTo(x + 2, bar.y)
        context.stroke()
      }
      break
    }
    case 'paused': // two bars
      context.fillRect(bar.x + bar.width - 11, bar.y + 3, 2.5, bar.height - 6)
      context.fillRect(bar.x + bar.width - 6, bar.y + 3, 2.5, bar.height - 6)
      break
    case 'cancelled': // struck
      context.lineWidth = 1.5
      context.beginPath()
      context.moveTo(bar.x, middle)
      context.lineTo(bar.x + bar.width, middle)
      context.stroke()
      break
    case 'failed':
      if (bar.width >= 9)
        cross(context, bar.x + bar.width - Math.min(8, bar.width / 2), middle, Math.min(3, bar.height / 4))
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

function cross(context: CanvasRenderingContext2D, x: number, y: number, reach: number): void {
  context.lineWidth = 1.75
  context.beginPath()
  context.moveTo(x - reach, y - reach)
  context.lineTo(x + reach, y + reach)
  context.moveTo(x + reach, y - reach)
  context.lineTo(x - reach, y + reach)
  context.stroke()
}

/** The right edge in teeth: it broke off. */
function tornRect(context: CanvasRenderingContext2D, { x, y, width, height }: Bar): void {
  const tooth = Math.min(5, width / 2)
  const step = height / 4
  context.moveTo(x, y)
  context.lineTo(x + width, y)
  for (let index = 1; index <= 4; index++)
    context.lineTo(x + width - (index % 2 === 1 ? tooth : 0), y + index * step)
  context.lineTo(x, y + height)
  context.closePath()
}

function hatch(context: CanvasRenderingContext2D, bar: Bar, color: string): void {
  context.strokeStyle = color
  context.lineWidth = 1
  context.stroke()
  context.clip()
  context.lineWidth = 1.5
  for (let x = bar.x - bar.height; x < bar.x + bar.width; x += 5) {
    context.beginPath()
    context.moveTo(x, bar.y + bar.height)
    context.lineTo(x + bar.height, bar.y)
    context.stroke()
  }
}

/** The text, cut with an ellipsis where it is wider than there is room. */
export function cutTo(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room)
    return text
  let [fits, tooLong] = [0, text.length]
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1
    if (context.measureText(`${text.slice(0, middle)}…`).width <= room)
      fits = middle
    else
      tooLong = middle
  }
  return `${text.slice(0, fits)}…`
}
