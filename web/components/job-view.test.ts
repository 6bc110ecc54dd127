import { describe, expect, it } from 'vitest'
import { readJobView, toggleIn, writeJobView } from './job-view.ts'

describe('which jobs, in the address', () => {
  it('reads back what it wrote', () => {
    const view = { tag: ['tier-1', 'a b'], flow: ['ledger'] }
    expect(readJobView(writeJobView(view))).toEqual(view)
  })
  it('leaves the default out', () => {
    expect(writeJobView({ tag: [], flow: [] })).toEqual({})
  })
  it('reads nonsense as the default', () => {
    expect(readJobView({ tag: [null, ''] })).toEqual({ tag: [], flow: [] })
  })
  it('is added to, and taken from', () => {
    const view = { tag: ['a'], flow: [] }
    expect([toggleIn(view, 'tag', 'b').tag, toggleIn(view, 'tag', 'a').tag]).toEqual([['a', 'b'], []])
  })
})
