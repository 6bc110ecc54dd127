import { describe, expect, it } from 'vitest'
import { aFlowRun, aRunState } from '../model/build.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { lateGraceMs, quantile, spanOf, toBaseline } from './baseline.ts'
import { DAY_MS, MINUTE_MS } from './thresholds.ts'

// A Thursday, three in the morning.
const FIRST = Date.parse('2026-01-01T03:00:00Z')
const on = (day: number): number => FIRST + day * DAY_MS

function took(day: number, ms: number, given: Partial<FlowRun> = {}): FlowRun {
  const at = on(day)
  return aFlowRun({ id: `night ${day}`, expectedStartAt: at, startedAt: at + 1_000, endedAt: at + ms, ranForMs: ms, runCount: 1, state: aRunState({ type: 'COMPLETED', at: at + ms }), ...given })
}
const nights = (count: number, toMs: (day: number) => number): FlowRun[] => Array.from({ length: count }, (_, day) => took(day, toMs(day)))
const about = (minutes: number) => (day: number): number => (minutes + 0.1 * (day % 3)) * MINUTE_MS

describe('a baseline', () => {
  it('is not there with fewer than five good runs', () => {
    expect(toBaseline(nights(4, about(10)))).toBeNull()
    expect(toBaseline([...nights(4, about(10)), took(4, 1, { state: aRunState({ type: 'FAILED' }) })])).toBeNull()
  })

  it('calls slow what is past three medians and ten minutes', () => {
    expect(toBaseline(nights(9, () => 20 * MINUTE_MS))).toMatchObject({ medianMs: 20 * MINUTE_MS, slowMs: 60 * MINUTE_MS })
    expect(toBaseline(nights(9, () => MINUTE_MS))).toMatchObject({ slowMs: 11 * MINUTE_MS })
  })

  it('calls nothing fast with fewer than ten runs, else what is under half the least', () => {
    expect(toBaseline(nights(9, about(10)))?.fastMs).toBeNull()
    expect(toBaseline(nights(10, about(10)))?.fastMs).toBe(5 * MINUTE_MS)
  })

  it('looks at runs before the one in question only', () => {
    expect(toBaseline(nights(12, about(10)), on(6))?.runCount).toBe(6)
  })

  it('leaves out a retried run, or takes its last attempt where its history tells it', () => {
    const retried = took(9, 90 * MINUTE_MS, { runCount: 2, ranForMs: 80 * MINUTE_MS })
    const runs = [...nights(9, about(10)), retried]
    expect(toBaseline(runs)?.runCount).toBe(9)
    const history = [aRunState({ type: 'RUNNING', at: on(9) }), aRunState({ type: 'FAILED', at: on(9) + 1 }), aRunState({ type: 'RUNNING', at: on(9) + 80 * MINUTE_MS })]
    expect(toBaseline(runs, on(20), { histories: new Map([[retried.id, history]]) })?.runCount).toBe(10)
    expect(spanOf(retried, history)).toBe(10 * MINUTE_MS)
  })

  it('tells weekends apart where they differ twofold, on the wall of the schedule\'s zone', () => {
    const inSydney = (day: number): boolean => [6, 0].includes(new Date(on(day) + 11 * 3_600_000).getUTCDay())
    const runs = nights(24, day => (inSydney(day) ? 60 : 10) * MINUTE_MS)
    expect(toBaseline(runs, on(24), { timeZone: 'Australia/Sydney' })?.medianMs).toBe((inSydney(24) ? 60 : 10) * MINUTE_MS)
    expect(toBaseline(runs, on(27), { timeZone: 'Australia/Sydney' })?.medianMs).toBe((inSydney(27) ? 60 : 10) * MINUTE_MS)
  })

  it('lets a night take as long as that weekday did before', () => {
    const baseline = toBaseline(nights(13, day => (day % 7 === 6 ? 60 : 10) * MINUTE_MS), on(13))
    expect(baseline?.slowMs).toBeGreaterThan(70 * MINUTE_MS)
  })

  it('lets the month\'s edge take longer while none was seen, and judges it by the last once one was', () => {
    const isLast = (day: number): boolean => new Date(on(day + 1)).getUTCDate() === 1
    const toMs = (day: number): number => (isLast(day) ? 50 : 10) * MINUTE_MS
    expect(toBaseline(nights(30, toMs).slice(-13), on(30))?.slowMs).toBeGreaterThan(50 * MINUTE_MS)
    expect(toBaseline(nights(29, toMs).slice(-13), on(29))?.slowMs).toBeLessThan(50 * MINUTE_MS)
    expect(toBaseline(nights(58, toMs), on(58))?.slowMs).toBeGreaterThan(60 * MINUTE_MS)
  })

  it('goes on calling slow what began to be slow last night', () => {
    const runs = [...nights(12, about(15)), took(12, 75 * MINUTE_MS)]
    expect(toBaseline(runs, on(13))?.slowMs).toBeLessThan(75 * MINUTE_MS)
  })
})

/** A linear congruential generator: the same numbers on every machine. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

interface Made {
  chance: () => number
  sigma: number
  usualMs: number
}

/** What a kind of job takes on a day. */
const KINDS: Record<string, (day: number, made: Made) => number> = {
  'lognormal': (_, made) => noisy(made.usualMs, made),
  'a no-op every third night': (day, made) => noisy(day % 3 === 0 ? 4_000 : made.usualMs, made),
  'a no-op as often as not': (_, made) => noisy(made.chance() < 0.5 ? 4_000 : made.usualMs, made),
  'a long night a week': (day, made) => noisy((day % 7 === 0 ? 6 : 1) * made.usualMs, made),
  'long weekends': (day, made) => noisy(([2, 3].includes(day % 7) ? 4 : 1) * made.usualMs, made),
  'long at the month\'s end': (day, made) => noisy((new Date(on(day + 1)).getUTCDate() === 1 ? 5 : 1) * made.usualMs, made),
}

function noisy(ms: number, { chance, sigma }: Made): number {
  return ms * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance()))
}

function madeJob(chance: () => number, mostSigma: number): { made: Made, first: number } {
  const sigma = 0.05 + chance() * (mostSigma - 0.05)
  return { made: { chance, sigma, usualMs: 20_000 * 150 ** chance() }, first: Math.floor(chance() * 300) }
}

describe('made-up nights', () => {
  it('hold at most one false slow or fast in two thousand', () => {
    const chance = numbersFrom(20_261_124)
    let nightCount = 0
    const raised: string[] = []
    for (const [kind, toMs] of Object.entries(KINDS)) {
      for (let job = 0; job < 2_000; job++) {
        const { made, first } = madeJob(chance, kind === 'lognormal' ? 0.6 : 0.35)
        const baseline = toBaseline(Array.from({ length: 13 }, (_, index) => took(first + index, toMs(first + index, made))), on(first + 13))
        const ms = toMs(first + 13, made)
        nightCount += 1
        if (baseline !== null && (ms > baseline.slowMs || ms < (baseline.fastMs ?? 0)))
          raised.push(kind)
      }
    }
    expect(raised.length / nightCount).toBeLessThanOrEqual(1 / 2_000)
  })

  it('show nearly all that took five times as long or a tenth', () => {
    const chance = numbersFrom(7)
    let [nightCount, slowCount, fastCount] = [0, 0, 0]
    while (nightCount < 2_000) {
      const { made, first } = madeJob(chance, 0.35)
      // The last day of a month and the first may take long where none was seen before.
      if ([1, 2].includes(new Date(on(first + 14)).getUTCDate()))
        continue
      nightCount += 1
      const usualMs = made.usualMs + 10 * MINUTE_MS
      const baseline = toBaseline(Array.from({ length: 13 }, (_, index) => took(first + index, noisy(usualMs, made))), on(first + 13))
      slowCount += baseline !== null && 5 * usualMs > baseline.slowMs ? 1 : 0
      fastCount += baseline?.fastMs != null && 0.1 * usualMs < baseline.fastMs ? 1 : 0
    }
    expect(slowCount / nightCount).toBeGreaterThan(0.97)
    expect(fastCount / nightCount).toBeGreaterThan(0.995)
  })
})

describe('the grace of a late run', () => {
  const began = (delayMs: number, day: number): FlowRun => took(day, MINUTE_MS, { startedAt: on(day) + delayMs })

  it('is five minutes, or twice the usual delay', () => {
    expect(lateGraceMs(nights(3, about(1)))).toBe(5 * MINUTE_MS)
    expect(lateGraceMs(Array.from({ length: 9 }, (_, day) => began(10 * MINUTE_MS, day)))).toBe(20 * MINUTE_MS)
  })
})

describe('quantile', () => {
  it('lies between neighbours', () => {
    expect(quantile([3, 1, 2, 4], 0.5)).toBe(2.5)
    expect(quantile([7], 0.99)).toBe(7)
  })
})
