import type { EChartsOption } from 'echarts/types/dist/shared'
import type { DayCount } from '../../shared/api/flows.ts'
import type { ChartColors } from './palette.ts'

/** What a day is drawn as: its worst, in the order in which a person would want to know. */
export function dayMark({ good, bad, absent, other }: DayCount): 'bad' | 'absent' | 'other' | 'good' | 'nothing' {
  if (bad > 0)
    return 'bad'
  if (absent > 0)
    return 'absent'
  if (other > 0)
    return 'other'
  return good > 0 ? 'good' : 'nothing'
}

/** In words, for the tip and the table. */
export function dayWords({ good, bad, absent, other }: DayCount): string {
  const parts = [[good, 'good'], [bad, 'failed'], [absent, 'missing'], [other, 'other']].filter(([count]) => Number(count) > 0).map(([count, name]) => `${count} ${name}`)
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

/** Shape beside colour: a sign before the number. */
const SIGNS = { bad: '✕ ', absent: '∅ ', other: '· ', good: '', nothing: '' } as const

/** The last weeks, a row each, Monday first; each day by its worst. */
export function dayCalendar(days: readonly DayCount[], { colors }: { colors: ChartColors }): EChartsOption {
  const fill = { bad: colors.bad, absent: colors.late, other: colors.run, good: colors.okPale, nothing: colors.panel } as const
  const ink = { bad: colors.panel, absent: colors.panel, other: colors.panel, good: colors.ink, nothing: colors.soft } as const
  const first = days[0]?.date ?? '1970-01-01'
  const last = days.at(-1)?.date ?? first
  return {
    animation: false,
    textStyle: { fontFamily: '"Inter Variable", system-ui, sans-serif' },
    aria: { enabled: true, label: { description: `${days.length} days by what their runs came to. The same stands in the table below.` } },
    tooltip: {
      renderMode: 'richText',
      backgroundColor: colors.panel,
      borderColor: colors.line,
      textStyle: { color: colors.ink, fontSize: 12 },
      formatter: (chosen) => {
        const day = days[Array.isArray(chosen) ? -1 : chosen.dataIndex]
        return day === undefined ? '' : `${day.date}: ${dayWords(day)}`
      },
    },
    calendar: {
      orient: 'vertical',
      range: [first, last],
      left: 40,
      top: 22,
      cellSize: [46, 28],
      splitLine: { show: false },
      itemStyle: { color: 'transparent', borderColor: colors.panel, borderWidth: 3 },
      yearLabel: { show: false },
      monthLabel: { show: true, color: colors.soft, fontSize: 11, position: 'start', margin: 8 },
      dayLabel: { firstDay: 1, color: colors.soft, fontSize: 11, nameMap: ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'] },
    },
    series: [{
      id: 'days',
      type: 'heatmap',
      coordinateSystem: 'calendar',
      data: days.map((day) => {
        const mark = dayMark(day)
        // A day that went well but for one run in ten is not the colour of one that did not.
        const isPart = (mark === 'bad' || mark === 'absent') && day.good > 9 * (day.bad + day.absent + day.other)
        const count = { bad: day.bad, absent: day.absent, other: day.other, good: day.good, nothing: 0 }[mark]
        return { value: [day.date, count], itemStyle: { color: isPart ? colors.okPale : fill[mark], borderColor: isPart ? fill[mark] : colors.line, borderWidth: 1 }, label: { show: count > 0, formatter: `${SIGNS[mark]}${count}`, color: isPart ? colors.ink : ink[mark], fontSize: 11 } }
      }),
    }],
  }
}
