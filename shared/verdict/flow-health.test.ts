import { describe, expect, it } from 'vitest'
import { NO_STANDARDS } from '../declared/expectation.ts'
import { aFlow } from '../model/build.ts'
import { aPicture, inventory, night, nightly, nights, NOW } from './build.ts'
import { toFlowsAnswer } from './flow-health.ts'
import { judgeMorning } from './morning.ts'
import type { Picture } from './picture.ts'

function flowsOf(given: Partial<Picture>): ReturnType<typeof toFlowsAnswer> {
  const picture = aPicture(given)
  const question = { window: { fromAt: NOW - 86_400_000, toAt: NOW, timeZone: 'UTC' }, tags: [], flows: [], standards: NO_STANDARDS }
  return toFlowsAnswer(judgeMorning(picture, question, NOW), { picture, question, now: NOW })
}

const adHoc = { deploymentId: null, flowId: 'loose', autoScheduled: false, scheduleId: null }
const flows = new Map([aFlow(), aFlow({ id: 'loose', name: 'loose' }), aFlow({ id: 'never', name: 'never' })].map(flow => [flow.id, flow]))

describe('toFlowsAnswer', () => {
  it('gives the share of good runs of all that ended', () => {
    const { flows: rows } = flowsOf({ flows, runs: [night(2, 'FAILED', adHoc), ...nights(1, 0, adHoc)] })
    expect(rows.find(({ id }) => id === 'loose')?.health).toMatchObject({ endedCount: 3, successRatio: 2 / 3, isCounted: false })
    expect(rows.find(({ id }) => id === 'never')?.health).toMatchObject({ endedCount: 0, successRatio: null, lastRun: null, isCounted: false })
  })

  it('gives no share of what is only partly known, and says that runs were counted', () => {
    const { flows: rows } = flowsOf({ flows, deployments: inventory(nightly()), countedAdHoc: { goodCount: 9_000, fromAt: 0, toAt: NOW }, runs: [...nights(13, 0), night(2, 'FAILED', adHoc), night(1, 'COMPLETED', adHoc)] })
    expect(rows.find(({ id }) => id === 'loose')?.health).toMatchObject({ endedCount: 0, successRatio: null, p50Ms: null, isCounted: true, lastRun: { mark: 'completed' } })
    expect(rows.find(({ id }) => id === 'flow-1')?.health).toMatchObject({ successRatio: 1, endedCount: 14 })
    expect(rows.find(({ id }) => id === 'flow-1')?.deployments[0]?.health).toMatchObject({ successRatio: 1, isCounted: false })
  })
})
