import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../expectations/thresholds.ts'
import { aFlowRun } from '../model/build.ts'
import { answerOf, aPicture, inventory, night, nightly, nights, NOW } from './build.ts'
import { heldSinceAt, heldWords, knownSinceAt } from './held-runs.ts'
import type { Picture } from './picture.ts'

const three = ['a', 'b', 'c']
/** Three nightly jobs, two months old, with runs of so many nights. */
function held(nightCount: number, given: Partial<Picture> = {}): Picture {
  return aPicture({
    deployments: inventory(...three.map(id => nightly({ id, name: id }))),
    runs: three.flatMap(deploymentId => nights(nightCount - 1, 0, { deploymentId })),
    ...given,
  })
}

describe('heldSinceAt', () => {
  it('is the oldest run where jobs due before it are older', () => {
    expect(heldSinceAt(held(8))).toBe(Date.parse('2026-11-17T03:00:00Z'))
    expect(heldWords(held(8), NOW)).toBe('baseline from 7 days: the server holds no earlier runs')
    expect(knownSinceAt(held(8))).toBe(Date.parse('2026-11-17T03:00:00Z'))
  })

  it('is null where runs reach back as far as is looked', () => {
    expect(heldSinceAt(held(14))).toBeNull()
    expect(knownSinceAt(held(14))).toBe(NOW - 14 * DAY_MS)
  })

  it.each<[string, Partial<Picture>]>([
    ['the days before were not read', { runsKnownFromAt: NOW - 8 * DAY_MS }],
    ['older runs are there', { olderRuns: new Map([['a', [aFlowRun()]]]) }],
    ['no job is older', { deployments: inventory(...three.map(id => nightly({ id, name: id, createdAt: NOW - 9 * DAY_MS }))) }],
    ['all older jobs are paused', { deployments: inventory(...three.map(id => nightly({ id, name: id, paused: true }))) }],
    ['there are too few runs to tell', { runs: nights(5, 0) }],
  ])('is null where %s', (_, given) => {
    expect(heldSinceAt(held(8, given))).toBeNull()
  })
})

it('stands beside a baseline that was learnt of fewer days', () => {
  const long = night(0, 'COMPLETED', { deploymentId: 'a', endedAt: Date.parse('2026-11-24T05:00:00Z'), ranForMs: 2 * 3_600_000 })
  const picture = held(8)
  const { problems } = answerOf({ ...picture, runs: [...picture.runs.filter(({ id }) => id !== long.id), long] })
  expect(problems).toMatchObject([{ kind: 'slow', evidence: [{ text: 'median of 7 earlier runs: 5 m; baseline from 7 days: the server holds no earlier runs', source: 'baseline' }, { text: expect.stringContaining('slow past') }] }])
})
