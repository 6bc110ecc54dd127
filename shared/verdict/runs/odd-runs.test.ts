import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../expectations/thresholds.ts'
import { aRunState, aSchedule } from '../../model/build.ts'
import type { Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { aPicture, inventory, judgedRuns, LONG_AGO, night, nightly, nights, NOW } from '../build.ts'
import { NOTHING_REMEMBERED } from '../remembered.ts'

const THREE = Date.parse('2026-11-24T03:00:00Z')
const findings = (runs: FlowRun[], schedules?: Schedule[]) => judgedRuns(aPicture({ deployments: inventory(nightly(schedules === undefined ? {} : { schedules })), runs })).findings
const took = (ms: number, given: Partial<FlowRun> = {}): FlowRun => night(0, 'COMPLETED', { endedAt: THREE + ms, ranForMs: ms, state: aRunState({ type: 'COMPLETED', at: THREE + ms }), ...given })

describe('a good run that took oddly long or short', () => {
  it('is slow past three medians and ten minutes', () => {
    expect(findings([...nights(13, 1), took(14 * MINUTE_MS)])).toEqual([])
    expect(findings([...nights(13, 1), took(25 * MINUTE_MS)])).toMatchObject([{ kind: 'slow', section: 'worth-a-look', reason: 'took 25 m, usually 5 m' }])
  })

  it('is judged by runs of before the reach where that holds too few', () => {
    const judged = (runs: FlowRun[], older: FlowRun[]) => judgedRuns(aPicture({ deployments: inventory(nightly()), runs, olderRuns: new Map([['deployment-1', older]]) })).findings
    const weeks = [56, 49, 42, 35, 28, 21].map(daysBack => night(daysBack))
    expect(judged([night(7), took(25 * MINUTE_MS)], [])).toEqual([])
    expect(judged([night(7), took(25 * MINUTE_MS)], weeks)).toMatchObject([{ kind: 'slow', reason: 'took 25 m, usually 5 m' }])
    expect(judged([night(7), took(6 * MINUTE_MS)], weeks)).toEqual([])
    const going = night(0, 'RUNNING', { endedAt: null, state: aRunState({ type: 'RUNNING', at: THREE }) })
    expect(judged([night(7), going], weeks)).toMatchObject([{ kind: 'running-long' }])
  })

  it('is compared with runs of before the reach of its own part only', () => {
    const part = (daysBack: number, customer: string, ms: number): FlowRun => night(daysBack, 'COMPLETED', { id: `${customer} ${daysBack}`, parameters: { customer }, ranForMs: ms })
    const both = (daysBack: number): FlowRun[] => [part(daysBack, 'large', 2 * HOUR_MS), part(daysBack, 'small', 5 * MINUTE_MS)]
    const picture = (tonight: FlowRun) => aPicture({ deployments: inventory(nightly()), runs: [...[3, 2, 1].flatMap(both), tonight], olderRuns: new Map([['deployment-1', [30, 29, 28, 27].flatMap(both)]]) })
    expect(judgedRuns(picture(part(0, 'large', 2 * HOUR_MS))).findings).toEqual([])
    expect(judgedRuns(picture(part(0, 'small', 2 * HOUR_MS))).findings).toMatchObject([{ kind: 'slow', partition: 'customer=small' }])
  })

  it('is fast under half the least, with ten runs known', () => {
    expect(findings([...nights(13, 1), took(20_000)])).toMatchObject([{ kind: 'fast', section: 'worth-a-look', title: 'ledger was over in 20 s' }])
    expect(findings([...nights(9, 1), took(20_000)])).toEqual([])
  })

  it('is not fast where the job has nights with nothing to do', () => {
    const noOps = nights(13, 1).map((run, index) => index % 4 === 0 ? { ...run, ranForMs: 4_000 } : run)
    expect(findings([...noOps, took(3_500)])).toEqual([])
    expect(findings([...noOps, took(5 * MINUTE_MS)])).toEqual([])
  })

  it('is told by the last only, and by its last attempt', () => {
    const again = night(0, 'COMPLETED', { id: 'again', autoScheduled: false, expectedStartAt: THREE + 2 * HOUR_MS, endedAt: THREE + 3 * HOUR_MS })
    expect(findings([...nights(13, 1), took(25 * MINUTE_MS), again])).toEqual([])
    expect(findings([...nights(13, 1), took(HOUR_MS, { runCount: 2 })])).toEqual([])
  })
})

describe('a run that started late', () => {
  const startedAt = THREE + 30 * MINUTE_MS
  it('is worth a look when it was not done by its usual time', () => {
    expect(findings([...nights(13, 1), took(35 * MINUTE_MS, { startedAt, ranForMs: 5 * MINUTE_MS })])).toMatchObject([{ kind: 'started-late', section: 'worth-a-look', open: false }])
  })

  it('is not raised when it was done before its usual end', () => {
    const long = nights(13, 1).map(run => ({ ...run, endedAt: (run.startedAt ?? 0) + HOUR_MS, ranForMs: HOUR_MS }))
    expect(findings([...long, took(50 * MINUTE_MS, { startedAt, ranForMs: 20 * MINUTE_MS })]).filter(({ kind }) => kind === 'started-late')).toEqual([])
  })

  it('is not one that somebody retried', () => {
    expect(findings([...nights(13, 1), took(35 * MINUTE_MS, { startedAt, runCount: 2 })])).toEqual([])
  })
})

describe('two good runs of one slot', () => {
  const twin = (given: Partial<FlowRun> = {}): FlowRun => night(0, 'COMPLETED', { id: 'twin', name: 'pale-newt', ...given })

  it('are told as twice', () => {
    expect(findings([...nights(13, 0), twin()])).toMatchObject([{ kind: 'twice', section: 'needs-you', reason: 'two good runs for 03:00: quiet-owl and pale-newt' }])
  })

  it('are fine by hand, after a failure, or for different parts', () => {
    expect(findings([...nights(13, 0), twin({ autoScheduled: false })])).toEqual([])
    expect(findings([...nights(13, 1), night(0, 'FAILED', { message: 'boom' }), twin()]).filter(({ kind }) => kind === 'twice')).toEqual([])
    expect(findings([...nights(13, 0), twin({ parameters: { region: 'us' } })])).toEqual([])
  })

  it('are fine where two schedules ask for them, with these parameters', () => {
    const schedule = (id: string, parameters: Record<string, string>): Schedule => aSchedule({ id, createdAt: LONG_AGO, updatedAt: LONG_AGO, parameters })
    expect(findings([...nights(13, 0), twin()], [schedule('one', {}), schedule('two', {})])).toEqual([])
    const regions = [schedule('one', { region: 'eu' }), schedule('two', { region: 'us' })]
    const eu = { parameters: { region: 'eu' } }
    expect(findings([...nights(13, 0, eu), twin(eu)], regions)).toMatchObject([{ kind: 'twice' }])
  })

  it('are fine where two schedules asked for them at the time', () => {
    const two = [aSchedule({ id: 'one' }), aSchedule({ id: 'two' })]
    const remembered = { ...NOTHING_REMEMBERED, schedules: new Map([['ledger/nightly', [{ schedules: two, firstSeenAt: LONG_AGO, lastSeenAt: NOW - HOUR_MS }]]]) }
    expect(judgedRuns(aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 0), twin()], remembered })).findings).toEqual([])
  })
})
