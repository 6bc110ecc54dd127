import { describe, expect, it } from 'vitest'
import { aRunState, aSchedule } from '../../model/build.ts'
import type { Deployment, Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, LONG_AGO, night, nightly, nights, NOW } from '../build.ts'
import type { Picture } from '../picture.ts'
import { NOTHING_REMEMBERED } from '../remembered.ts'

const MINUTE = 60_000
const at = (iso: string): number => Date.parse(iso)
const TWENTY_TO_FOUR = at('2026-11-24T03:40:00Z')
const waiting = night(0, 'SCHEDULED', { startedAt: null, endedAt: null, ranForMs: null, runCount: 0, state: aRunState({ type: 'SCHEDULED', name: 'Late' }) })
const cron = (given: Partial<Schedule> = {}): Schedule => aSchedule({ createdAt: LONG_AGO, updatedAt: LONG_AGO, ...given })
const told = (given: Partial<Deployment>, { runs = nights(13, 1), ...picture }: Partial<Picture> = {}): string[] =>
  answerOf(aPicture({ deployments: inventory(nightly(given)), runs, vanished: [waiting], ...picture })).problems.map(({ kind, section, title, reason }) => `${kind} ${section}: ${title}: ${reason}`)
/** Its schedules as they were seen before and after a change between 03:39 and 03:41. */
const seen = (after: readonly Schedule[]): Picture['remembered'] => ({ ...NOTHING_REMEMBERED, schedules: new Map([['ledger/nightly', [{ schedules: [cron()], firstSeenAt: LONG_AGO, lastSeenAt: TWENTY_TO_FOUR - MINUTE }, { schedules: after, firstSeenAt: TWENTY_TO_FOUR + MINUTE, lastSeenAt: NOW }]]]) })

describe('a late run that was deleted', () => {
  const off = [cron({ active: false, updatedAt: TWENTY_TO_FOUR })]

  it('as its schedule was switched off is missing', () => {
    for (const remembered of [NOTHING_REMEMBERED, seen(off)])
      expect(told({ schedules: off }, { remembered })).toEqual([expect.stringMatching(/^missing needs-you: .*its schedule is switched off, .*03:4/)])
  })
  it('as its schedule was switched off, unseen, is missing too', () => {
    const remembered = { ...seen(off), schedules: new Map([['ledger/nightly', [{ schedules: [cron()], firstSeenAt: LONG_AGO, lastSeenAt: at('2026-11-23T18:00:00Z') }, { schedules: off, firstSeenAt: NOW - MINUTE, lastSeenAt: NOW }]]]) }
    expect(told({ schedules: off }, { remembered, vanished: [] })).toEqual([expect.stringMatching(/^missing needs-you: .*its schedule is switched off, switched off between Mon 18:00 and 06:59/)])
  })
  it('as its schedule was removed is missing', () => {
    expect(told({ schedules: [], updatedAt: TWENTY_TO_FOUR }, { remembered: seen([]) })).toEqual([expect.stringMatching(/^missing needs-you: .*its schedule was removed, removed between 03:39 and 03:41/)])
  })
  it('as its schedule was changed is missing until the new one is kept', () => {
    const changed = [cron({ rule: { kind: 'cron', cron: '0 5 * * *', timeZone: 'UTC', dayOr: true }, createdAt: TWENTY_TO_FOUR, updatedAt: TWENTY_TO_FOUR })]
    const five = night(0, 'COMPLETED', { id: 'five', expectedStartAt: at('2026-11-24T05:00:00Z'), startedAt: at('2026-11-24T05:00:00Z'), endedAt: at('2026-11-24T05:01:00Z') })
    expect(told({ schedules: changed }, { remembered: seen(changed), asOf: at('2026-11-24T04:30:00Z') })).toEqual([expect.stringMatching(/^missing needs-you: .*its schedule was changed, changed between 03:39 and 03:41/)])
    expect(told({ schedules: changed }, { remembered: seen(changed), runs: [...nights(13, 1), five] })).toEqual([expect.stringMatching(/^missing recovered/)])
  })
  it('as it was paused is missing, long before the pause too', () => {
    const remembered = { ...NOTHING_REMEMBERED, pauses: new Map([['ledger/nightly', { activeAt: NOW - 20 * MINUTE, pausedAt: NOW - 19 * MINUTE }]]) }
    expect(told({ paused: true, updatedAt: NOW - 19 * MINUTE }, { remembered })).toEqual([expect.stringMatching(/^missing needs-you: .*its deployment is paused, paused between 06:40 and 06:41/)])
  })
  it('as it was deployed anew is missing', () => {
    const anew = [cron({ id: 'anew', createdAt: NOW - 10 * MINUTE, updatedAt: NOW - 10 * MINUTE })]
    expect(told({ schedules: anew })).toEqual([expect.stringMatching(/^missing needs-you: .*its waiting run was deleted, last changed 06:50/)])
  })
  it('by somebody is worth a look until the job ran again', () => {
    expect(told({})).toEqual([expect.stringMatching(/^cancelled worth-a-look: ledger: its run due 03:00 was deleted: .*deleted before it began; not run since/)])
    const again: FlowRun = night(0, 'COMPLETED', { id: 'again', autoScheduled: false, expectedStartAt: at('2026-11-24T06:00:00Z') })
    expect(told({}, { runs: [...nights(13, 1), again] })).toEqual([])
  })
})

describe('a run that was deleted after it began', () => {
  const answered = (run: FlowRun, schedule: Schedule = cron()) => answerOf(aPicture({ deployments: inventory(nightly({ schedules: [schedule] })), runs: nights(13, 1), vanished: [run] }))

  it('is a note on its job where it ended well, whatever was deployed since', () => {
    for (const schedule of [cron(), cron({ id: 'anew', createdAt: NOW - MINUTE, updatedAt: NOW - MINUTE })]) {
      const { problems, asExpected } = answered(night(0), schedule)
      expect(problems).toEqual([])
      expect(asExpected.map(({ reason }) => reason)).toEqual(['its run due 03:00 was deleted'])
    }
  })
  it('is worth a look where it failed or was going on', () => {
    expect(answered(night(0, 'FAILED')).problems).toMatchObject([{ kind: 'cancelled', section: 'worth-a-look' }])
    expect(answered(night(0, 'RUNNING', { endedAt: null })).problems).toMatchObject([{ kind: 'cancelled', section: 'worth-a-look' }])
  })
})
