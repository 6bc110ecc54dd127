import { describe, expect, it } from 'vitest'
import { aSchedule } from '../../model/build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, LONG_AGO, night, nightly, nights } from '../build.ts'
import type { Picture } from '../picture.ts'
import { NOTHING_REMEMBERED } from '../remembered.ts'

const at = (iso: string): number => Date.parse(iso)
const changesOf = (bad: Partial<FlowRun>, good: Partial<FlowRun> = {}, given: Partial<Picture> = {}): string[] | undefined =>
  answerOf(aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 1, good), night(0, 'FAILED', { message: 'boom', ...bad })], ...given })).problems[0]?.changes

describe('what changed since the last good run', () => {
  it('is nothing where nothing did', () => {
    expect(changesOf({ deploymentVersion: '1.0' }, { deploymentVersion: '1.0' })).toEqual([])
  })

  it('is the first run on another version, of other code, in another pool', () => {
    expect(changesOf({ deploymentVersion: '1.1', flowVersion: 'b', workPool: 'gpu' }, { deploymentVersion: '1.0', flowVersion: 'a', workPool: 'cpu' })).toEqual([
      'first run on version 1.1, before it was 1.0', 'first run of code version b, before it was a', 'first run in work pool gpu, before it was cpu',
    ])
  })

  it('is told of the first bad run of a streak', () => {
    const runs = [...nights(13, 2, { deploymentVersion: '1.0' }), night(1, 'FAILED', { message: 'boom', deploymentVersion: '1.1' }), night(0, 'FAILED', { message: 'boom', deploymentVersion: '1.2' })]
    expect(answerOf(aPicture({ deployments: inventory(nightly()), runs })).problems[0]?.changes).toEqual(['first run on version 1.1, before it was 1.0'])
  })

  it('names parameters, never their values, and none that differ each night', () => {
    const good = Array.from({ length: 13 }, (_, index) => night(13 - index, 'COMPLETED', { parameters: { limit: '100', day: `${index}` } }))
    const runs = [...good, night(0, 'FAILED', { message: 'boom', parameters: { limit: '5', day: '13', token: 's3cret' } })]
    expect(answerOf(aPicture({ deployments: inventory(nightly()), runs })).problems[0]?.changes).toEqual(['other parameters: limit, token'])
  })

  it('is a schedule that says something else, not one made anew', () => {
    const sighting = (cron: string, firstSeenAt: number, lastSeenAt: number) => ({ schedules: [aSchedule({ id: `${firstSeenAt}`, rule: { kind: 'cron', cron, timeZone: 'UTC', dayOr: true } })], firstSeenAt, lastSeenAt })
    const seen = (cron: string) => ({ remembered: { ...NOTHING_REMEMBERED, schedules: new Map([['ledger/nightly', [sighting('0 2 * * *', LONG_AGO, at('2026-11-23T16:40:00Z')), sighting(cron, at('2026-11-23T16:45:00Z'), at('2026-11-24T07:00:00Z'))]]]) } })
    expect(changesOf({}, {}, seen('0 3 * * *'))).toEqual(['its schedule was changed between Mon 16:40 and Mon 16:45'])
    expect(changesOf({}, {}, seen('0 2 * * *'))).toEqual([])
  })

  it('is a deployment changed between the two runs', () => {
    expect(changesOf({}, {}, { deployments: inventory(nightly({ updatedAt: at('2026-11-23T16:00:00Z') })) })).toEqual(['its deployment was last changed Mon 16:00'])
    expect(changesOf({}, {}, { deployments: inventory(nightly({ updatedAt: at('2026-11-24T05:00:00Z') })) })).toEqual([])
  })
})
