import { describe, expect, it } from 'vitest'
import { aSchedule } from '../../model/build.ts'
import type { Deployment, Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, LONG_AGO, night, nightly, nights, NOW } from '../build.ts'
import type { Picture } from '../picture.ts'
import { NOTHING_REMEMBERED, type Remembered } from '../remembered.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const cron = (text = '0 3 * * *', given: Partial<Schedule> = {}): Schedule => aSchedule({ createdAt: LONG_AGO, updatedAt: LONG_AGO, ...given, rule: { kind: 'cron', cron: text, timeZone: 'UTC', dayOr: true } })
/** So many days before 22:00 of last evening. */
const evening = (daysBack: number): number => Date.parse('2026-11-23T22:00:00Z') - daysBack * DAY
const byHand = (daysBack: number): FlowRun => night(daysBack, 'COMPLETED', { id: `by hand ${daysBack}`, autoScheduled: false, scheduleId: null, expectedStartAt: Date.parse('2026-11-24T06:00:00Z') - daysBack * DAY, createdAt: Date.parse('2026-11-24T06:00:00Z') - daysBack * DAY })

function told(given: Partial<Deployment>, runs: readonly FlowRun[], remembered: Partial<Remembered> = {}, more: Partial<Picture> = {}): string[] {
  return answerOf(aPicture({ deployments: inventory(nightly(given)), runs, remembered: { ...NOTHING_REMEMBERED, ...remembered }, ...more })).problems.map(({ kind, section, reason }) => `${kind} ${section}: ${reason}`)
}
/** Schedules as they were seen, each until so many days before last evening. */
function seen(...eras: [readonly Schedule[], number][]): Partial<Remembered> {
  return { schedules: new Map([['ledger/nightly', eras.map(([schedules, untilDaysBack], index) => ({ schedules, firstSeenAt: index === 0 ? LONG_AGO : evening(eras[index - 1]?.[1] ?? 0) + MINUTE, lastSeenAt: index === eras.length - 1 ? NOW : evening(untilDaysBack) - MINUTE }))]]) }
}

describe('a job that was stopped', () => {
  const OFF = (daysBack: number): Schedule[] => [cron('0 3 * * *', { active: false, updatedAt: evening(daysBack) })]
  const ways: [string, (daysBack: number) => Partial<Deployment>, (daysBack: number) => Partial<Remembered>][] = [
    ['paused', daysBack => ({ paused: true, updatedAt: evening(daysBack) }), () => ({})],
    ['switched off', daysBack => ({ schedules: OFF(daysBack) }), daysBack => seen([[cron()], daysBack], [OFF(daysBack), 0])],
    ['switched off, as far as its rows tell', daysBack => ({ schedules: OFF(daysBack) }), () => ({})],
    ['removed', () => ({ schedules: [] }), daysBack => seen([[cron()], daysBack], [[], 0])],
  ]
  describe.each(ways)('%s', (_, deployment, remembered) => {
    it('is raised at the first skipped slot', () => {
      expect(told(deployment(0), nights(13, 1), remembered(0))).toEqual([expect.stringMatching(/^missing needs-you.*(paused|switched off|removed)/)])
    })
    it('is known from the third day', () => {
      expect(told(deployment(1), nights(13, 2), remembered(1))[0]).toMatch(/^missing needs-you/)
      expect(told(deployment(2), nights(13, 3), remembered(2))[0]).toMatch(/^missing known/)
      expect(told(deployment(9), nights(13, 10), remembered(9))[0]).toMatch(/^missing known.* since Sun 03:00|^missing known.* since 15 Nov 03:00/)
    })
  })

  it('stays listed with the day it began, longer than rows are kept', () => {
    const since = 'no slot since 25 Oct 03:00 has a run'
    expect(told({ paused: true, updatedAt: evening(30) }, [])[0]).toContain(since)
    expect(told({ schedules: OFF(30) }, [], seen([[cron()], 30], [OFF(30), 0]))[0]).toContain(since)
    expect(told({ schedules: [] }, [], seen([[cron()], 30], [[], 0]))[0]).toContain(since)
  })
  it('stays listed between slots that are far apart', () => {
    const monthly = cron('0 3 1 * *')
    const off = { ...monthly, active: false, updatedAt: evening(30) }
    expect(told({ schedules: [off] }, [], seen([[monthly], 30], [[off], 0]))).toEqual([expect.stringMatching(/^missing known: its schedule is switched off.* 1 Nov 03:00/)])
    expect(told({ schedules: [monthly], paused: true, updatedAt: evening(30) }, [])).toEqual([expect.stringMatching(/^missing known: its deployment is paused.* 1 Nov 03:00/)])
  })
  it('stays known after a run by hand, where it lasts for days', () => {
    for (const daysBack of [0, 2]) {
      expect(told({ schedules: [] }, [...nights(13, 6), byHand(daysBack)], seen([[cron()], 5], [[], 0]))).toEqual([expect.stringMatching(/^missing known: its schedule was removed/)])
      expect(told({ paused: true, updatedAt: evening(5) }, [...nights(13, 6), byHand(daysBack)])).toEqual([expect.stringMatching(/^missing known: its deployment is paused.*; 6 slots since Thu 03:00 without a run/)])
      expect(told({ schedules: OFF(5) }, [...nights(13, 6), byHand(daysBack)], seen([[cron()], 5], [OFF(5), 0]))).toEqual([expect.stringMatching(/^missing known: its schedule is switched off/)])
    }
  })
  it('shows each skipped night in its strip', () => {
    const { problems } = answerOf(aPicture({ deployments: inventory(nightly({ paused: true, updatedAt: evening(4) })), runs: nights(13, 5) }))
    expect(problems[0]?.strip.map(({ mark }) => mark).slice(-6)).toEqual(['completed', 'missing', 'missing', 'missing', 'missing', 'missing'])
  })
  it('has recovered after a run by hand on the first day', () => {
    expect(told({ paused: true, updatedAt: evening(0) }, [...nights(13, 1), byHand(0)])[0]).toMatch(/^missing recovered/)
  })
  it('is no problem while another way of starting it is kept up, and is judged by that', () => {
    const without = (daysBack: number[]): string[] => told({ schedules: [] }, [...nights(13, 10), ...daysBack.map(byHand)], seen([[cron()], 9], [[], 0]))
    expect(without([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])).toEqual([])
    expect(without([9, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual([expect.stringMatching(/^missing needs-you: usually runs each day/)])
    expect(without([9, 5, 1])).toEqual([expect.stringMatching(/^missing known: its schedule was removed/)])
  })
  it.each([[3, 7], [3, 16], [15, 7], [15, 16]])('in part, at %d:00, is known from the third day, at %d:00 too', (offHour, hour) => {
    const now = Date.parse('2026-11-24T00:00:00Z') + hour * HOUR
    for (const [days, section] of [[1, 'needs-you'], [4, 'known']] as const) {
      const offAt = now - days * DAY - HOUR / 2
      const schedules = [3, 15].map(at => cron(`0 ${at} * * *`, at === offHour ? { active: false, updatedAt: offAt } : {}))
      const runs = [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0].flatMap(daysBack => [3, 15].map(at => Date.parse('2026-11-24T00:00:00Z') - daysBack * DAY + at * HOUR)).filter(due => due < now && (due < offAt || new Date(due).getUTCHours() !== offHour)).map(due => night(0, 'COMPLETED', { id: `${due}`, expectedStartAt: due, startedAt: due, endedAt: due + MINUTE }))
      for (const remembered of [{}, { schedules: new Map([['ledger/nightly', [{ schedules: [cron('0 3 * * *'), cron('0 15 * * *')], firstSeenAt: LONG_AGO, lastSeenAt: offAt - MINUTE }, { schedules, firstSeenAt: offAt + MINUTE, lastSeenAt: now }]]]) }]) {
        const { problems } = answerOf(aPicture({ asOf: now, deployments: inventory(nightly({ schedules })), runs, remembered: { ...NOTHING_REMEMBERED, ...remembered } }), { now })
        expect(problems.map(problem => `${problem.kind} ${problem.section}: ${problem.reason}`)).toEqual([expect.stringMatching(new RegExp(`^missing ${section}: its schedule is switched off`))])
      }
    }
  })
  it('is told though its schedule was switched off and then removed in one evening', () => {
    const off = [cron('0 3 * * *', { active: false, updatedAt: evening(0) })]
    const eras = [{ schedules: [cron()], firstSeenAt: LONG_AGO, lastSeenAt: evening(0) - MINUTE }, { schedules: off, firstSeenAt: evening(0) + MINUTE, lastSeenAt: evening(0) + HOUR }, { schedules: [], firstSeenAt: evening(0) + HOUR + MINUTE, lastSeenAt: NOW }]
    expect(told({ schedules: [] }, nights(13, 1), { schedules: new Map([['ledger/nightly', eras]]) })).toEqual([expect.stringMatching(/^missing needs-you: its schedule was removed/)])
  })
  it('says until when, and is not raised anew, once it goes on', () => {
    const pauses = (daysBack: number) => ({ pauses: new Map([['ledger/nightly', { activeAt: evening(daysBack) - MINUTE, pausedAt: evening(daysBack), resumedAt: NOW - HOUR }]]) })
    expect(told({ updatedAt: NOW - HOUR }, nights(13, 1), pauses(0))).toEqual([expect.stringMatching(/^missing needs-you: its deployment was paused, paused between Mon 21:59 and Mon 22:00 until 06:00; expected 03:00/)])
    expect(told({ updatedAt: NOW - HOUR }, nights(13, 6), pauses(5))).toEqual([expect.stringMatching(/^missing known: its deployment was paused, paused between Wed 21:59 and Wed 22:00 until 06:00; 6 slots/)])
    expect(told({ updatedAt: NOW - HOUR }, nights(13, 0), pauses(5))).toEqual([])
    const off = [cron('0 3 * * *', { active: false, updatedAt: evening(0) })]
    const on = [cron('0 3 * * *', { updatedAt: NOW - HOUR })]
    const eras = [{ schedules: [cron()], firstSeenAt: LONG_AGO, lastSeenAt: evening(0) - MINUTE }, { schedules: off, firstSeenAt: evening(0) + MINUTE, lastSeenAt: NOW - HOUR - MINUTE }, { schedules: on, firstSeenAt: NOW - HOUR + MINUTE, lastSeenAt: NOW }]
    expect(told({ schedules: on }, nights(13, 1), { schedules: new Map([['ledger/nightly', eras]]) })).toEqual([expect.stringMatching(/^missing needs-you: its schedule was switched off, switched off between Mon 21:59 and Mon 22:01 until 06:00/)])
  })
  it('is missing for its own sake where it goes on and misses the next slot', () => {
    const pauses = new Map([['ledger/nightly', { activeAt: evening(5) - MINUTE, pausedAt: evening(5), resumedAt: evening(0) }]])
    expect(told({}, nights(13, 6), { pauses })).toEqual([expect.stringMatching(/^missing needs-you: 6 slots since Thu 03:00 without a run; nothing was scheduled, cause not known/)])
  })
  it('is not one whose schedule was never in force', () => {
    const never = [cron('0 3 * * *', { active: false })]
    expect(told({ schedules: never }, [])).toEqual([])
    expect(told({ schedules: never }, [byHand(3)], seen([never, 0]))).toEqual([])
    expect(told({ schedules: never, paused: true, updatedAt: evening(9) }, [])).toEqual([])
  })
  it('is listed though it was paused before anything was read', () => {
    const pauses = new Map([['ledger/nightly', { activeAt: null, pausedAt: NOW - HOUR }]])
    expect(told({ paused: true, updatedAt: evening(300) }, [], { pauses })).toEqual([expect.stringMatching(/^missing known/)])
    expect(told({ paused: true, updatedAt: null }, [], { pauses: new Map([['ledger/nightly', { activeAt: null, pausedAt: NOW - 12 * HOUR }]]) })).toEqual([expect.stringMatching(/^missing known/)])
  })
})
