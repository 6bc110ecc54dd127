import { describe, expect, it } from 'vitest'
import { readMorningView, writeMorningView } from './morning-view.ts'

describe('the address of the morning', () => {
  it('reads back what it wrote', () => {
    const view = { server: 'eu', from: '2026-11-20T17:00:00.000Z', to: null, tz: 'Asia/Tokyo', tag: ['tier-1', 'a b'], flow: ['ledger'] }
    expect(readMorningView(writeMorningView(view))).toEqual(view)
  })
  it('leaves defaults out', () => {
    expect(writeMorningView({ server: null, from: null, to: null, tz: null, tag: [], flow: [] })).toEqual({})
  })
  it('reads nonsense as the default', () => {
    expect(readMorningView({ from: 'yesterday', to: ['', null], tz: 'Moon/Base', tag: null, flow: [''] })).toEqual({ server: null, from: null, to: null, tz: null, tag: [], flow: [] })
  })
})
