import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../expectations/thresholds.ts'
import { aRunState } from '../../model/build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { StateType } from '../../model/run-state.ts'
import { aPicture, inventory, judgedRuns, night, nightly, nights, NOW } from '../build.ts'

const MADE = NOW - 4 * HOUR_MS
const findings = (runs: FlowRun[]) => judgedRuns(aPicture({ deployments: inventory(nightly()), runs: runs.sort((a, b) => (a.expectedStartAt ?? 0) - (b.expectedStartAt ?? 0)) })).findings

function batch(count: number, toType: (index: number) => StateType, madeAt = MADE, given: Partial<FlowRun> = {}): FlowRun[] {
  return Array.from({ length: count }, (_, index) => {
    const at = madeAt + index * 1_000
    const type = toType(index)
    const isOver = type === 'COMPLETED' || type === 'FAILED'
    return night(0, type, { id: `backfill ${index} ${madeAt}`, autoScheduled: false, createdAt: at, expectedStartAt: at, startedAt: type === 'SCHEDULED' ? null : at + MINUTE_MS, endedAt: isOver ? at + 20 * MINUTE_MS : null, ranForMs: type === 'SCHEDULED' ? null : 19 * MINUTE_MS, runCount: type === 'SCHEDULED' ? 0 : 1, parameters: { day: `d${index}` }, state: aRunState({ type, at: at + 20 * MINUTE_MS, message: type === 'FAILED' ? 'OperationalError: too many connections' : null }), ...given })
  })
}

describe('a backfill', () => {
  it('is one row for all that failed in it', () => {
    expect(findings([...nights(13, 0), ...batch(200, index => index < 140 ? 'COMPLETED' : 'FAILED')])).toMatchObject([
      { kind: 'failed', section: 'needs-you', partition: 'backfill', title: 'Backfill of ledger: 140 done, 60 failed, one cause', cause: { key: 'OperationalError: too many connections' } },
    ])
  })

  it('that went well is nothing, and does not make the night seem fast or slow', () => {
    expect(findings([...nights(13, 0), ...batch(30, () => 'COMPLETED', MADE, { ranForMs: 1_000 })])).toEqual([])
  })

  it('puts no failure of the nights right', () => {
    expect(findings([...nights(13, 1), night(0, 'FAILED', { message: 'boom' }), ...batch(30, () => 'COMPLETED')])).toMatchObject([{ kind: 'failed', partition: null, open: true }])
  })

  it('is nothing once what failed was done', () => {
    const done = batch(10, () => 'COMPLETED', NOW - 2 * HOUR_MS)
    expect(findings([...nights(13, 0), ...batch(10, index => index < 8 ? 'COMPLETED' : 'FAILED'), ...done])).toEqual([])
  })

  it('of days ago is worth a look, still', () => {
    expect(findings([...nights(13, 0), ...batch(10, index => index < 8 ? 'COMPLETED' : 'FAILED', NOW - 5 * DAY_MS)])).toMatchObject([{ section: 'worth-a-look', open: true }])
  })

  it('may wait while some of it goes on', () => {
    const running = batch(1, () => 'RUNNING', NOW - 5 * MINUTE_MS).map(run => ({ ...run, createdAt: MADE, expectedStartAt: MADE, parameters: { day: 'now' }, state: aRunState({ type: 'RUNNING', at: NOW - 5 * MINUTE_MS }) }))
    expect(findings([...nights(13, 0), ...running, ...batch(40, index => index < 20 ? 'COMPLETED' : 'SCHEDULED')])).toEqual([])
  })

  it('in which nothing begins is late, once', () => {
    expect(findings([...nights(13, 0), ...batch(40, () => 'SCHEDULED')])).toMatchObject([{ kind: 'late', section: 'needs-you', title: 'Backfill of ledger: 40 runs wait and none begins' }])
  })
})
