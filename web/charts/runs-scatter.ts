import type { EChartsOption } from 'echarts/types/dist/shared'
import type { DurationPoint } from '../../shared/api/flows.ts'
import { zoneOffsetMs } from '../../shared/model/zone.ts'
import { formatDuration } from '../format/duration.ts'
import { formatMinute, formatWeekday } from '../format/instant.ts'
import { durationScatter, type ScatterLook } from './duration-scatter.ts'
import type { ChartColors } from './palette.ts'

const SECOND_MS = 1_000
const DAY_MS = 86_400_000

/** Runs of many jobs over time, drawn small; a stretch of time can be brushed. Lengths differ by orders, so their axis is a logarithm. */
export function runsScatter(points: readonly DurationPoint[], { fromAt, toAt, ...look }: Omit<ScatterLook, 'baseline'> & { fromAt: number, toAt: number }): EChartsOption {
  const { xAxis, yAxis, series, ...rest } = durationScatter(points, { ...look, baseline: null })
  const onClock = (at: number): number => at + zoneOffsetMs(at, look.timeZone)
  return {
    ...rest,
    grid: { left: 56, right: 8, top: 8, bottom: 24 },
    xAxis: { ...xAxis, min: onClock(fromAt), max: onClock(toAt), minInterval: 0, axisLabel: { color: look.colors.soft, hideOverlap: true, formatter: (clock: number) => toAt - fromAt < 3 * DAY_MS ? formatMinute(clock, onClock(look.now), 'UTC') : formatWeekday(clock, 'UTC') } } as EChartsOption['xAxis'] & object,
    yAxis: { ...yAxis, type: 'log', logBase: 60, min: 1, max: 'dataMax', interval: undefined, axisLabel: { color: look.colors.soft, showMaxLabel: false, formatter: (seconds: number) => formatDuration(seconds * SECOND_MS) } } as EChartsOption['yAxis'] & object,
    series: (Array.isArray(series) ? series : []).map(one => ({ ...one, data: toSmall(one.data, look.colors) })) as EChartsOption['series'] & object,
    brush: { xAxisIndex: 0, brushType: 'lineX', brushMode: 'single', transformable: false, throttleType: 'debounce', brushStyle: { color: 'transparent', borderColor: look.colors.ink, borderWidth: 1 } },
  }
}

/**
 * In seconds: a logarithm to the base of 60 has its lines at a second, a minute, an hour. A run of no length has its place on the
 * edge. So many that went well keep their pale, without a border that would add up.
 */
function toSmall(data: unknown, { okPale }: ChartColors): unknown {
  return Array.isArray(data) ? data.map((point: { value: [number, number], itemStyle: { color: string } }) => ({ ...point, value: [point.value[0], Math.max(1, point.value[1] / SECOND_MS)], symbolSize: point.itemStyle.color === okPale ? 5 : 8, itemStyle: { color: point.itemStyle.color } })) : data
}

/** The instant at which the clock of `timeZone` reads `clock`, itself ms as if the clock were UTC's. */
export function fromClock(clock: number, timeZone: string): number {
  return clock - zoneOffsetMs(clock - zoneOffsetMs(clock, timeZone), timeZone)
}
