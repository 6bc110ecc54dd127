import { describe, expect, it } from 'vitest'
import type { DayCount } from '../../shared/api/flows.ts'
import { dayCalendar, dayMark, dayWords } from './day-calendar.ts'

const aDay = (given: Partial<DayCount> = {}): DayCount => ({ date: '2026-11-24', good: 0, bad: 0, absent: 0, other: 0, ...given })
const colors = { ok: 'green', okPale: 'pale', bad: 'red', late: 'amber', run: 'blue', soft: 'grey', line: 'line', ink: 'ink', panel: 'panel' }

describe('dayMark', () => {
  it.each([[{ good: 3, bad: 1, absent: 1 }, 'bad'], [{ good: 3, absent: 1 }, 'absent'], [{ good: 1, other: 1 }, 'other'], [{ good: 3 }, 'good'], [{}, 'nothing']] as const)('%j is %s', (given, mark) => {
    expect(dayMark(aDay(given))).toBe(mark)
  })
})

describe('dayCalendar', () => {
  it('tells a bad day by sign and colour', () => {
    expect(dayCalendar([aDay({ good: 2, bad: 3 })], { colors }).series).toMatchObject([{ data: [{ value: ['2026-11-24', 3], itemStyle: { color: 'red' }, label: { formatter: '✕ 3' } }] }])
  })
  it('leaves a day the colour of a good one where one run in ten or fewer was bad, with the sign and the border of a bad one', () => {
    expect(dayCalendar([aDay({ good: 285, bad: 3 })], { colors }).series).toMatchObject([{ data: [{ value: ['2026-11-24', 3], itemStyle: { color: 'pale', borderColor: 'red' }, label: { formatter: '✕ 3', color: 'ink' } }] }])
  })
  it('spans from the first day to the last', () => {
    expect(dayCalendar([aDay({ date: '2026-11-10' }), aDay()], { colors }).calendar).toMatchObject({ range: ['2026-11-10', '2026-11-24'] })
  })
})

describe('dayWords', () => {
  it('leaves out what did not happen', () => {
    expect([dayWords(aDay({ good: 2, absent: 1 })), dayWords(aDay())]).toEqual(['2 good, 1 missing', 'nothing'])
  })
})
