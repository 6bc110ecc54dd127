import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatOffset, toMoment } from './line-time.ts'

describe('toMoment', () => {
  it('keeps microseconds', () => {
    expect(toMoment('2026-11-23T01:05:03.120482Z')).toBe(Date.parse('2026-11-23T01:05:03.120Z') + 0.482)
  })
})

describe('formatOffset', () => {
  it.each([
    [0, '+0.000'],
    [13, '+0.013'],
    [45_013.4, '+45.013'],
    [725_120, '+12:05.120'],
    [3_725_120, '+1:02:05.120'],
    [100 * 3_600_000, '+100:00:00.000'],
    [-250, '−0.250'],
    [-0.2, '+0.000'],
    [59_999.6, '+1:00.000'],
  ])('says %d ms as %s', (ms, text) => {
    expect(formatOffset(ms)).toBe(text)
  })

  it('reads back to the same millisecond', () => {
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), (ms) => {
      const text = formatOffset(ms)
      const seconds = text.slice(1).split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
      expect(Math.round(seconds * 1_000) * (text.startsWith('−') ? -1 : 1)).toBe(ms)
    }))
  })
})
