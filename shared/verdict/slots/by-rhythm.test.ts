import { describe, expect, it } from 'vitest'
import { answerOf, aPicture, inventory, night, nightly, nights } from '../build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { DAY_MS, HOUR_MS } from '../../expectations/thresholds.ts'

const BY_HAND: Partial<FlowRun> = { autoScheduled: false, scheduleId: null }
const told = (runs: readonly FlowRun[], now?: string): string[] => {
  const at = now === undefined ? {} : { now: Date.parse(now) }
  return answerOf(aPicture({ ...at.now === undefined ? {} : { asOf: at.now }, deployments: inventory(nightly({ schedules: [] })), runs }), at).problems.map(({ kind, section, reason }) => `${kind} ${section}: ${reason}`)
}

describe('a job without a schedule', () => {
  it('is missing once its rhythm stopped, past half an hour', () => {
    expect(told(nights(13, 1, BY_HAND))).toEqual([expect.stringMatching(/^missing needs-you: .*usually runs each day.* about 03:00.*Mon 03:00/)])
    expect(told(nights(13, 1, BY_HAND), '2026-11-24T03:29:00Z')).toEqual([])
  })
  it('is fine while its rhythm goes on', () => {
    expect(told(nights(13, 0, BY_HAND))).toEqual([])
  })
  it('is known from the third night without', () => {
    expect(told(nights(13, 3, BY_HAND))[0]).toContain('missing known')
  })
  it('keeps its rhythm through what was run again by hand', () => {
    const again = [9, 6].map(daysBack => night(daysBack, 'COMPLETED', { ...BY_HAND, id: `again ${daysBack}`, expectedStartAt: Date.parse('2026-11-24T08:00:00Z') - daysBack * DAY_MS, createdAt: Date.parse('2026-11-24T08:00:00Z') - daysBack * DAY_MS }))
    const runs = [...nights(13, 1, BY_HAND).filter(({ id }) => !/ (9|6)$/.test(id)), night(9, 'FAILED', BY_HAND), night(6, 'FAILED', BY_HAND), ...again]
    expect(told(runs)[0]).toMatch(/^missing needs-you: .*usually runs each day/)
  })
  it('has no rhythm where an automation or a parent starts it', () => {
    expect(told(nights(13, 1, { ...BY_HAND, maker: { kind: 'automation', name: 'then' } }))).toEqual([])
    expect(told(nights(13, 1, { ...BY_HAND, parentTaskRunId: 'task' }))).toEqual([])
  })
  it('of weeks is told with the good runs from before', () => {
    const weeks = (from: number, to: number): FlowRun[] => nights(from * 7, to * 7, BY_HAND).filter((_, index) => index % 7 === 0).map(run => ({ ...run, expectedStartAt: (run.expectedStartAt ?? 0) - 2 * HOUR_MS, createdAt: (run.expectedStartAt ?? 0) - 2 * HOUR_MS }))
    const missed = (older: readonly FlowRun[]): unknown[] => answerOf(aPicture({ deployments: inventory(nightly({ schedules: [] })), runs: weeks(1, 1), olderRuns: new Map([['deployment-1', older]]) })).problems
    expect(missed(weeks(8, 2))).toMatchObject([{ kind: 'missing', section: 'needs-you', reason: expect.stringContaining('01:00') }])
    expect(missed(weeks(3, 2))).toEqual([])
  })
  it('has no rhythm where its runs come at any hour', () => {
    const runs = [13, 11, 10, 8, 7, 5, 4, 2].map((daysBack, index) => night(daysBack, 'COMPLETED', { ...BY_HAND, expectedStartAt: Date.parse('2026-11-24T00:00:00Z') - daysBack * DAY_MS + ((index * 7) % 24) * HOUR_MS }))
    expect(told(runs)).toEqual([])
  })
  it('of minutes is missing after three runs that did not come, or came to nothing', () => {
    const now = '2026-11-24T07:00:00Z'
    const often = (lastMinutesAgo: number, badCount = 0): FlowRun[] => Array.from({ length: 4 * 24 * 6 }, (_, index) => Date.parse(now) - (lastMinutesAgo + index * 10) * 60_000).map((at, index) => night(0, index < badCount ? 'FAILED' : 'COMPLETED', { ...BY_HAND, id: `often ${at}`, expectedStartAt: at, createdAt: at, startedAt: at, endedAt: at + 20_000 })).reverse()
    for (const minutesAgo of [9, 16, 26, 34])
      expect(told(often(minutesAgo))).toEqual([])
    expect(told(often(36))).toEqual([expect.stringMatching(/^missing needs-you: usually runs every 10 min, next about 06:34/)])
    expect(told(often(16, 2)).map(text => text.slice(0, 17))).toEqual(['missing needs-you'])
    expect(told(often(9, 3))).toEqual([expect.stringMatching(/^failed needs-you/)])
  })
})
