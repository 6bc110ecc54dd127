import type { EChartsOption } from 'echarts/types/dist/shared'
import type { DurationPoint } from '../../shared/api/flows.ts'
import { zoneOffsetMs } from '../../shared/model/zone.ts'
import { formatDuration } from '../format/duration.ts'
import { formatMinute, formatWeekday } from '../format/instant.ts'
import { durationScatter, type ScatterLook } from './duration-scatter.ts'
import type { ChartColors } from './palette.ts'

const SECOND_MS = 1_000
const DAY_MS = 86_400_000
/** A time of fewer days is told by the clock between them. */
const FEW_DAYS_MS = 4 * DAY_MS

/** Runs of many jobs over time, drawn small; a stretch of time can be brushed. Lengths differ by orders, so their axis is a logarithm. */
export function runsScatter(points: readonly DurationPoint[], { fromAt, toAt, ...look }: Omit<ScatterLook, 'baseline'> & { fromAt: number, toAt: number }): EChartsOption {
  const { xAxis, yAxis, series, ...rest } = durationScatter(points, { ...look, baseline: null })
  const onClock = (at: number): number => at + zoneOffsetMs(at, look.timeZone)
  const lines = lengthLines(points.map(({ ranForMs }) => ranForMs / SECOND_MS))
  return {
    ...rest,
    grid: { left: 56, right: 8, top: 8, bottom: 24 },
    xAxis: { ...xAxis, min: onClock(fromAt), max: onClock(toAt), minInterval: toAt - fromAt < FEW_DAYS_MS ? 0 : DAY_MS, axisLabel: { color: look.colors.soft, hideOverlap: true, formatter: (clock: number) => clock % DAY_MS === 0 ? formatWeekday(clock, 'UTC') : formatMinute(clock, clock, 'UTC') } } as EChartsOption['xAxis'] & object,
    yAxis: { ...yAxis, type: 'log', logBase: 10, min: lines[0], max: lines.at(-1), interval: undefined, axisTick: { show: false, customValues: lines }, axisLabel: { color: look.colors.soft, customValues: lines, formatter: (seconds: number) => formatDuration(seconds * SECOND_MS) } } as EChartsOption['yAxis'] & object,
    series: (Array.isArray(series) ? series : []).map(one => ({ ...one, data: toSmall(one.data, look.colors) })) as EChartsOption['series'] & object,
    brush: { xAxisIndex: 0, brushType: 'lineX', brushMode: 'single', transformable: false, throttleType: 'debounce', brushStyle: { color: 'transparent', borderColor: look.colors.ink, borderWidth: 1 } },
  }
}

/** Lengths that people count in, s. */
const LENGTHS = [1, 5, 15, 60, 5 * 60, 15 * 60, 3_600, 4 * 3_600, 12 * 3_600, 86_400, 7 * 86_400, 30 * 86_400, 365 * 86_400, 10_000 * 86_400] as const
const MOST_LINES = 6

/** Those around the lengths of these runs, ascending, not more than fit; the first and the last are the ends of the axis. */
export function lengthLines(seconds: readonly number[]): number[] {
  const [shortest, longest] = seconds.reduce(([least, most], length) => [Math.min(least, length), Math.max(most, length)], [seconds[0] ?? 1, 1])
  const first = LENGTHS.findLastIndex(length => length <= shortest)
  const past = LENGTHS.findIndex(length => length > longest)
  const around = LENGTHS.slice(Math.max(0, first), past === -1 ? undefined : past + 1)
  const step = Math.ceil((around.length - 1) / (MOST_LINES - 1))
  return around.filter((_, index) => index % step === 0 || index === around.length - 1)
}

/**
 * In seconds. A run of no length has its place on the edge. So many that went well keep their pale, without a border that would add up.
 */
function toSmall(data: unknown, { okPale }: ChartColors): unknown {
  return Array.isArray(data) ? data.map((point: { value: [number, number], itemStyle: { color: string } }) => ({ ...point, value: [point.value[0], Math.max(1, point.value[1] / SECOND_MS)], symbolSize: point.itemStyle.color === okPale ? 5 : 8, itemStyle: { color: point.itemStyle.color } })) : data
}

/** The instant at which the clock of `timeZone` reads `clock`, itself ms as if the clock were UTC's. */
export function fromClock(clock: number, timeZone: string): number {
  return clock - zoneOffsetMs(clock - zoneOffsetMs(clock, timeZone), timeZone)
}
