import { describe, expect, it } from 'vitest'
import { readFilterAddress, writeFilterAddress } from './filter-address.ts'
import { ANY_RUN, anyOf } from './run-filter.ts'

describe('readFilterAddress', () => {
  it('reads links made before the text was', () => {
    expect(readFilterAddress({ flow: 'orders', tag: ['a', 'b'], state: ['failed', 'blue'], deployment: ['x', 'orders/prod'], name: 'owl', from: '2026-11-27T18:00:00Z' })).toEqual({
      mistakes: [],
      filter: {
        ...ANY_RUN,
        clauses: [anyOf('flow', 'orders'), anyOf('deployment', 'orders/prod'), anyOf('tag', 'a', 'b'), anyOf('state', 'failed'), anyOf('name', 'owl')],
        time: { of: 'due', from: { kind: 'at', at: Date.parse('2026-11-27T18:00:00Z') }, to: null },
      },
    })
  })
  it('reads back what it wrote', () => {
    const filter = { ...ANY_RUN, clauses: [anyOf('flow', 'my flow'), { ...anyOf('tag', 'x'), not: true }] }
    expect(readFilterAddress(writeFilterAddress(filter)).filter).toEqual(filter)
  })
  it('is the plain address for any run', () => {
    expect(writeFilterAddress({})).toEqual({})
    expect(readFilterAddress({ state: 'blue', from: 'never', q: null }).filter).toEqual(ANY_RUN)
  })
})
