import { describe, expect, it } from 'vitest'
import { readTaskView, writeTaskView, type TaskView } from './task-view.ts'

const PLAIN: TaskView = { task: null, attempt: null, tasksAs: 'timeline', taskMark: null, taskName: '', open: [], isGrouped: true, showsPath: false }

describe('readTaskView', () => {
  it('reads back what was written', () => {
    const view: TaskView = { task: 'c0ffee', attempt: 2, tasksAs: 'graph', taskMark: 'failed', taskName: 'load', open: ['child', 'transform*'], isGrouped: false, showsPath: true }
    const query = { task: 'c0ffee', attempt: 2, tasks: 'graph', state: 'failed', name: 'load', open: ['child', 'transform*'], group: 'off', path: 'on' }
    expect(writeTaskView(view)).toEqual(query)
    expect(readTaskView({ ...query, attempt: '2' })).toEqual(view)
  })
  it('reads nonsense as the plain page', () => {
    expect(readTaskView({ task: '', attempt: '-1', tasks: ['x', 'table'], state: 'missing', name: null, open: [null, ''], group: 'yes', path: '1' })).toEqual(PLAIN)
    expect(readTaskView({ task: 'x'.repeat(5_000), attempt: '1e9' })).toEqual(PLAIN)
    expect(readTaskView({})).toEqual(PLAIN)
  })
  it('holds at most 30 opened lanes, each once', () => {
    expect(readTaskView({ open: Array.from({ length: 90 }, (_, index) => String(index % 60)) }).open).toHaveLength(30)
    expect(readTaskView({ open: ['a', 'a'] }).open).toEqual(['a'])
  })
})

describe('writeTaskView', () => {
  it('leaves defaults out of the address', () => {
    expect(writeTaskView(PLAIN)).toEqual({})
  })
})
