import { describe, expect, it } from 'vitest'
import { afterFailure, afterRead, LEAST_GAP_MS, type Accounted } from './read-gaps.ts'

const LONG = LEAST_GAP_MS + 1
const FRESH: Accounted = { untilAt: null, failingFromAt: null }
const READ: Accounted = { untilAt: 1_000, failingFromAt: null }

describe('gaps of reading', () => {
  it('are none before the first good read', () => {
    expect(afterFailure(FRESH, LONG)).toEqual({ accounted: FRESH, gap: null })
    expect(afterRead(FRESH, LONG)).toEqual({ accounted: { untilAt: LONG, failingFromAt: null }, gap: null })
  })

  it('are none between readings close together', () => {
    expect(afterRead(READ, 16_000)).toEqual({ accounted: { untilAt: 16_000, failingFromAt: null }, gap: null })
  })

  it('reach from the last good read to the first good one after', () => {
    const first = afterFailure(READ, 16_000)
    expect(first).toEqual({ accounted: { untilAt: 1_000, failingFromAt: 1_000 }, gap: null })
    const grown = afterFailure(first.accounted, 1_000 + LONG)
    expect(grown.gap).toEqual({ fromAt: 1_000, toAt: 1_000 + LONG })
    const ended = afterRead(grown.accounted, 1_000 + 2 * LONG)
    expect(ended).toEqual({ accounted: { untilAt: 1_000 + 2 * LONG, failingFromAt: null }, gap: { fromAt: 1_000, toAt: 1_000 + 2 * LONG } })
  })

  it('are none for a failure that was soon over', () => {
    expect(afterRead(afterFailure(READ, 16_000).accounted, 31_000).gap).toBeNull()
  })

  it('are our own where nothing was tried', () => {
    expect(afterRead(READ, 1_000 + LONG).gap).toEqual({ fromAt: 1_000, toAt: 1_000 + LONG, unattended: true })
    const failed = afterFailure(READ, 1_000 + LONG)
    expect(failed).toEqual({ accounted: { untilAt: 1_000 + LONG, failingFromAt: 1_000 + LONG }, gap: { fromAt: 1_000, toAt: 1_000 + LONG, unattended: true } })
    expect(afterRead(failed.accounted, 1_000 + 3 * LONG).gap).toEqual({ fromAt: 1_000 + LONG, toAt: 1_000 + 3 * LONG })
  })

  it('survive a clock that is set back', () => {
    expect(afterRead(READ, 500)).toEqual({ accounted: { untilAt: 500, failingFromAt: null }, gap: null })
  })
})
