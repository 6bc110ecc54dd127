import { describe, expect, it } from 'vitest'
import { aRow } from './build.ts'
import { toDependencies } from './task-dependencies.ts'

const ROWS = [aRow({ name: 'a' }), aRow({ name: 'b', parents: ['a'] }), aRow({ name: 'c', parents: ['b', 'a'] }), aRow({ name: 'd', parents: ['c'] }), aRow({ name: 'e' })]

describe('toDependencies', () => {
  it('names the direct ones both ways, and all beyond', () => {
    const { up, down, allUp, allDown } = toDependencies(ROWS, 'c')
    expect([up, down].map(rows => rows.map(({ name }) => name))).toEqual([['a', 'b'], ['d']])
    expect([allUp, allDown]).toEqual([new Set(['b', 'a']), new Set(['d'])])
  })
  it('has none of a row that is alone, or not there', () => {
    for (const id of ['e', 'gone'])
      expect(toDependencies(ROWS, id)).toEqual({ up: [], down: [], allUp: new Set(), allDown: new Set() })
  })
  it('ends in a circle', () => {
    const circle = [aRow({ name: 'a', parents: ['b'] }), aRow({ name: 'b', parents: ['a'] })]
    expect(toDependencies(circle, 'a').allUp).toEqual(new Set(['b']))
  })
})
