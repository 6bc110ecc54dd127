import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aRunState, aTaskRun } from '../model/build.ts'
import type { LogLine } from '../model/log-line.ts'
import { compareLogs, compareTasks, compareValues, toTaskName, type ReadLog } from './compare.ts'

const aLog = (messages: readonly string[], given: Partial<ReadLog> = {}): ReadLog => ({
  lines: messages.map((message, index): LogLine => ({ id: `${index}`, at: index, level: 20, logger: 'x', message, flowRunId: null, taskRunId: null })),
  isWhole: true,
  runName: 'quiet-owl',
  ...given,
})

describe('compareValues', () => {
  it('lists what differs, and what one of them lacks', () => {
    expect(compareValues({ a: 1, b: { x: 1, y: 2 }, c: [1] }, { a: 1, b: { y: 2, x: 1 }, c: [2], d: null })).toEqual({ different: [{ name: 'c', own: [1], other: [2] }, { name: 'd', own: undefined, other: null }], sameCount: 2 })
  })
  it('finds nothing in what is the same, and as much from either side', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (own, other) => {
      expect(compareValues(own, own).different).toEqual([])
      expect(compareValues(own, other).different.map(({ name }) => name)).toEqual(compareValues(other, own).different.map(({ name }) => name))
    }))
  })
})

describe('compareTasks', () => {
  const aTask = (name: string, startedAt: number, ranForMs: number | null, type: 'COMPLETED' | 'FAILED' = 'COMPLETED') => aTaskRun({ id: name, name, startedAt, ranForMs, state: aRunState({ type }) })

  it('pairs tasks of the same code, and tells those that are new or gone', () => {
    expect(compareTasks([aTask('load-1a2', 20, 5, 'FAILED'), aTask('extract-0ff', 10, 3)], [aTask('extract-3c4', 1, 2), aTask('load-9f8', 2, 4), aTask('publish-abc', 3, 1)])).toEqual([
      { name: 'extract', own: { count: 1, ranForMs: 3, failedCount: 0 }, other: { count: 1, ranForMs: 2, failedCount: 0 } },
      { name: 'load', own: { count: 1, ranForMs: 5, failedCount: 1 }, other: { count: 1, ranForMs: 4, failedCount: 0 } },
      { name: 'publish', own: null, other: { count: 1, ranForMs: 1, failedCount: 0 } },
    ])
  })
  it('sums the tasks of a map', () => {
    expect(compareTasks([aTask('sync-001', 1, 5), aTask('sync-002', 2, 7), aTask('sync-003', 3, null)], [])).toMatchObject([{ name: 'sync', own: { count: 3, ranForMs: 12 }, other: null }])
  })
})

describe('toTaskName', () => {
  it.each([['load-1a2', 'load-f00'], ['load-0', 'load-12'], ['load 2026-11-27', 'load 2026-11-28']])('calls %s and %s the same', (one, other) => {
    expect(toTaskName(one)).toBe(toTaskName(other))
  })
  it('tells different tasks apart', () => {
    expect(toTaskName('load-1a2')).not.toBe(toTaskName('unload-1a2'))
  })
})

describe('compareLogs', () => {
  it('passes over numbers, ids, times, addresses and names of runs', () => {
    const own = aLog(['Beginning flow run \'quiet-owl\' for flow \'x\'', 'read 14 rows in 0.3 s from 10.0.0.1:5432', 'task \'load-1a2\' at 2026-11-27T03:00:00Z'])
    const other = aLog(['Beginning flow run \'loud-elk\' for flow \'x\'', 'read 9,000 rows in 12 s from 10.9.0.7:5432', 'task \'load-c3d\' at 2026-11-28T03:00:00Z'], { runName: 'loud-elk' })
    expect(compareLogs(own, other)).toEqual({ own: null, other: null })
  })
  it('finds the first line of each that the other lacks', () => {
    const difference = compareLogs(aLog(['start', 'connection refused', 'gave up']), aLog(['start', 'loaded', 'done']))
    expect([difference.own?.message, difference.other?.message]).toEqual(['connection refused', 'loaded'])
  })
  it('counts repeated lines', () => {
    expect(compareLogs(aLog(['retry', 'retry', 'retry']), aLog(['retry', 'retry'])).own?.id).toBe('2')
  })
  it('claims nothing beyond what was read of the other', () => {
    const other = aLog(Array.from({ length: 20 }, () => 'batch done'), { isWhole: false })
    expect(compareLogs(aLog([...Array.from({ length: 20 }, () => 'batch done'), 'published']), other).own).toBeNull()
  })
  it('does not mind in which order tasks wrote', () => {
    fc.assert(fc.property(fc.shuffledSubarray(['alpha ready', 'beta ready', 'gamma ready', 'delta ready'], { minLength: 4 }), (messages) => {
      expect(compareLogs(aLog(messages), aLog(['alpha ready', 'beta ready', 'gamma ready', 'delta ready']))).toEqual({ own: null, other: null })
    }))
  })
})
