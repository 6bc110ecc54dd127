import { describe, expect, it } from 'vitest'
import { aFlowRun, aRunState, aSchedule } from '../../model/build.ts'
import type { Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, LONG_AGO, nightly, NOW } from '../build.ts'
import type { Coverage } from '../picture.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const cron = (text: string, customer: number): Schedule => aSchedule({ id: `s${customer}`, createdAt: LONG_AGO, updatedAt: LONG_AGO, rule: { kind: 'cron', cron: text, timeZone: 'UTC', dayOr: true }, parameters: { customer: `c${customer}` } })
const runAt = (at: number, customer: number, given: Partial<FlowRun> = {}): FlowRun => aFlowRun({ id: `${customer} ${at}`, scheduleId: `s${customer}`, parameters: { customer: `c${customer}` }, createdAt: at - HOUR, expectedStartAt: at, startedAt: at, endedAt: at + 20_000, ranForMs: 20_000, runCount: 1, state: aRunState({ type: 'COMPLETED', at: at + 20_000 }), ...given })
const ofEveryFiveMinutes = Array.from({ length: 36 }, (_, index) => runAt(NOW - 3 * HOUR + index * HOUR / 12, 0))

function told(schedules: readonly Schedule[], runs: readonly FlowRun[], coverage: Coverage) {
  const { verdict, unknown, problems } = answerOf(aPicture({ deployments: inventory(nightly({ schedules })), runs, coverage: new Map([['deployment-1', coverage]]) }))
  return { status: verdict.status, reasons: unknown.map(({ reason }) => reason), problems: problems.length }
}

describe('a job of which not all runs were read', () => {
  const often = cron('*/5 * * * *', 0)
  const unread = { rowsFromAt: NOW - 3 * HOUR, keptFromAt: null }
  const counted = { rowsFromAt: NOW - 3 * HOUR, keptFromAt: NOW - 90 * HOUR }

  it('is unknown where slots of the night were neither read nor counted', () => {
    expect(told([often], ofEveryFiveMinutes, unread)).toEqual({ status: 'unknown', reasons: ['its slots before 04:00 were neither read nor counted'], problems: 0 })
    expect(told([often], ofEveryFiveMinutes, counted).status).toBe('ok')
    expect(told([often], ofEveryFiveMinutes, { rowsFromAt: NOW - 20 * HOUR, keptFromAt: null }).reasons).toEqual([])
  })
  it('is unknown where forty schedules at one instant lie before', () => {
    const forty = Array.from({ length: 40 }, (_, index) => cron('0 2 * * *', index))
    expect(told([...forty, cron('*/5 * * * *', 40)], ofEveryFiveMinutes.map(run => ({ ...run, scheduleId: 's40', parameters: { customer: 'c40' } })), unread)).toEqual({ status: 'unknown', reasons: ['the last slot of 40 of its 41 schedules (02:00) was neither read nor counted'], problems: 0 })
    expect(told(forty, [], { rowsFromAt: NOW - 3 * HOUR, keptFromAt: null }).reasons).toEqual(['its last slot (02:00) was neither read nor counted'])
    expect(told(forty, [], counted).status).toBe('ok')
  })
  it('is unknown where the week\'s slot of one part lies before', () => {
    const weekly = cron('0 2 * * 3', 1)
    expect(told([often, weekly], ofEveryFiveMinutes, counted).reasons).toEqual(['the last slot of 1 of its 2 schedules (18 Nov 02:00) was neither read nor counted'])
    const lastWeek = Date.parse('2026-11-18T02:00:00Z')
    expect(told([often, weekly], [runAt(lastWeek, 1, { state: aRunState({ type: 'FAILED', at: lastWeek }) }), runAt(lastWeek + DAY, 1), ...ofEveryFiveMinutes], counted).reasons).toEqual([])
  })
})
