import { describe, expect, it } from 'vitest'
import { shorten } from './shorten.ts'

describe('shorten', () => {
  it('leaves a short text as it is', () => {
    expect(shorten('ledger', 6)).toBe('ledger')
  })
  it('says where it left something out', () => {
    expect(shorten('ledger close', 8)).toBe('ledger…')
  })
  it('cuts no character in two', () => {
    expect(shorten('🚚🚚🚚🚚', 3)).toBe('🚚🚚…')
    expect(shorten('🚚🚚🚚', 3)).toBe('🚚🚚🚚')
  })
  it('stands a name of any length', () => {
    expect(shorten('z'.repeat(10_000), 100)).toHaveLength(100)
  })
})
