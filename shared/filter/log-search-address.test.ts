import { describe, expect, it } from 'vitest'
import { readFilterText } from './filter-text.ts'
import { readLogSearch, writeLogSearch } from './log-search-address.ts'
import { ANY_RUN, anyOf } from './run-filter.ts'

describe('readLogSearch', () => {
  it('reads back what was written', () => {
    const search = { phrase: 'refused ?&', level: 40 as const, filter: readFilterText('flow:orders -tag:heartbeat started:3d').filter }
    const written = writeLogSearch(search)
    expect(written).toEqual({ q: 'refused ?&', level: 'error', runs: 'flow:orders -tag:heartbeat started:3d' })
    expect(readLogSearch(written)).toEqual({ ...search, mistakes: [] })
  })

  it('takes a flow, a tag and a time by their own names', () => {
    expect(readLogSearch({ q: 'x', flow: ['a', 'b'], tag: 'c', from: '2026-11-22T18:00:00Z' }).filter).toEqual({
      ...ANY_RUN,
      clauses: [anyOf('flow', 'a', 'b'), anyOf('tag', 'c')],
      time: { of: 'due', from: { kind: 'at', at: Date.parse('2026-11-22T18:00:00Z') }, to: null },
    })
  })

  it('reads nonsense as nothing asked, and tells it', () => {
    expect(readLogSearch({ q: null, level: 'loud', runs: 'colour:red' })).toMatchObject({ phrase: '', level: null, filter: ANY_RUN, mistakes: [expect.stringContaining('colour')] })
    expect(readLogSearch({ q: 'x'.repeat(5_000) }).phrase).toHaveLength(500)
  })
})

describe('writeLogSearch', () => {
  it('leaves what asks nothing out of the address', () => {
    expect([writeLogSearch({}), writeLogSearch({ phrase: '', level: null, filter: ANY_RUN })]).toEqual([{}, {}])
  })
})
