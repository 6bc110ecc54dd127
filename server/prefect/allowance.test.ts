import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAllowance, type Allowance } from './allowance.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Asks `count` times at once, and notes when each was let go, in ms since then. */
function ask(allowance: Allowance, count: number, { isAwaited = false } = {}): number[] {
  const beganAt = Date.now()
  const wentAt: number[] = []
  for (let index = 0; index < count; index++)
    void allowance.take({ isAwaited, signal: undefined }).then(() => wentAt.push(Date.now() - beganAt))
  return wentAt
}

describe('an allowance', () => {
  it('holds nobody up where none is declared', async () => {
    const wentAt = ask(createAllowance(null, Date.now), 500)
    await vi.advanceTimersByTimeAsync(0)
    expect(wentAt).toHaveLength(500)
  })
  it.each([20, 60, 240])('lets no more than %i out in any minute', async (perMinute) => {
    const wentAt = ask(createAllowance(perMinute, Date.now), perMinute * 4)
    await vi.advanceTimersByTimeAsync(6 * 60_000)
    expect(wentAt).toHaveLength(perMinute * 4)
    const most = Math.max(...wentAt.map(at => wentAt.filter(other => other > at - 60_000 && other <= at).length))
    expect(most).toBeLessThanOrEqual(perMinute)
    expect(most).toBeGreaterThan(perMinute * 0.75)
  })
  it('lets those that somebody waits for go before', async () => {
    const allowance = createAllowance(60, Date.now)
    const inBackground = ask(allowance, 100)
    await vi.advanceTimersByTimeAsync(5_000)
    const awaited = ask(allowance, 2, { isAwaited: true })
    await vi.advanceTimersByTimeAsync(3_000)
    expect(awaited).toHaveLength(2)
    expect(inBackground.length).toBeLessThan(20)
  })
  it('holds back what nobody waits for, for as long as the server asked', async () => {
    const allowance = createAllowance(null, Date.now)
    allowance.holdUntil(Date.now() + 2_000)
    const wentAt = ask(allowance, 3)
    const awaited = ask(allowance, 1, { isAwaited: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(awaited).toEqual([0])
    await vi.advanceTimersByTimeAsync(1_999)
    expect(wentAt).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(wentAt).toEqual([2_000, 2_000, 2_000])
  })
  it('forgets one that is no longer wanted', async () => {
    const allowance = createAllowance(20, Date.now)
    ask(allowance, 4)
    const ending = new AbortController()
    const left = allowance.take({ isAwaited: false, signal: ending.signal })
    ending.abort(new Error('no longer wanted'))
    await expect(left).rejects.toThrow('no longer wanted')
    const wentAt = ask(allowance, 1)
    await vi.advanceTimersByTimeAsync(3_750)
    expect(wentAt).toHaveLength(1)
  })
})
