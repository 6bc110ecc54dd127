import { describe, expect, it } from 'vitest'
import { readFlowsView, writeFlowsView } from './flows-view.ts'

describe('the address of the flows', () => {
  it('reads back what it wrote', () => {
    const view = { tags: ['tier-1', 'a b'] }
    expect(readFlowsView(writeFlowsView(view))).toEqual(view)
  })
  it('leaves the default out', () => {
    expect(writeFlowsView({ tags: [] })).toEqual({})
  })
  it('reads nonsense as the default', () => {
    expect(readFlowsView({ tag: [null, ''] })).toEqual({ tags: [] })
  })
})
