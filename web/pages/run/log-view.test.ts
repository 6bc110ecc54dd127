import { describe, expect, it } from 'vitest'
import { readLogView, writeLogView, type LogOnlyView } from './log-view.ts'

const PLACE = { at: '2026-11-23T01:05:48.013482Z', id: 'a-1' }
const PLAIN: LogOnlyView = { level: null, loggers: [], subflows: false, q: '', line: null }

describe('readLogView', () => {
  it('reads back what was written', () => {
    const view: LogOnlyView = { level: 30, loggers: ['my.own', 'b'], subflows: true, q: 'refused ?&', line: { first: PLACE, last: { ...PLACE, id: 'b' } } }
    const written = writeLogView(view)
    expect(written).toEqual({ level: 'warning', logger: ['my.own', 'b'], subflows: '1', q: 'refused ?&', line: '2026-11-23T01:05:48.013482Z.a-1~2026-11-23T01:05:48.013482Z.b' })
    expect(readLogView(written as Parameters<typeof readLogView>[0])).toEqual(view)
  })

  it('reads nonsense as the plain log', () => {
    expect(readLogView({ logger: [null, ''], subflows: 'yes', line: 'there', q: null })).toEqual(PLAIN)
    expect(readLogView({ q: 'x'.repeat(5_000) }).q).toHaveLength(500)
  })
})

describe('writeLogView', () => {
  it('leaves defaults out of the address', () => {
    expect(writeLogView(PLAIN)).toEqual({})
  })
})
