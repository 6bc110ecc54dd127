import { describe, expect, it } from 'vitest'
import { formatCount, formatRatio } from './count.ts'

describe('formatCount', () => {
  it.each([[0, '0 jobs'], [1, '1 job'], [2, '2 jobs'], [1_200, '1,200 jobs']])('says %d as %s', (count, words) => {
    expect(formatCount(count, 'job')).toBe(words)
  })
})

describe('formatRatio', () => {
  it.each([[1, '100 %'], [0.996, '99 %'], [0.786, '79 %'], [0, '0 %'], [0.001, '0 %']])('says %d as %s', (ratio, words) => {
    expect(formatRatio(ratio)).toBe(words)
  })
})
