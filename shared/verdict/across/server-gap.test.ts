import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../expectations/thresholds.ts'
import { aRunState, aSchedule } from '../../model/build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, LONG_AGO, night, nightly } from '../build.ts'
import type { Picture } from '../picture.ts'
import { NOTHING_REMEMBERED } from '../remembered.ts'

const MINUTE = 60_000
const TWO = Date.parse('2026-11-24T02:00:00Z')
const BACK = TWO + 19 * MINUTE
const rule = (minute: number) => ({ kind: 'cron' as const, cron: `${minute} 2 * * *`, timeZone: 'UTC', dayOr: true })
/** Jobs due at 02:03, 02:06 and so on. */
const minuteOf = (index: number): number => 3 * index
const jobs = (count: number) => inventory(...Array.from({ length: count }, (_, index) => index + 1).map(index => nightly({ id: `deployment-${index}`, name: `n${index}`, schedules: [aSchedule({ rule: rule(minuteOf(index)), createdAt: LONG_AGO, updatedAt: LONG_AGO })] })))

const run = (index: number, daysBack: number, given: Partial<FlowRun> = {}): FlowRun => {
  const due = TWO - daysBack * DAY_MS + minuteOf(index) * MINUTE
  return night(daysBack, 'COMPLETED', { id: `${index} ${daysBack}`, deploymentId: `deployment-${index}`, expectedStartAt: due, createdAt: due - 3 * DAY_MS, startedAt: due + 3_000, endedAt: due + MINUTE, state: aRunState({ type: 'COMPLETED', at: due + MINUTE }), ...given })
}
const caughtUp = (index: number, given: Partial<FlowRun> = {}): FlowRun => run(index, 0, { startedAt: BACK + index * 2_000, endedAt: BACK + MINUTE, state: aRunState({ type: 'COMPLETED', at: BACK + MINUTE }), ...given })
const waiting = (index: number): FlowRun => run(index, 0, { startedAt: null, endedAt: null, ranForMs: null, runCount: 0, state: aRunState({ type: 'SCHEDULED', name: 'Late', at: BACK }) })
const earlier = (count: number): FlowRun[] => Array.from({ length: count }, (_, index) => Array.from({ length: 13 }, (_, back) => run(index + 1, 13 - back))).flat()

const READ_GAP = { remembered: { ...NOTHING_REMEMBERED, gaps: [{ fromAt: TWO, toAt: BACK }] } }
const answer = (tonight: FlowRun[], given: Partial<Picture> = READ_GAP, count = 5) => answerOf(aPicture({ deployments: jobs(count), runs: [...earlier(count), ...tonight], ...given }))
const indexes = [1, 2, 3, 4, 5]

describe('a server gap', () => {
  it('is one line, recovered, when all caught up', () => {
    const { problems, verdict, counts } = answer(indexes.map(index => caughtUp(index)))
    expect(problems).toMatchObject([{ kind: 'server-gap', section: 'recovered', open: false, title: 'server gap 02:00–02:19: 5 slots, all caught up' }])
    expect({ status: verdict.status, recovered: counts.recovered }).toEqual({ status: 'ok', recovered: 5 })
  })

  it('needs somebody while something is left', () => {
    const { problems, counts } = answer([...indexes.slice(0, 4).map(index => caughtUp(index)), waiting(5)])
    expect(problems).toMatchObject([{ kind: 'server-gap', section: 'needs-you', open: true, title: 'server gap 02:00–02:19: 5 slots, 4 caught up, 1 not' }])
    expect(counts.needsYou).toBe(5)
  })

  it('holds what crashed in it, not what a signal killed', () => {
    const crashed = (message: string) => caughtUp(5, { id: 'crashed', deploymentId: null, autoScheduled: false, startedAt: TWO - MINUTE, expectedStartAt: TWO - MINUTE, endedAt: BACK, state: aRunState({ type: 'CRASHED', at: BACK, message }) })
    expect(answer([...indexes.map(index => caughtUp(index)), crashed('Execution was aborted by an interrupt signal.')]).problems).toMatchObject([{ kind: 'server-gap', section: 'needs-you' }])
    expect(answer([...indexes.map(index => caughtUp(index)), crashed('Process exited with status code: -9 OOMKilled')]).problems.map(({ kind }) => kind)).toEqual(['crashed', 'server-gap'])
  })

  it('is no gap when only our reads failed', () => {
    expect(answer(indexes.map(index => run(index, 0))).problems).toEqual([])
  })

  it('is not blamed for a row that was to be there before it', () => {
    expect(answer(indexes.slice(0, 4).map(index => caughtUp(index))).problems.map(({ kind, section }) => `${kind} ${section}`)).toEqual(['missing needs-you', 'server-gap recovered'])
  })

  it('is not blamed for a wait with a cause of its own', () => {
    const silent = { workPools: new Map([['gpu', { name: 'gpu', type: 'process', paused: false, status: 'NOT_READY' as const, concurrencyLimit: null }]]) }
    const { problems } = answer([...indexes.slice(0, 4).map(index => caughtUp(index)), { ...waiting(5), workPool: 'gpu' }], { ...READ_GAP, ...silent })
    expect(problems.map(({ kind, section }) => `${kind} ${section}`)).toEqual(['late needs-you', 'server-gap recovered'])
  })

  it('has the same id at each look', () => {
    const one = answer([...indexes.slice(0, 4).map(index => caughtUp(index)), waiting(5)]).problems[0]?.id
    expect(answer(indexes.map(index => caughtUp(index))).problems[0]?.id).toBe(one)
  })
})

describe('a silence of the whole server', () => {
  /** Something every minute, so that nineteen of silence are unusual. */
  const busy = (skips: (at: number) => boolean): FlowRun[] => Array.from({ length: 14 * 24 * 60 }, (_, index) => TWO + 5 * 60 * MINUTE - index * MINUTE).filter(at => !skips(at))
    .map((at, index) => night(0, 'COMPLETED', { id: `busy ${index}`, deploymentId: null, flowId: 'flow-1', autoScheduled: false, expectedStartAt: at, createdAt: at, startedAt: at, endedAt: at + 1_000, ranForMs: 1_000, state: aRunState({ type: 'COMPLETED', at: at + 1_000 }) }))
  const inGap = (at: number): boolean => at >= TWO && at < BACK
  const unread = { remembered: NOTHING_REMEMBERED }

  it('is a gap though nobody saw it, if jobs began only after it', () => {
    expect(answer([...busy(inGap), ...indexes.map(index => caughtUp(index))], unread).problems).toMatchObject([{ kind: 'server-gap', section: 'recovered', reason: expect.stringContaining('nothing happened on the whole server') }])
  })

  it('is none on a server that is always quiet then', () => {
    const { problems } = answer(indexes.map(index => caughtUp(index)), unread)
    expect(problems.some(({ kind }) => kind === 'server-gap')).toBe(false)
  })

  it('is none with fewer than three jobs held up', () => {
    const { problems } = answer([...busy(inGap), ...[1, 2].map(index => caughtUp(index))], unread, 2)
    expect(problems.some(({ kind }) => kind === 'server-gap')).toBe(false)
  })
})
