import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../expectations/thresholds.ts'
import { aRunState } from '../../model/build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { aPicture, inventory, judgedRuns, night, nightly, NOW } from '../build.ts'
import type { Picture } from '../picture.ts'
import { isFrequent } from './frequent.ts'

const LAST = NOW - HOUR_MS

/** A run an hour, the last at six; `bad` names those that failed, by hours before the last. */
function hourly(hours: number, bad: readonly number[], given: Partial<FlowRun> = {}): FlowRun[] {
  return Array.from({ length: hours }, (_, index) => hours - 1 - index).map((back) => {
    const at = LAST - back * HOUR_MS
    const type = bad.includes(back) ? 'FAILED' : 'COMPLETED'
    return night(0, type, { id: `hour ${back}`, expectedStartAt: at, createdAt: at, startedAt: at, endedAt: at + MINUTE_MS, ranForMs: MINUTE_MS, state: aRunState({ type, at: at + MINUTE_MS, message: type === 'FAILED' ? 'ConnectionError: refused' : null }), ...given })
  })
}
const findings = (runs: FlowRun[], given: Partial<Picture> = {}) => judgedRuns(aPicture({ deployments: inventory(nightly()), runs, ...given })).findings

describe('a frequent job', () => {
  it('that failed once is recovered: one of so many', () => {
    const [finding, ...others] = findings(hourly(14 * 24, [3]))
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'failed', section: 'recovered', open: false })
    expect(finding?.reason).toMatch(/^1 of 13 runs failed \(03:00\): /)
  })

  it('is not raised for its last two runs, but for its last three', () => {
    expect(findings(hourly(14 * 24, [0, 1]))).toMatchObject([{ section: 'recovered' }])
    expect(findings(hourly(14 * 24, [0, 1, 2]))).toMatchObject([{ kind: 'failed', section: 'needs-you', open: true, nightCount: 1 }])
  })

  it('is raised when nothing was good for three periods', () => {
    const cancelled = { state: aRunState({ type: 'CANCELLED', at: LAST }) }
    const runs = hourly(14 * 24, [2]).map((run, index, all) => index >= all.length - 2 ? { ...run, ...cancelled } : run)
    expect(findings(runs)).toMatchObject([{ kind: 'failed', section: 'needs-you', open: true }])
  })

  it('is flakier than usual with three failures in a day and hardly any before', () => {
    expect(findings(hourly(14 * 24, [3, 6, 10]))).toMatchObject([{ kind: 'flaky', section: 'worth-a-look', open: true }])
    const usual = Array.from({ length: 14 }, (_, day) => [3, 6, 10].map(hour => day * 24 + hour)).flat()
    expect(findings(hourly(14 * 24, usual))).toMatchObject([{ kind: 'failed', section: 'recovered' }])
  })

  it('is judged by its bad runs alone where only those are known of earlier days', () => {
    const rowsFromAt = NOW - 1.5 * DAY_MS
    const coverage = new Map([['deployment-1', { rowsFromAt, keptFromAt: null }]])
    const known = (bad: readonly number[]): FlowRun[] => hourly(14 * 24, bad).filter(run => (run.expectedStartAt ?? 0) >= rowsFromAt || run.state?.type === 'FAILED')
    expect(findings(known([3, 6, 10]), { coverage })).toMatchObject([{ kind: 'flaky' }])
    const usual = Array.from({ length: 14 }, (_, day) => [3, 6, 10].map(hour => day * 24 + hour)).flat()
    expect(findings(known(usual), { coverage })).toMatchObject([{ kind: 'failed', section: 'recovered' }])
    expect(findings(known([100, 101, 102]), { coverage })).toEqual([])
  })

  it('is slow only when its last three runs were', () => {
    const slow = (backs: readonly number[]): FlowRun[] => hourly(14 * 24, []).map(run => backs.some(back => run.id === `hour ${back}`) ? { ...run, ranForMs: 40 * MINUTE_MS } : run)
    expect(findings(slow([0]))).toEqual([])
    expect(findings(slow([0, 1, 2]))).toMatchObject([{ kind: 'slow', section: 'worth-a-look' }])
  })
})

describe('isFrequent', () => {
  it('holds from nineteen automatic runs a day, over a weekend\'s rest too', () => {
    expect(isFrequent(hourly(24, []), NOW)).toBe(true)
    expect(isFrequent(hourly(24, []), NOW + 2 * DAY_MS)).toBe(true)
    expect(isFrequent(hourly(18, []), NOW)).toBe(false)
  })

  it('does not hold for a day of trying out, but for three days of runs nobody scheduled', () => {
    expect(isFrequent(hourly(24, [], { autoScheduled: false }), NOW)).toBe(false)
    expect(isFrequent(hourly(72, [], { autoScheduled: false }), NOW)).toBe(true)
  })
})
