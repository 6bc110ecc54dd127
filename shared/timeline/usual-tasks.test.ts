import { describe, expect, it } from 'vitest'
import { aRow } from './build.ts'
import { toNotReached, toTaskSummaries, toUsualTasks } from './usual-tasks.ts'

const RUNS = [
  [aRow({ name: 'extract-abc', endMs: 10 }), aRow({ name: 'load-0a1', startMs: 10, endMs: 30 }), aRow({ name: 'load-0a2', startMs: 11, endMs: 41 })],
  [aRow({ name: 'extract-bcd', endMs: 14 }), aRow({ name: 'load-0b1', startMs: 20, endMs: 60 }), aRow({ name: 'mail-0b2', startMs: 60, endMs: 61 })],
  [aRow({ name: 'extract-cde', endMs: 90 }), aRow({ name: 'load-0c1', startMs: 90, endMs: 95, mark: 'failed' })],
].map(toTaskSummaries)

describe('toUsualTasks', () => {
  it('knows each name\'s median length, count and start, first start first', () => {
    expect(toUsualTasks(RUNS)).toEqual([
      { kind: 'task', name: 'extract', count: 1, startMs: 0, medianMs: 14, runCount: 3 },
      { kind: 'task', name: 'load', count: 1, startMs: 20, medianMs: 30, runCount: 3 },
      { kind: 'task', name: 'mail', count: 1, startMs: 60, medianMs: 1, runCount: 1 },
    ])
  })
  it('does not learn from what did not complete', () => {
    expect(toUsualTasks([toTaskSummaries([aRow({ name: 'load-001', mark: 'failed' })])])).toMatchObject([{ medianMs: null, count: 1 }])
  })
})

describe('toNotReached', () => {
  it('names what every good run had and this one has not', () => {
    const usual = toUsualTasks(RUNS)
    expect(toNotReached([aRow({ name: 'extract-fff' })], usual, 3).map(({ name }) => name)).toEqual(['load'])
    expect(toNotReached([], usual, 3).map(({ name }) => name)).toEqual(['extract', 'load'])
  })
})
