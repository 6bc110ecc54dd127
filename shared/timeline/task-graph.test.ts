import { describe, expect, it } from 'vitest'
import { aRow } from './build.ts'
import { toTaskGraph } from './task-graph.ts'
import { toTaskLanes, type LaneChoice } from './task-lanes.ts'
import type { TimelineRow } from '../api/timeline.ts'

const ROWS = [aRow({ name: 'list' }), ...Array.from({ length: 50 }, (_, index) => aRow({ name: `transform-${index}`, startMs: 6, parents: ['list'] })), aRow({ name: 'load', startMs: 90, parents: ['transform-1', 'transform-2', 'gone'] })]

const edgesOf = (rows: TimelineRow[], choice: LaneChoice = {}): string[] => toTaskGraph(toTaskLanes(rows, 100, choice).lanes).edges.map(({ from, to, kind }) => `${from} ${kind === 'inside' ? '⊃' : '→'} ${to}`)

describe('toTaskGraph', () => {
  it('joins what is folded into one node', () => {
    expect(edgesOf(ROWS, { isGrouped: true })).toEqual(['list → transform*', 'transform* → load'])
    expect(toTaskGraph(toTaskLanes(ROWS, 100, { isGrouped: true }).lanes).nodes).toHaveLength(3)
  })
  it('has each task as a node where none is folded', () => {
    expect(edgesOf(ROWS)).toHaveLength(52)
  })
  it('ties what ran inside a task to it, unless it waited for another', () => {
    expect(edgesOf([aRow({ name: 'outer' }), aRow({ name: 'first', startMs: 1, inside: ['outer'] }), aRow({ name: 'second', startMs: 2, inside: ['outer'], parents: ['first'] })])).toEqual(['outer ⊃ first', 'first → second'])
  })
  it('leaves attempts and what was not reached out', () => {
    const attempts = [{ number: 1, mark: 'failed' as const, fromMs: 0 }, { number: 2, mark: 'completed' as const, fromMs: 50 }]
    expect(toTaskGraph(toTaskLanes([aRow({ name: 'a' }), aRow({ name: 'b', startMs: 60 })], 100, { attempts, absent: [{ kind: 'task', name: 'c', count: 1, startMs: 0, medianMs: 1, runCount: 5 }] }).lanes).nodes.map(({ key }) => key)).toEqual(['b'])
  })
})
