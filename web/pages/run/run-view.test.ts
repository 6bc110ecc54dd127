import { describe, expect, it } from 'vitest'
import { readRunView, writeRunView } from './run-view.ts'

describe('readRunView', () => {
  it('reads back what was written', () => {
    const query = { tab: 'states', level: 'error', task: 'c0ffee', tasks: 'table', state: 'failed', tz: 'Asia/Tokyo' }
    expect(readRunView(query)).toMatchObject({ tab: 'states', level: 40, task: 'c0ffee', tasksAs: 'table', taskMark: 'failed', tz: 'Asia/Tokyo' })
    expect(writeRunView(readRunView(query))).toEqual(query)
  })
  it('reads nonsense as the plain page', () => {
    const plain = readRunView({})
    expect(plain).toMatchObject({ level: null, task: null, tasksAs: 'timeline', taskMark: null, tz: null })
    expect(readRunView({ tab: 'odd', level: 'loud', task: '', tasks: ['x', 'table'], state: 'missing', tz: 'Mars/Base' })).toEqual(plain)
    expect(readRunView({ level: null, task: 'x'.repeat(5_000) })).toEqual(plain)
  })
})

describe('writeRunView', () => {
  it('leaves defaults out of the address', () => {
    expect(writeRunView(readRunView({}))).toEqual({})
  })
})
