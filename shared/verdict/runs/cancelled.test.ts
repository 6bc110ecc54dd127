import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../expectations/thresholds.ts'
import { aRunState } from '../../model/build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { aPicture, inventory, judgedRuns, night, nightly, nights, NOW } from '../build.ts'
import type { Picture } from '../picture.ts'

const THREE = Date.parse('2026-11-24T03:00:00Z')
const findings = (runs: FlowRun[], given: Partial<Picture> = {}) => judgedRuns(aPicture({ deployments: inventory(nightly()), runs, ...given })).findings
const cancelled = (given: Partial<FlowRun> & { message?: string } = {}): FlowRun => night(0, 'CANCELLED', given)

describe('a cancelled run', () => {
  it('that was not run again is worth a look, and says that nobody knows by whom', () => {
    const [finding] = findings([...nights(13, 1), cancelled()])
    expect(finding).toMatchObject({ kind: 'cancelled', section: 'worth-a-look', open: true })
    expect(finding?.reason).toContain('Prefect does not record by whom')
  })

  it('is nothing once a later run was good', () => {
    const again = night(0, 'COMPLETED', { id: 'again', autoScheduled: false, expectedStartAt: THREE + HOUR_MS, endedAt: THREE + 2 * HOUR_MS })
    expect(findings([...nights(13, 1), cancelled(), again])).toEqual([])
  })

  it('is told though an earlier failure of the night was put right', () => {
    const failed = night(0, 'FAILED', { expectedStartAt: THREE - 2 * HOUR_MS, message: 'boom' })
    const good = night(0, 'COMPLETED', { expectedStartAt: THREE - HOUR_MS })
    expect(findings([...nights(13, 1), failed, good, cancelled()])).toMatchObject([{ kind: 'cancelled', open: true }, { section: 'recovered' }])
  })

  it('by an automation is a slot that failed, with its cause', () => {
    const automation = 'c0ffee00-1111-4222-8333-444455556666'
    const run = cancelled({ message: 'Flow run was cancelled successfully.' })
    const history = [aRunState({ type: 'CANCELLING', at: THREE, message: `Cancelled by Automation ${automation}` }), aRunState({ type: 'CANCELLED', at: THREE + 1 })]
    expect(findings([...nights(13, 1), run], { histories: new Map([[run.id, history]]) })).toMatchObject([{ section: 'needs-you', cause: { text: `cancelled by automation ${automation}` } }])
  })

  it('that a person had started is told in its window only', () => {
    const byHand = (endedAt: number): FlowRun => cancelled({ autoScheduled: false, expectedStartAt: endedAt - MINUTE_MS, endedAt })
    expect(findings([...nights(13, 4), byHand(NOW - 2 * DAY_MS)])).toEqual([])
    expect(findings([...nights(13, 1), byHand(NOW - HOUR_MS)])).toMatchObject([{ kind: 'cancelled' }])
  })
})

describe('a run refused by its deployment\'s limit', () => {
  const refused = (minute: number): FlowRun => {
    const at = THREE + minute * MINUTE_MS
    return cancelled({ id: `refused ${minute}`, expectedStartAt: at, createdAt: at - DAY_MS, startedAt: null, endedAt: at + 3_000, ranForMs: null, runCount: 0, state: aRunState({ type: 'CANCELLED', at: at + 3_000, message: 'Deployment concurrency limit reached.' }) })
  }
  const holder = (given: Partial<FlowRun>): FlowRun => night(0, 'COMPLETED', { id: 'holder', startedAt: THREE, ...given })

  it('is kept by the run that held it and ended well', () => {
    const ended = THREE + 14 * MINUTE_MS
    expect(findings([...nights(13, 1), holder({ endedAt: ended, ranForMs: 14 * MINUTE_MS, state: aRunState({ type: 'COMPLETED', at: ended }) }), refused(5), refused(10)])).toEqual([])
  })

  it('is evidence of the run that hangs', () => {
    const [finding, ...others] = findings([...nights(13, 1), holder({ endedAt: null, state: aRunState({ type: 'RUNNING', at: THREE }) }), refused(5), refused(10)])
    expect(others).toEqual([])
    expect(finding).toMatchObject({ kind: 'running-long', run: { id: 'holder' } })
    expect(finding?.evidence.at(-1)?.text).toBe('2 runs gave way to it and did not run, the first due 03:05')
  })

  it('is a cancelled run where nothing held the limit', () => {
    expect(findings([...nights(13, 1), refused(30)])).toMatchObject([{ kind: 'cancelled', section: 'worth-a-look' }])
  })
})
