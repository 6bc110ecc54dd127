import { describe, expect, it } from 'vitest'
import type { LogPlace } from './log-place.ts'
import { nextHit } from './hit-places.ts'

const place = (second: number, id: string | null = 'a'): LogPlace => ({ at: `2026-11-23T01:00:${String(second).padStart(2, '0')}.000000Z`, id })
const HITS = [place(10), place(20), place(20, 'b'), place(30)]

describe('nextHit', () => {
  it.each([
    [null, 0, 3],
    [place(5), 0, 3],
    [place(10), 1, 3],
    [place(20), 2, 0],
    [place(20, 'b'), 3, 1],
    [place(25), 3, 2],
    [place(30), 0, 2],
    [place(30, null), 3, 2],
  ])('from %j goes to %i or back to %i', (from, next, previous) => {
    expect([nextHit(HITS, from, 'next'), nextHit(HITS, from, 'previous')]).toEqual([next, previous])
  })

  it('is null without hits', () => {
    expect(nextHit([], null, 'next')).toBeNull()
  })
})
