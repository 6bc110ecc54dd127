import { describe, expect, it } from 'vitest'
import { formatDuration } from './duration.ts'

describe('formatDuration', () => {
  it.each([
    [0, '0.0 s'],
    [300, '0.3 s'],
    [45_000, '45 s'],
    [302_000, '5 m 2 s'],
    [600_000, '10 m'],
    [22_620_000, '6 h 17 m'],
    [273_600_000, '3 d 4 h'],
  ])('says %d ms as %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words)
  })
})
