import { describe, expect, it } from 'vitest'
import { toLevel } from './log-level.ts'

describe('toLevel', () => {
  it.each([
    [0, 'DEBUG'],
    [10, 'DEBUG'],
    [20, 'INFO'],
    [25, 'INFO'],
    [30, 'WARNING'],
    [40, 'ERROR'],
    [50, 'CRITICAL'],
    [99, 'CRITICAL'],
  ])('calls %d %s', (level, word) => {
    expect(toLevel(level).word).toBe(word)
  })
})
