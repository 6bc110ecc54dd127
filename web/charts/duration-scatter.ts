import type { EChartsOption, ScatterSeriesOption } from 'echarts/types/dist/shared'
import type { BaselineBand, DurationPoint } from '../../shared/api/flows.ts'
import { zoneOffsetMs } from '../../shared/model/zone.ts'
import { formatDuration } from '../format/duration.ts'
import { formatMinute, formatWeekday } from '../format/instant.ts'
import { SYMBOLS, type ChartColors } from './palette.ts'

export interface ScatterLook {
  colors: ChartColors
  now: number
  timeZone: string
  /** The usual range of the next run; null: not known. */
  baseline: BaselineBand | null
}

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Distances of lines people count in. */
const STEPS_MS = [
  ...[100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map(count => count * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map(count => count * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24].map(count => count * HOUR_MS),
]
const MOST_LINES = 5

/** The distance of lines for lengths up to `longestMs`: at most five lines. */
export function durationStep(longestMs: number): number {
  return STEPS_MS.find(step => longestMs / step <= MOST_LINES) ?? Math.ceil(longestMs / MOST_LINES / DAY_MS) * DAY_MS
}

/**
 * How long each run took, over the time it began; shape and colour tell how it ended. The time axis shows the clock of
 * `timeZone`: its values are the clock's reading as if it were UTC.
 */
export function durationScatter(points: readonly DurationPoint[], { colors, now, timeZone, baseline }: ScatterLook): EChartsOption {
  const onClock = (at: number): number => at + zoneOffsetMs(at, timeZone)
  const longestMs = Math.max(1, ...points.map(({ ranForMs }) => ranForMs))
  const step = durationStep(longestMs)
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: '"Inter Variable", system-ui, sans-serif' },
    grid: { left: 64, right: baseline === null ? 16 : 128, top: 12, bottom: 28 },
    aria: { enabled: true, label: { description: `How long ${points.length} runs took. The same rows stand in the table below.` } },
    tooltip: {
      trigger: 'item',
      renderMode: 'richText',
      backgroundColor: colors.panel,
      borderColor: colors.line,
      textStyle: { color: colors.ink, fontSize: 12 },
      formatter: (chosen) => {
        const point = points[Array.isArray(chosen) ? -1 : chosen.dataIndex]
        return point === undefined ? '' : `${formatMinute(Date.parse(point.at), now, timeZone)}: ${point.mark}, ${point.mark === 'running' ? 'so far' : 'took'} ${formatDuration(point.ranForMs)}`
      },
    },
    xAxis: {
      type: 'time',
      minInterval: DAY_MS,
      axisLabel: { color: colors.soft, hideOverlap: true, formatter: (at: number) => formatWeekday(at, 'UTC') },
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { lineStyle: { color: colors.line } },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: Math.ceil(longestMs / step) * step,
      interval: step,
      axisLabel: { color: colors.soft, formatter: (ms: number) => ms === 0 ? '0' : formatDuration(ms) },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [{
      id: 'durations',
      type: 'scatter',
      ...toBand(baseline, { colors, topMs: Math.ceil(longestMs / step) * step }),
      data: points.map(({ at, ranForMs, mark }) => {
        const { symbol, color, border } = SYMBOLS[mark]
        return { value: [onClock(Date.parse(at)), ranForMs], symbol, symbolSize: 9, itemStyle: { color: colors[color], opacity: 1, ...(border !== undefined && { borderColor: colors[border], borderWidth: 1 }) } }
      }),
    }],
  }
}

/** The usual range as a band, up to the chart's top, with the median as a line in it. */
function toBand(baseline: BaselineBand | null, { colors, topMs }: { colors: ChartColors, topMs: number }): Pick<ScatterSeriesOption, 'markArea' | 'markLine'> {
  if (baseline === null)
    return {}
  const { medianMs, slowMs, fastMs } = baseline
  const label = { show: true, position: 'end' as const, color: colors.soft, fontSize: 11 }
  return {
    markArea: { silent: true, itemStyle: { color: colors.okPale, opacity: 0.25 }, data: [[{ yAxis: fastMs ?? 0 }, { yAxis: Math.min(slowMs, topMs) }]] },
    markLine: {
      silent: true,
      symbol: 'none',
      lineStyle: { color: colors.soft, type: 'dashed', width: 1 },
      data: [{ yAxis: medianMs, label: { ...label, formatter: `usually ${formatDuration(medianMs)}` } }, ...(slowMs <= topMs ? [{ yAxis: slowMs, label: { ...label, formatter: `slow past ${formatDuration(slowMs)}` } }] : [])],
    },
  }
}
