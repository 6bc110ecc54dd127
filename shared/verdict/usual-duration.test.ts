import { describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '../expectations/thresholds.ts'
import { aDeployment, aFlowRun, aRunState, aSchedule } from '../model/build.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { aPicture } from './build.ts'
import { toJobs } from './job.ts'
import { usualDurationOf, zoneOf } from './usual-duration.ts'

const NOW = Date.parse('2026-03-10T06:00:00Z')
const aGood = (dayCount: number, ranForMs: number, given: Partial<FlowRun> = {}): FlowRun => aFlowRun({
  id: `${dayCount} ${JSON.stringify(given.parameters)}`, deploymentId: 'deployment-1', autoScheduled: true, runCount: 1, ranForMs,
  expectedStartAt: NOW - dayCount * DAY_MS, endedAt: NOW - dayCount * DAY_MS + ranForMs, state: aRunState({ type: 'COMPLETED' }), ...given,
})

describe('usualDurationOf', () => {
  it('compares a run with those of its own part', () => {
    const days = [1, 2, 3, 4, 5, 6, 7]
    const runs = days.flatMap(day => [aGood(day, MINUTE_MS, { parameters: { customer: 'small' } }), aGood(day, 60 * MINUTE_MS, { parameters: { customer: 'large' } })])
    const picture = aPicture({ deployments: new Map([['deployment-1', aDeployment()]]), runs })
    const [job] = toJobs(picture)
    const tonight = aGood(0, MINUTE_MS, { parameters: { customer: 'large' } })
    expect(usualDurationOf(tonight, { job: job!, picture })?.medianMs).toBe(60 * MINUTE_MS)
  })

  it('is null where too few runs came before', () => {
    const picture = aPicture({ deployments: new Map([['deployment-1', aDeployment()]]), runs: [aGood(1, MINUTE_MS), aGood(0, MINUTE_MS)] })
    const [job] = toJobs(picture)
    expect(usualDurationOf(picture.runs[1]!, { job: job!, picture })).toBeNull()
  })
})

describe('zoneOf', () => {
  it('is the first that names a zone there is', () => {
    const inZone = (timeZone: string | null) => aSchedule({ rule: { kind: 'interval', intervalMs: DAY_MS, anchorAt: 0, timeZone } })
    expect(zoneOf(aDeployment({ schedules: [inZone(null), inZone('Mars/Olympus'), inZone('Asia/Tokyo')] }))).toBe('Asia/Tokyo')
    expect(zoneOf(null)).toBeNull()
  })
})
