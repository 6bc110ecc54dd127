import { describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

const read = (file: string) => readSettings({ FIRSTLIGHT_DEMO: '1' }, { homeDirectory: '/home/ann', readText: path => path === './firstlight.yaml' ? file : null, hostTimeZone: 'UTC', platform: 'linux' })

describe('acknowledged in the settings file', () => {
  it('is read by deployment, flow and tag', () => {
    expect(read('acknowledged:\n  - { deployment: crm/prod, until: 2026-12-24, note: new CRM }\n  - flow: ledger\n    until: always\n  - tag: lab\n    until: 2026-12-24T22:00:00+01:00\n').settings?.acknowledged).toEqual([
      { id: 'settings-line-2', line: 2, server: null, subject: { kind: 'job', jobKey: 'crm/prod' }, until: { kind: 'date', at: Date.parse('2026-12-25') - 1 }, note: 'new CRM', by: null, source: 'settings', ended: null },
      { id: 'settings-line-3', line: 3, server: null, subject: { kind: 'flow', flow: 'ledger' }, until: { kind: 'always' }, note: '', by: null, source: 'settings', ended: null },
      { id: 'settings-line-5', line: 5, server: null, subject: { kind: 'tag', tag: 'lab' }, until: { kind: 'date', at: Date.parse('2026-12-24T21:00:00Z') }, note: '', by: null, source: 'settings', ended: null },
    ])
  })

  it.each([
    ['acknowledged: ledger', 'line 1: acknowledged must be a list'],
    ['acknowledged:\n  - flow: ledger', 'line 2: until must be always, a date'],
    ['acknowledged:\n  - flow: ledger\n    until: soon', 'line 3: until must be always, a date'],
    ['acknowledged:\n  - until: always', 'line 2: this one needs one of deployment, flow or tag'],
    ['acknowledged:\n  - { flow: a, tag: b, until: always }', 'line 2: this one needs one of deployment, flow or tag'],
    ['acknowledged:\n  - deployment: prod\n    until: always', 'line 2: deployment must be FLOW/DEPLOYMENT'],
    ['acknowledged:\n  - flow: a\n    until: always\n    because: x', 'line 2: this one has no field "because"'],
  ])('%j is refused with its line', (file, mistake) => {
    const { settings, mistakes } = read(`${file}\n`)
    expect(settings).toBeNull()
    expect(mistakes.join('\n').replaceAll('./firstlight.yaml ', '')).toContain(mistake)
  })
})
