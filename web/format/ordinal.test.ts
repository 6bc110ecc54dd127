import { describe, expect, it } from 'vitest'
import { formatOrdinal } from './ordinal.ts'

describe('formatOrdinal', () => {
  it.each([[1, '1st'], [2, '2nd'], [3, '3rd'], [4, '4th'], [11, '11th'], [13, '13th'], [22, '22nd']])('says %d as %s', (count, words) => {
    expect(formatOrdinal(count)).toBe(words)
  })
})
