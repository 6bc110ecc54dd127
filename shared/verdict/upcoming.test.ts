import { describe, expect, it } from 'vitest'
import type { UpcomingAnswer } from '../api/upcoming.ts'
import { NO_STANDARDS } from '../declared/expectation.ts'
import { HOUR_MS, MINUTE_MS } from '../expectations/thresholds.ts'
import { aRunState, aSchedule } from '../model/build.ts'
import type { Deployment, ScheduleRule, WorkPool } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { aPicture, inventory, night, nightly, nights, NOW } from './build.ts'
import { judgeMorning } from './morning.ts'
import type { Picture } from './picture.ts'
import { toUpcomingAnswer } from './upcoming.ts'

const cron = (text: string, timeZone = 'UTC'): ScheduleRule => ({ kind: 'cron', cron: text, timeZone, dayOr: true })
const due = (rule: ScheduleRule, given: Partial<Deployment> = {}): Deployment => nightly({ schedules: [aSchedule({ rule })], ...given })
const pool = (given: Partial<WorkPool> = {}): Pick<Picture, 'workPools'> => ({ workPools: new Map([['gpu', { name: 'gpu', type: 'kubernetes', paused: false, status: 'READY', concurrencyLimit: null, ...given }]]) })

function upcoming(given: Partial<Picture>, { fromAt = NOW, tags = [], flows = [], byHand = [] }: Partial<{ fromAt: number, tags: string[], flows: string[], byHand: FlowRun[] | null }> = {}): UpcomingAnswer {
  const picture = aPicture({ asOf: fromAt, ...given })
  const { judgements } = judgeMorning(picture, { window: { fromAt: fromAt - 12 * HOUR_MS, toAt: fromAt, timeZone: 'UTC' }, tags: [], flows: [], standards: NO_STANDARDS }, fromAt)
  return toUpcomingAnswer({ picture, byHand, judgements, asked: { tags, flows }, fromAt, timeZone: 'UTC' })
}
const of = (...deployments: Deployment[]): Pick<Picture, 'deployments'> => ({ deployments: inventory(...deployments) })
const clocks = ({ window, jobs }: UpcomingAnswer): string[] => (jobs[0]?.startsMs ?? []).map(ms => new Date(Date.parse(window.from) + ms).toISOString().slice(8, 16))

describe('what is due next', () => {
  it('is every start of the next 24 hours, the next job first', () => {
    const answer = upcoming(of(nightly(), due(cron('30 */6 * * *'), { id: 'd-2', name: 'often' })))
    expect(answer.jobs.map(({ deployment, count, nextMs }) => [deployment, count, nextMs])).toEqual([['often', 4, 5.5 * HOUR_MS], ['nightly', 1, 20 * HOUR_MS]])
  })

  it('keeps the wall clock over the night in which clocks change', () => {
    expect(clocks(upcoming(of(due(cron('30 3 * * *', 'Europe/Berlin'))), { fromAt: Date.parse('2026-10-24T12:00:00Z') }))).toEqual(['25T02:30'])
    expect(clocks(upcoming(of(due({ kind: 'rrule', rrule: 'DTSTART:20260101T030000\nRRULE:FREQ=DAILY', timeZone: 'Europe/Berlin' })), { fromAt: Date.parse('2026-10-24T00:30:00Z') }))).toEqual(['24T01:00'])
  })

  it('is one band where a job is due more often than can be drawn', () => {
    const [job] = upcoming(of(due({ kind: 'interval', intervalMs: 5 * MINUTE_MS, anchorAt: 0, timeZone: null }))).jobs
    expect(job).toMatchObject({ count: 288, startsMs: [], band: { fromMs: 5 * MINUTE_MS, toMs: 24 * HOUR_MS, everyMs: 5 * MINUTE_MS } })
  })

  it('counts several schedules of one instant, and draws the instant once', () => {
    const [job] = upcoming(of(nightly({ schedules: [aSchedule(), aSchedule({ id: 'schedule-2', parameters: { customer: 'b' } })] }))).jobs
    expect([job?.count, job?.startsMs]).toEqual([2, [20 * HOUR_MS]])
  })

  it('holds runs that somebody scheduled for an instant, and says where they are not known', () => {
    const byHand = (id: string, expectedStartAt: number, deploymentId = 'deployment-1') => night(0, 'SCHEDULED', { id, deploymentId, expectedStartAt, startedAt: null, endedAt: null, state: aRunState({ type: 'SCHEDULED' }) })
    const known = upcoming(of(nightly()), { byHand: [byHand('one', NOW + HOUR_MS), byHand('past', NOW - 1), byHand('later', NOW + 25 * HOUR_MS), byHand('other', NOW + HOUR_MS, 'gone')] })
    expect([clocks(known), known.knowsByHand]).toEqual([['24T08:00', '25T03:00'], true])
    expect(upcoming(of(nightly()), { byHand: null }).knowsByHand).toBe(false)
  })

  it('tells how long a job usually takes once enough runs are known', () => {
    expect(upcoming({ ...of(nightly()), runs: nights(13, 1) }).jobs[0]?.usualMs).toBe(5 * MINUTE_MS)
    expect(upcoming({ ...of(nightly()), runs: nights(3, 1) }).jobs[0]?.usualMs).toBeNull()
  })

  it('calls a schedule that cannot be read not known', () => {
    const answer = upcoming(of(due({ kind: 'unreadable', text: '???' })))
    expect([answer.jobs, answer.unreadable.map(({ deployment }) => deployment)]).toEqual([[], ['nightly']])
  })

  it('lacks what the inventory lacks, and not what was not read of logs', () => {
    const answer = upcoming({ ...of(nightly()), unread: [{ what: 'logs', reason: 'logs', weighs: 'detail' }, { what: 'inventory', reason: 'flows', weighs: 'expectations' }] })
    expect([answer.complete, answer.incomplete]).toEqual([false, ['flows']])
  })

  it('says why nothing was read at all', () => {
    const answer = upcoming({ ...of(nightly()), asOf: null, unread: [{ what: 'runs', reason: 'Prefect cannot be reached', weighs: 'expectations' }] })
    expect([answer.complete, answer.incomplete]).toEqual([false, ['Prefect cannot be reached']])
  })

  it('is of the jobs asked for', () => {
    const two = of(nightly({ tags: ['a'] }), nightly({ id: 'd-2', name: 'other', tags: ['b'] }))
    expect(upcoming(two, { tags: ['b', 'c'] }).jobs.map(({ deployment }) => deployment)).toEqual(['other'])
    expect(upcoming(two, { flows: ['nothing'] }).jobs).toEqual([])
  })
})

describe('what cannot start as things stand', () => {
  const inGpu = nightly({ workPool: 'gpu', workQueue: 'default' })
  const queue = { name: 'default', workPool: 'gpu', paused: false, concurrencyLimit: null, lastPolledAt: null }
  const going = night(0, 'RUNNING', { id: 'going', endedAt: null, workPool: 'gpu', workQueue: 'default' })

  it.each<[string, string, Partial<Picture>, 'off' | 'stopped' | 'full']>([
    ['a paused deployment', 'paused', of(nightly({ paused: true })), 'off'],
    ['a schedule that is switched off', 'schedule switched off', of(nightly({ schedules: [aSchedule({ active: false })] })), 'off'],
    ['a paused pool', 'work pool gpu is paused', { ...of(inGpu), ...pool({ paused: true }) }, 'stopped'],
    ['a pool without a worker', 'no worker is online in gpu', { ...of(inGpu), ...pool({ status: 'NOT_READY' }) }, 'stopped'],
    ['a paused queue', 'work queue gpu/default is paused', { ...of(inGpu), ...pool(), workQueues: [{ ...queue, paused: true }] }, 'stopped'],
    ['a pool that is gone', 'work pool gpu is not there any more', of(inGpu), 'stopped'],
    ['a queue that is gone', 'work queue gpu/default is not there any more', { ...of(inGpu), ...pool(), workQueues: [] }, 'stopped'],
    ['a full pool', 'work pool gpu is at its limit of 1', { ...of(inGpu), ...pool({ concurrencyLimit: 1 }), runs: [going] }, 'full'],
    ['a limit of its own', 'at its own limit: 1 run at once', { ...of(nightly({ concurrencyLimit: 1 })), runs: [going] }, 'full'],
  ])('%s is told', (_, text, given, kind) => {
    const answer = upcoming(given)
    expect([answer.jobs[0]?.hold, answer.holds.map(hold => [hold.text, hold.kind])]).toEqual([0, [[text, kind]]])
  })

  it.each(['ecs:push', 'prefect:managed'])('a pool of type %s without workers holds nobody up', (type) => {
    expect(upcoming({ ...of(inGpu), ...pool({ type, status: 'NOT_READY' }) }).holds).toEqual([])
  })

  it('a pool that was not read is not called gone', () => {
    expect(upcoming({ ...of(inGpu), unread: [{ what: 'work-pools', reason: '', weighs: 'detail' }] }).holds).toEqual([])
  })

  it('a schedule that is switched off beside one in force is left out', () => {
    expect(upcoming(of(nightly({ schedules: [aSchedule(), aSchedule({ id: 'old', active: false, rule: cron('0 12 * * *') })] }))).jobs).toMatchObject([{ count: 1, hold: null }])
  })

  it('what stops most jobs comes first, what was switched off last', () => {
    const answer = upcoming({ ...of({ ...inGpu, name: 'a' }, { ...inGpu, id: 'd-2', name: 'b' }, nightly({ id: 'd-3', name: 'c', paused: true }), nightly({ id: 'd-4', name: 'd', paused: true }), nightly({ id: 'd-5', name: 'e', paused: true })), ...pool({ status: 'NOT_READY' }) })
    expect(answer.holds.map(({ text }) => text)).toEqual(['no worker is online in gpu', 'paused'])
    expect(answer.jobs.map(({ hold }) => hold)).toEqual([0, 0, 1, 1, 1])
  })
})
