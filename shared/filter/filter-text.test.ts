import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFilterText, writeFilterText } from './filter-text.ts'
import { ANY_RUN, anyOf, NO_LENGTH, TEXT_FIELDS, TIME_FIELDS, type Clause, type LengthBounds, type Moment, type RunFilter, type TimeBounds } from './run-filter.ts'

const MINUTE_MS = 60_000

describe('readFilterText', () => {
  it.each<[string, Partial<RunFilter>]>([
    ['', {}],
    ['flow:orders', { clauses: [anyOf('flow', 'orders')] }],
    ['tag:team:data,etl', { clauses: [anyOf('tag', 'team:data', 'etl')] }],
    ['-tag:heartbeat', { clauses: [{ ...anyOf('tag', 'heartbeat'), not: true }] }],
    ['flow:"my flow, the second"', { clauses: [anyOf('flow', 'my flow, the second')] }],
    ['blue owl', { clauses: [anyOf('name', 'blue'), anyOf('name', 'owl')] }],
    ['param.customer:acme', { clauses: [{ field: 'parameter', parameter: 'customer', not: false, values: ['acme'] }] }],
    ['took>10m took<1h30m', { took: { overMs: 10 * MINUTE_MS, underMs: 90 * MINUTE_MS } }],
    ['late>5m', { late: { overMs: 5 * MINUTE_MS, underMs: null } }],
    ['due:24h', { time: { of: 'due', from: { kind: 'ago', ms: 1_440 * MINUTE_MS }, to: null } }],
    ['ended:2026-11-27T18:00Z..2h', { time: { of: 'ended', from: { kind: 'at', at: Date.parse('2026-11-27T18:00Z') }, to: { kind: 'ago', ms: 120 * MINUTE_MS } } }],
    ['subflows:out', { subflows: 'out' }],
  ])('reads %s', (text, filter) => {
    expect(readFilterText(text)).toEqual({ filter: { ...ANY_RUN, ...filter }, mistakes: [] })
  })

  it.each([
    ['colour:red', 'colour is nothing to filter by'],
    ['flow:', 'flow: asks for nothing'],
    ['took>long', 'a length of time is written like'],
    ['flow>3m', 'only took and late'],
    ['due:yesterday', 'a time is written like'],
    ['-due:24h', 'a time cannot be left out'],
    ['subflows:maybe', 'in, out, or only'],
  ])('tells what is wrong with %s and keeps the rest', (text, told) => {
    const { filter, mistakes } = readFilterText(`${text} state:failed`)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(told)
    expect(filter).toEqual({ ...ANY_RUN, clauses: [anyOf('state', 'failed')] })
  })

  it('survives whatever is typed', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('"', ',', ':', '-', ' ', '\\', '>', '..', 'flow', 'due', 'a', '\n', '*', 'param.') }), (text) => {
      const { filter } = readFilterText(text)
      expect(readFilterText(writeFilterText(filter)).filter).toEqual(filter)
    }))
  })
})

describe('writeFilterText', () => {
  const aText = fc.oneof(fc.string({ minLength: 1, maxLength: 12 }), fc.constantFrom('a b', '"', '\\', '-x', 'a,b', 'flow:x', 'team:data', 'é😀', 'took>3', '..'))
  const aClause: fc.Arbitrary<Clause> = fc.record({ field: fc.constantFrom(...TEXT_FIELDS), name: fc.stringMatching(/^[a-z]\w{0,8}$/), not: fc.boolean(), values: fc.uniqueArray(aText, { minLength: 1, maxLength: 4 }) })
    .map(({ field, name, not, values }) => ({ field, parameter: field === 'parameter' ? name : null, not, values }))
  const aLength: fc.Arbitrary<LengthBounds> = fc.record({ overMs: fc.option(fc.nat(10 ** 9)), underMs: fc.option(fc.nat(10 ** 9)) })
  const aMoment: fc.Arbitrary<Moment> = fc.oneof(fc.nat(10 ** 9).map(ms => ({ kind: 'ago' as const, ms })), fc.integer({ min: 0, max: 4 * 10 ** 12 }).map(at => ({ kind: 'at' as const, at })))
  const aTime: fc.Arbitrary<TimeBounds> = fc.record({ of: fc.constantFrom(...TIME_FIELDS), from: fc.option(aMoment), to: fc.option(aMoment) }).filter(({ from, to }) => from !== null || to !== null)
  const aFilter: fc.Arbitrary<RunFilter> = fc.record({ clauses: fc.array(aClause, { maxLength: 5 }), time: fc.option(aTime), took: aLength, late: aLength, subflows: fc.constantFrom('in' as const, 'out' as const, 'only' as const) })

  it('is read back as the same filter', () => {
    fc.assert(fc.property(aFilter, (filter) => {
      expect(readFilterText(writeFilterText(filter))).toEqual({ filter, mistakes: [] })
    }), { numRuns: 500 })
  })

  it('leaves out what asks nothing', () => {
    expect(writeFilterText(ANY_RUN)).toBe('')
    expect(writeFilterText({ ...ANY_RUN, took: NO_LENGTH, clauses: [anyOf('name', 'owl'), { ...anyOf('tag', 'a b', 'c'), not: true }] })).toBe('owl -tag:"a b",c')
  })
})
