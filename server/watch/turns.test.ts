import { describe, expect, it } from 'vitest'
import { createTurns, type Turn } from './turns.ts'

const { signal } = new AbortController()

function aTurn(name: string, done: string[], { everyMs = 60_000, cost = 1 } = {}): Turn {
  return { everyMs: () => everyMs, cost: () => cost, work: async () => void done.push(name) }
}

describe('turns', () => {
  it('wait for their own interval, from the start on', async () => {
    const done: string[] = []
    const turns = createTurns([aTurn('minutely', done), aTurn('often', done, { everyMs: 15_000 })], 0)
    await turns.take({ requests: 6, at: 15_000, signal })
    expect(done).toEqual(['often'])
  })
  it('stay within the requests that are left, the most overdue first', async () => {
    const done: string[] = []
    const turns = createTurns([aTurn('a', done), aTurn('b', done, { everyMs: 40_000 }), aTurn('dear', done, { cost: 3 })], 0)
    await turns.take({ requests: 2, at: 60_000, signal })
    expect(done).toEqual(['b', 'a'])
    await turns.take({ requests: 3, at: 75_000, signal })
    expect(done).toEqual(['b', 'a', 'dear'])
  })
  it('come all the same after four intervals', async () => {
    const done: string[] = []
    const turns = createTurns([aTurn('dear', done, { cost: 9 })], 0)
    await turns.take({ requests: 0, at: 239_999, signal })
    expect(done).toEqual([])
    await turns.take({ requests: 0, at: 240_000, signal })
    expect(done).toEqual(['dear'])
  })
  it('that have nothing to do cost nothing', async () => {
    const done: string[] = []
    await createTurns([aTurn('idle', done, { cost: 0 })], 0).take({ requests: 0, at: 60_000, signal })
    expect(done).toEqual([])
  })
  it('that failed come again in their time', async () => {
    const done: string[] = []
    const failing: Turn = { ...aTurn('a', done), work: async () => { throw new Error('no answer') } }
    const turns = createTurns([failing, aTurn('b', done)], 0)
    await expect(turns.take({ requests: 6, at: 60_000, signal })).rejects.toThrow('no answer')
    await turns.take({ requests: 6, at: 61_000, signal })
    expect(done).toEqual(['b'])
  })
})
