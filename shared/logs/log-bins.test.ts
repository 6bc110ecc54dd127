import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogOutlineAnswer, LogSpread } from '../api/logs.ts'
import { toLogBins } from './log-bins.ts'

const T0 = Date.parse('2026-11-23T01:00:00Z')
const at = (ms: number): string => `${new Date(T0 + ms).toISOString().slice(0, 23)}000Z`
const counted = (...ms: number[]): LogSpread => ({ count: ms.length, instants: ms.map(at), isSampled: false })
const anOutline = (given: Partial<LogOutlineAnswer> = {}): LogOutlineAnswer => ({ first: at(0), last: at(100), all: counted(), warnings: counted(), errors: counted(), live: false, ...given })

describe('toLogBins', () => {
  it('counts lines where they were written, by level', () => {
    const bins = toLogBins(anOutline({ all: counted(0, 10, 60, 100), warnings: counted(60, 100), errors: counted(100) }), 2)
    expect(bins).toEqual([
      { fromAt: T0, toAt: T0 + 50, all: 2, warnings: 0, errors: 0 },
      { fromAt: T0 + 50, toAt: T0 + 100, all: 2, warnings: 1, errors: 1 },
    ])
  })

  it('spreads lines between samples', () => {
    const [first, second] = toLogBins(anOutline({ all: { count: 1_000, instants: [at(5), at(10), at(15), at(20)], isSampled: true } }), 2)
    expect(first!.all).toBeGreaterThan(900)
    expect(first!.all + second!.all).toBeCloseTo(1_000)
  })

  it('is empty without lines, and where all are of one instant', () => {
    expect(toLogBins(anOutline({ first: null, last: null }), 10)).toEqual([])
    expect(toLogBins(anOutline({ last: at(0) }), 10)).toEqual([])
  })

  it('loses no line of a sample', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1 }), fc.integer({ min: 1, max: 200 }), (instants, binCount) => {
      const all = { count: 5_000, instants: instants.sort((a, b) => a - b).map(at), isSampled: true }
      expect(toLogBins(anOutline({ all }), binCount).reduce((sum, bin) => sum + bin.all, 0)).toBeCloseTo(5_000, 3)
    }))
  })
})
