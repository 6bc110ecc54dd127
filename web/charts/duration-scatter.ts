import type { EChartsOption } from 'echarts/types/dist/shared'
import type { DurationPoint } from '../../shared/api/flows.ts'
import { formatDuration } from '../format/duration.ts'
import { formatMinute } from '../format/instant.ts'
import { SYMBOLS, type ChartColors } from './palette.ts'

export interface ScatterLook {
  colors: ChartColors
  now: number
  timeZone: string
}

/** How long each run took, over the time it began; shape and colour tell how it ended. */
export function durationScatter(points: readonly DurationPoint[], { colors, now, timeZone }: ScatterLook): EChartsOption {
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, system-ui, sans-serif' },
    grid: { left: 64, right: 16, top: 12, bottom: 28 },
    tooltip: {
      trigger: 'item',
      renderMode: 'richText',
      formatter: (chosen) => {
        const point = points[Array.isArray(chosen) ? -1 : chosen.dataIndex]
        return point === undefined ? '' : `${formatMinute(Date.parse(point.at), now, timeZone)}: ${point.mark}, took ${formatDuration(point.ranForMs)}`
      },
    },
    xAxis: { type: 'time', axisLabel: { color: colors.soft, hideOverlap: true }, axisLine: { lineStyle: { color: colors.line } } },
    yAxis: { type: 'value', min: 0, axisLabel: { color: colors.soft, formatter: (ms: number) => ms === 0 ? '0' : formatDuration(ms) }, splitLine: { lineStyle: { color: colors.line } } },
    series: [{
      id: 'durations',
      type: 'scatter',
      data: points.map(({ at, ranForMs, mark }) => ({ value: [Date.parse(at), ranForMs], symbol: SYMBOLS[mark].symbol, symbolSize: 8, itemStyle: { color: colors[SYMBOLS[mark].color] } })),
    }],
  }
}
