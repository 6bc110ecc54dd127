import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWhole, keepWithin, panBy, zoomAt, type AxisView } from './axis-view.ts'

const BOUNDS = { fromMs: 0, toMs: 1_000 }

const anyView = fc.tuple(fc.integer({ min: -500, max: 1_500 }), fc.integer({ min: 10, max: 2_000 })).map(([fromMs, widthMs]): AxisView => ({ fromMs, toMs: fromMs + widthMs }))

function expectWithin({ fromMs, toMs }: AxisView): void {
  expect(fromMs).toBeGreaterThanOrEqual(BOUNDS.fromMs - 1e-6)
  expect(toMs).toBeLessThanOrEqual(BOUNDS.toMs + 1e-6)
  expect(toMs).toBeGreaterThan(fromMs)
}

describe('zoomAt', () => {
  it('keeps what is under the pointer where it is', () => {
    expect(zoomAt({ fromMs: 200, toMs: 600 }, { anchorMs: 300, factor: 0.5, bounds: BOUNDS })).toEqual({ fromMs: 250, toMs: 450 })
  })
  it('goes no further than all of it, and no nearer than 10 ms', () => {
    expect(zoomAt({ fromMs: 200, toMs: 600 }, { anchorMs: 300, factor: 99, bounds: BOUNDS })).toEqual(BOUNDS)
    const near = zoomAt({ fromMs: 200, toMs: 600 }, { anchorMs: 300, factor: 0, bounds: BOUNDS })
    expect(near.toMs - near.fromMs).toBe(10)
  })
  it('stays within the bounds from anywhere', () => {
    fc.assert(fc.property(anyView, fc.integer({ min: 0, max: 1_000 }), fc.double({ min: 0.1, max: 10, noNaN: true }), (view, anchorMs, factor) => {
      expectWithin(zoomAt(keepWithin(view, BOUNDS), { anchorMs, factor, bounds: BOUNDS }))
    }))
  })
})

describe('panBy', () => {
  it('moves no further than the bounds', () => {
    expect(panBy({ fromMs: 200, toMs: 600 }, { byMs: 100, bounds: BOUNDS })).toEqual({ fromMs: 300, toMs: 700 })
    expect(panBy({ fromMs: 200, toMs: 600 }, { byMs: 9_000, bounds: BOUNDS })).toEqual({ fromMs: 600, toMs: 1_000 })
  })
  it('keeps the width it has', () => {
    fc.assert(fc.property(anyView, fc.integer({ min: -3_000, max: 3_000 }), (given, byMs) => {
      const view = keepWithin(given, BOUNDS)
      const panned = panBy(view, { byMs, bounds: BOUNDS })
      expectWithin(panned)
      expect(panned.toMs - panned.fromMs).toBeCloseTo(view.toMs - view.fromMs, 6)
    }))
  })
})

describe('isWhole', () => {
  it('is true of the bounds, and of nothing nearer', () => {
    expect([isWhole(BOUNDS, BOUNDS), isWhole({ fromMs: 1, toMs: 1_000 }, BOUNDS)]).toEqual([true, false])
  })
})
