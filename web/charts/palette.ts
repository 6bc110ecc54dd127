import type { Mark } from '../../shared/model/run-state.ts'

export type ChartColors = Readonly<Record<'ok' | 'okPale' | 'bad' | 'late' | 'run' | 'soft' | 'line' | 'ink' | 'panel', string>>

/** The page's tokens as a chart needs them: plain strings. */
export function readChartColors(element: Element): ChartColors {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return { ok: token('--ok'), okPale: token('--ok-pale'), bad: token('--bad'), late: token('--late-bright'), run: token('--run'), soft: token('--ink-soft'), line: token('--line'), ink: token('--ink'), panel: token('--panel') }
}

/** State to shape and colour, both, so that neither is needed alone. `border` is drawn where the fill recedes. */
export const SYMBOLS: Readonly<Record<Mark, { symbol: string, color: keyof ChartColors, border?: keyof ChartColors }>> = {
  completed: { symbol: 'rect', color: 'okPale', border: 'ok' },
  failed: { symbol: 'diamond', color: 'bad' },
  crashed: { symbol: 'triangle', color: 'bad' },
  late: { symbol: 'circle', color: 'late' },
  missing: { symbol: 'emptyRect', color: 'late' },
  running: { symbol: 'arrow', color: 'run' },
  paused: { symbol: 'pin', color: 'late' },
  cancelled: { symbol: 'emptyDiamond', color: 'soft' },
  scheduled: { symbol: 'emptyCircle', color: 'soft' },
  unknown: { symbol: 'emptyTriangle', color: 'soft' },
}
