import { describe, expect, it } from 'vitest'
import type { RunRow } from '../api/runs.ts'
import { countFacets, groupRuns, readGrouping } from './group-runs.ts'

const aRow = (id: string, given: Partial<RunRow> = {}): RunRow => ({
  id, name: id, flow: { id: 'f', name: 'orders' }, deployment: { id: 'd', name: 'prod' }, state: { type: 'COMPLETED', name: 'Completed', at: '2026-11-28T01:00:00Z', message: null },
  expectedAt: '2026-11-28T01:00:00Z', startedAt: null, endedAt: null, ranForMs: null, lateByMs: null, runCount: 1, tags: [], ...given,
})
const failed = (id: string, message: string): RunRow => aRow(id, { state: { type: 'FAILED', name: 'Failed', at: '2026-11-28T01:00:00Z', message } })
const named = (runs: RunRow[], by: Parameters<typeof groupRuns>[1]): [string | null, string[]][] => groupRuns(runs, by, { timeZone: 'Europe/Berlin' }).map(({ value, runs: own }) => [value, own.map(({ id }) => id)])

describe('groupRuns', () => {
  it('puts the largest group first', () => {
    expect(named([aRow('a', { flow: { id: 'g', name: 'billing' } }), aRow('b'), aRow('c')], 'flow')).toEqual([['orders', ['b', 'c']], ['billing', ['a']]])
  })
  it('puts days newest first, by the wall clock of the zone', () => {
    expect(named([aRow('a', { expectedAt: '2026-11-26T23:30:00Z' }), aRow('b', { expectedAt: '2026-11-27T23:30:00Z' })], 'day')).toEqual([['2026-11-28', ['b']], ['2026-11-27', ['a']]])
  })
  it('knows one cause by what names the fault', () => {
    const rows = [failed('a', 'OSError: host 10.0.0.1 refused'), failed('b', 'OSError: host 10.0.0.2 refused'), failed('c', 'KeyError: \'x\''), aRow('d')]
    expect(named(rows, 'cause').map(([, ids]) => ids)).toEqual([['a', 'b'], ['c'], ['d']])
  })
  it('stands a run with two tags of a key in both', () => {
    expect(named([aRow('a', { tags: ['team:x', 'team:y'] }), aRow('b')], 'tag:team')).toEqual([['x', ['a']], ['y', ['a']], [null, ['b']]])
  })
})

describe('countFacets', () => {
  it('keeps tags of a key under it', () => {
    const { tags, byKey, states } = countFacets([aRow('a', { tags: ['etl', 'team:x'] }), failed('b', 'x')])
    expect(tags).toEqual([{ value: 'etl', count: 1 }])
    expect(byKey).toEqual([{ key: 'team', tags: [{ value: 'team:x', count: 1 }] }])
    expect(states).toEqual([{ value: 'completed', count: 1 }, { value: 'failed', count: 1 }])
  })
})

describe('readGrouping', () => {
  it('reads what it knows and nothing else', () => {
    expect(['flow', 'tag:team', 'tag:', 'colour', null].map(readGrouping)).toEqual(['flow', 'tag:team', null, null, null])
  })
})
