import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../shared/expectations/thresholds.ts'
import { aFlowRun, aRunState } from '../../shared/model/build.ts'
import { aFailure, aScript, NOW, scriptedReads } from '../build.ts'
import { createScheduledAhead } from './scheduled-ahead.ts'

const { signal } = new AbortController()
const byHand = aFlowRun({ id: 'by hand', autoScheduled: false, expectedStartAt: NOW + HOUR_MS, state: aRunState({ type: 'SCHEDULED' }) })

describe('runs that are scheduled ahead', () => {
  it('are not known before they were read, and change what is shown only where they do', async () => {
    const script = aScript({ runs: [byHand] })
    const ahead = createScheduledAhead(scriptedReads(script))
    expect(ahead.runs()).toBeNull()
    await ahead.read(NOW, signal)
    await ahead.read(NOW, signal)
    expect([ahead.runs()?.map(({ id }) => id), ahead.changeCount(), ahead.cost()]).toEqual([['by hand'], 1, 1])
  })

  it('are not known while they cannot be read, which stops nothing else', async () => {
    const script = aScript({ runs: [byHand] })
    const ahead = createScheduledAhead(scriptedReads(script))
    await ahead.read(NOW, signal)
    script.failureOf.listRunsScheduledByHand = aFailure('rejected', { status: 500 })
    await ahead.read(NOW, signal)
    expect([ahead.runs(), ahead.cost()]).toEqual([null, 1])
  })

  it('are not asked for again of a server that cannot tell them', async () => {
    const script = aScript()
    const ahead = createScheduledAhead({ ...scriptedReads(script), listRunsScheduledByHand: async () => null })
    await ahead.read(NOW, signal)
    expect([ahead.runs(), ahead.cost()]).toEqual([null, 0])
  })
})
