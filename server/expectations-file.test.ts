import { describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

const read = (file: string) => readSettings({ FIRSTLIGHT_DEMO: '1' }, { homeDirectory: '/home/ann', readText: path => path.endsWith('firstlight.yaml') ? file : null, hostTimeZone: 'UTC', platform: 'linux' })

const WHOLE = `port: 4280
expectations:
  - deployment: warehouse-sync/orders
    tier: 1
    owner: data platform
    done_by: 07:00 Europe/Berlin
    fresh_within: 26h
    starts_within: 10m
    takes_at_most: 1h 30m
    succeeds_at_least: 95%
    after: { job: crm/prod, within: 30m }
    good_ends: [Skipped]
    calendar: { only: business-days, holidays: ['2026-12-25'], blackouts: [{ from: '2026-12-24', to: '2026-12-26' }] }
  - tag: core
    every_slot: true
    complete: { parameter: customer, values: [acme, 7], by: '06:30' }
`

describe('expectations of the settings file', () => {
  it('are read with the line they stand on', () => {
    const [one, two] = read(WHOLE).settings?.expectations ?? []
    expect(one).toMatchObject({ line: 3, match: { kind: 'deployment', name: 'warehouse-sync/orders' }, tier: 1, doneBy: { minuteOfDay: 420, timeZone: 'Europe/Berlin' }, freshForMs: 93_600_000, takesAtMostMs: 5_400_000, succeedsAtLeast: 0.95, after: { job: 'crm/prod', withinMs: 1_800_000 }, goodEnds: ['Skipped'] })
    expect(one?.calendar?.blackouts).toEqual([{ fromAt: Date.parse('2026-12-24'), toAt: Date.parse('2026-12-27') - 1 }])
    expect(two).toMatchObject({ line: 14, match: { kind: 'tag', name: 'core' }, everySlot: true, complete: { values: ['acme', '7'], by: { minuteOfDay: 390, timeZone: null } } })
  })

  it.each([
    ['- deployment: orders', 'line 2: deployment must be FLOW/DEPLOYMENT'],
    ['- flow: a\n  done_by: 25:00', 'line 3: done_by must be a time such as 07:00'],
    ['- flow: a\n  fresh_within: soon', 'line 3: fresh_within must be a length such as'],
    ['- flow: a\n  tier: 4', 'line 3: tier must be 1, 2 or 3'],
    ['- flow: a\n  succeeds_at_least: 110%', 'line 3: succeeds_at_least must be a share'],
    ['- flow: a\n  dnoe_by: 07:00', 'line 2: this expectation has no field "dnoe_by"'],
    ['- tier: 1', 'line 2: this expectation needs one of deployment, flow or tag'],
    ['- flow: a\n  done_by: 07:00 Mars/Olympus', 'line 3: done_by must be a time'],
  ])('%j is refused with its line', (item, mistake) => {
    expect(read(`expectations:\n${item.split('\n').map(line => `  ${line}`).join('\n')}\n`).mistakes.join('\n').replace('./firstlight.yaml ', '')).toContain(mistake)
  })
  describe('calendar files', () => {
    const ics = 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nEND:VEVENT\nEND:VCALENDAR\n'
    const readWith = (path: string, files: Record<string, string>) => {
      const file = `expectations:\n  - flow: a\n    calendar: { holidays: ['2026-12-24'], ics: ${path} }\n  - flow: b\n    calendar: { ics: ${path} }\n`
      return readSettings({ FIRSTLIGHT_DEMO: '1', FIRSTLIGHT_CONFIG: '/etc/first-light/settings.yaml' }, { homeDirectory: '/home/ann', readText: asked => ({ '/etc/first-light/settings.yaml': file, ...files })[asked] ?? null, hostTimeZone: 'UTC', platform: 'linux' })
    }
    it('add their days, found from the settings file\'s folder', () => {
      expect(readWith('days/holidays.ics', { '/etc/first-light/days/holidays.ics': ics }).settings?.expectations.map(({ calendar }) => calendar?.holidays)).toEqual([['2026-12-24', '2026-12-25'], ['2026-12-25']])
      expect(readWith('/srv/holidays.ics', { '/srv/holidays.ics': ics }).settings?.expectations[1]?.calendar?.holidays).toEqual(['2026-12-25'])
    })
    it('are refused once each, by name and line', () => {
      expect(readWith('lost.ics', {}).mistakes).toEqual(['/etc/first-light/settings.yaml line 2: calendar.ics must be the path of a readable calendar file; lost.ics is not.'])
      expect(readWith('bad.ics', { '/etc/first-light/bad.ics': ics.replace('20261225', 'soon') }).mistakes).toEqual([expect.stringMatching(/^bad\.ics line 3: DTSTART must be a date/)])
    })
  })

  it('must be a list', () => {
    expect(read('expectations: 7\n').mistakes).toEqual([expect.stringContaining('expectations must be a list')])
  })
})
