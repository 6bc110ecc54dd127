import { describe, expect, it } from 'vitest'
import { readCalendar } from './calendar-file.ts'

function read(...lines: string[]) {
  const mistakes: string[] = []
  const days = readCalendar(['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n'), 'holidays.ics', mistakes)
  return { ...days, mistakes }
}
const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', 'UID:1', ...lines, 'END:VEVENT']
const holidaysOf = (...lines: string[]): readonly string[] => read(...event(...lines)).holidays
const years = (dates: readonly string[]): string[] => dates.filter(date => date.startsWith('2026') || date.startsWith('2027'))

describe('all-day events of a calendar file', () => {
  it.each([
    ['are one day without an end', ['DTSTART;VALUE=DATE:20261225'], ['2026-12-25']],
    ['end before the day they name', ['DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227'], ['2026-12-24', '2026-12-25', '2026-12-26']],
    ['may say how many days', ['DTSTART:20261231', 'DURATION:P2D'], ['2026-12-31', '2027-01-01']],
    ['may be folded', ['DTSTART;VALUE=DA', ' TE:202612', '\t25'], ['2026-12-25']],
    ['may be written in lower case', ['dtstart;value=date:20261225'], ['2026-12-25']],
  ] as const)('%s', (_, lines, dates) => {
    expect(holidaysOf(...lines)).toEqual(dates)
  })
  it.each([
    ['each year', 'FREQ=YEARLY', ['2026-12-25', '2027-12-25']],
    ['on the fourth Thursday of November', 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', ['2026-11-26', '2027-11-25']],
    ['until a day', 'FREQ=YEARLY;UNTIL=20261225', ['2026-12-25']],
    ['until an instant', 'FREQ=YEARLY;UNTIL=20261225T000000Z', ['2026-12-25']],
    ['so many times', 'FREQ=YEARLY;COUNT=8', ['2026-12-25', '2027-12-25']],
    ['every other year', 'FREQ=YEARLY;INTERVAL=2', ['2026-12-25']],
  ])('come again %s', (_, rule, dates) => {
    expect(years(holidaysOf('DTSTART;VALUE=DATE:20201225', `RRULE:${rule}`))).toEqual(dates)
  })
  it('leave out their exceptions', () => {
    expect(years(holidaysOf('DTSTART;VALUE=DATE:20201225', 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20261225'))).toEqual(['2027-12-25'])
  })
  it('are passed over where cancelled, and alarms in them are not read', () => {
    expect(holidaysOf('DTSTART;VALUE=DATE:20261225', 'STATUS:CANCELLED')).toEqual([])
    expect(holidaysOf('DTSTART;VALUE=DATE:20261225', 'BEGIN:VALARM', 'TRIGGER:-PT15M', 'DURATION:nonsense', 'END:VALARM')).toEqual(['2026-12-25'])
  })
})

describe('timed events of a calendar file', () => {
  it('are blackouts in their zone, over clock changes', () => {
    const { blackouts } = read(...event('DTSTART;TZID=Europe/Berlin:20261018T220000', 'DTEND;TZID="Europe/Berlin":20261019T020000', 'RRULE:FREQ=WEEKLY;COUNT=2'), ...event('DTSTART:20261224T220000Z', 'DURATION:PT4H'))
    expect(blackouts.map(({ fromAt, toAt }) => [new Date(fromAt).toISOString(), (toAt - fromAt) / 3_600_000])).toEqual([['2026-10-18T20:00:00.000Z', 4], ['2026-10-25T21:00:00.000Z', 4], ['2026-12-24T22:00:00.000Z', 4]])
  })
})

describe('a mistake of a calendar file', () => {
  it.each([
    [event('DTSTART;VALUE=DATE:20261325'), 'holidays.ics line 5: DTSTART must be a date such as 20261225'],
    [event('DTSTART;VALUE=DATE:20260231'), 'holidays.ics line 5: DTSTART must be a date'],
    [event('DTSTART:20261224T220000'), 'holidays.ics line 5: DTSTART needs a zone'],
    [event('DTSTART;TZID=W. Europe Standard Time:20261224T220000'), 'holidays.ics line 5: DTSTART needs a zone'],
    [event('DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261225'), 'holidays.ics line 5: an event must end after it begins'],
    [event('DTSTART;VALUE=DATE:20261225', 'DTEND:20261226T000000Z'), 'holidays.ics line 6: DTEND must be a date where DTSTART is one'],
    [event('DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=DAILY'), 'holidays.ics line 6: RRULE must repeat weekly, monthly or yearly'],
    [event('DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=YEARLY;BYMOON=1'), 'holidays.ics line 6: RRULE must repeat'],
    [event('DTSTART;VALUE=DATE:20261225', 'RDATE:20261226'), 'holidays.ics line 6: RDATE is not understood'],
    [event('DTSTART;VALUE=DATE:20261225', 'DURATION:soon'), 'holidays.ics line 6: DURATION must be a length'],
    [event('SUMMARY:Christmas'), 'holidays.ics line 4: an event needs a DTSTART'],
    [['BEGIN:VEVENT', 'DTSTART:20261225'], 'holidays.ics line 5: END:VCALENDAR ends nothing that began'],
    [['christmas'], 'holidays.ics line 3: this is no line of a calendar file'],
  ])('is told with its line: %j', (lines, mistake) => {
    expect(read(...lines).mistakes).toEqual([expect.stringContaining(mistake)])
  })
  it('leaves the other events', () => {
    expect(read(...event('DTSTART:soon'), ...event('DTSTART;VALUE=DATE:20261225')).holidays).toEqual(['2026-12-25'])
  })
  it('is a file of another kind, or of half a calendar', () => {
    for (const [text, mistake] of [['<html>', 'line 1: this is no line'], ['', 'line 1: a calendar file must begin'], ['VERSION:2.0', 'line 1: a calendar file must begin'], ['BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225', 'line 2: BEGIN:VEVENT has no END']] as const) {
      const mistakes: string[] = []
      readCalendar(text, 'x.ics', mistakes)
      expect(mistakes).toEqual([expect.stringContaining(mistake)])
    }
  })
})
