import { describe, expect, it } from 'vitest'
import { readRunView, writeRunView, type RunView } from './run-view.ts'

const PLAIN: RunView = { tab: null, level: null, task: null, tasksAs: 'timeline', taskMark: null }

describe('readRunView', () => {
  it('reads back what was written', () => {
    const view: RunView = { tab: 'states', level: 40, task: 'c0ffee', tasksAs: 'table', taskMark: 'failed' }
    expect(readRunView({ tab: 'states', level: 'error', task: 'c0ffee', tasks: 'table', state: 'failed' })).toEqual(view)
    expect(writeRunView(view)).toEqual({ tab: 'states', level: 'error', task: 'c0ffee', tasks: 'table', state: 'failed' })
  })
  it('reads nonsense as the plain page', () => {
    expect(readRunView({ tab: 'odd', level: 'loud', task: '', tasks: ['x', 'table'], state: 'missing' })).toEqual(PLAIN)
    expect(readRunView({ level: null, task: 'x'.repeat(5_000) })).toEqual(PLAIN)
    expect(readRunView({})).toEqual(PLAIN)
  })
})

describe('writeRunView', () => {
  it('leaves defaults out of the address', () => {
    expect(writeRunView(PLAIN)).toEqual({})
  })
})
