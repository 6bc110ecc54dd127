import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../expectations/thresholds.ts'
import { aRunState } from '../../model/build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { RunState, StateType } from '../../model/run-state.ts'
import { aPicture, inventory, judgedRuns, night, nightly, nights, NOW } from '../build.ts'

const THREE = Date.parse('2026-11-24T03:00:00Z')
const going = (state: RunState, given: Partial<FlowRun> = {}): FlowRun => night(0, state.type, { endedAt: null, state, ...given })
const waiting = { startedAt: null, ranForMs: null, runCount: 0 }
const since = (minutes: number, type: StateType, name?: string): RunState => aRunState({ type, at: NOW - minutes * MINUTE_MS, ...(name !== undefined && { name }) })
const judged = (run: FlowRun, history: readonly RunState[] = [], earlier = nights(13, 1)) =>
  judgedRuns(aPicture({ deployments: inventory(nightly()), runs: [...earlier, run], histories: history.length === 0 ? new Map() : new Map([[run.id, history]]) }))

describe('a run that should go on by itself', () => {
  it.each([
    ['PENDING', 'Submitting', waiting],
    ['CANCELLING', 'Cancelling', {}],
    ['SCHEDULED', 'Resuming', {}],
  ] as const)('is stuck in %s past ten minutes', (type, name, given) => {
    expect(judged(going(since(9, type, name), given))).toMatchObject({ findings: [], changesAt: NOW + MINUTE_MS })
    expect(judged(going(since(11, type, name), given)).findings).toMatchObject([{ kind: 'stuck', section: 'needs-you', open: true }])
  })

  it('may stay pending as long as the job\'s runs usually do', () => {
    const slowStarts = nights(13, 1).map(run => ({ ...run, startedAt: (run.expectedStartAt ?? 0) + 15 * MINUTE_MS, endedAt: (run.endedAt ?? 0) + 15 * MINUTE_MS }))
    expect(judged(going(since(25, 'PENDING'), waiting), [], slowStarts).findings).toEqual([])
    expect(judged(going(since(31, 'PENDING'), waiting), [], slowStarts).findings).toMatchObject([{ kind: 'stuck' }])
  })

  it('may wait an hour for a retry of its own', () => {
    expect(judged(going(since(50, 'SCHEDULED', 'AwaitingRetry'))).findings).toMatchObject([{ kind: 'retrying', section: 'worth-a-look' }])
    expect(judged(going(since(61, 'SCHEDULED', 'AwaitingRetry'))).findings).toMatchObject([{ kind: 'stuck', section: 'needs-you' }])
  })
})

describe('a run that waits for a retry of its own until a known time', () => {
  const awaiting = (sinceMinutes: number, untilMinutes: number): FlowRun => going(since(sinceMinutes, 'SCHEDULED', 'AwaitingRetry'), { nextStartAt: NOW - untilMinutes * MINUTE_MS })

  it('is not stuck before it, however long that is', () => {
    expect(judged(awaiting(180, -60)).findings).toMatchObject([{ kind: 'retrying', section: 'worth-a-look' }])
  })

  it('is stuck ten minutes after it, not an hour', () => {
    expect(judged(awaiting(20, 9))).toMatchObject({ findings: [{ kind: 'retrying', section: 'worth-a-look' }], changesAt: NOW + MINUTE_MS })
    expect(judged(awaiting(20, 11)).findings).toMatchObject([{ kind: 'stuck', section: 'needs-you' }])
  })
})

describe('a run being retried by hand', () => {
  const history = (last: RunState): RunState[] => [aRunState({ type: 'RUNNING', at: THREE }), aRunState({ type: 'FAILED', at: THREE + MINUTE_MS, message: 'KeyError: \'x\'' }), since(20, 'SCHEDULED', 'AwaitingRetry'), last]

  it('keeps its cause, and is not long for its earlier attempt', () => {
    const state = since(4, 'RUNNING')
    expect(judged(going(state, { runCount: 2 }), history(state)).findings).toMatchObject([{ kind: 'retrying', section: 'needs-you', cause: { key: 'KeyError: \'x\'' } }])
  })

  it('is stuck, still with its cause, when nobody takes it up', () => {
    const state = since(20, 'SCHEDULED', 'AwaitingRetry')
    expect(judged(going(state), history(state)).findings).toMatchObject([{ kind: 'stuck', section: 'needs-you', cause: { key: 'KeyError: \'x\'' } }])
  })

  it('is no retry while it is being cancelled', () => {
    const state = since(2, 'CANCELLING')
    expect(judged(going(state, { runCount: 2 }), history(state)).findings.filter(({ kind }) => kind === 'retrying')).toEqual([])
  })
})

describe('a running run', () => {
  it('counts from its present RUNNING, whatever went before', () => {
    const run = going(since(12, 'RUNNING'), { startedAt: THREE, ranForMs: 3 * HOUR_MS })
    expect(judged(run).findings).toEqual([])
    expect(judged(going(since(16, 'RUNNING'), { startedAt: THREE })).findings).toMatchObject([{ kind: 'running-long', sinceAt: NOW - 16 * MINUTE_MS }])
  })

  it('is long on its own retry too', () => {
    expect(judged(going(since(40, 'RUNNING', 'Retrying'), { runCount: 2 })).findings).toMatchObject([{ kind: 'running-long', section: 'needs-you' }])
  })

  it('says when it will be long', () => {
    expect(judged(going(since(12, 'RUNNING'))).changesAt).toBe(NOW + 3 * MINUTE_MS)
  })
})

describe('a run in a state nobody knows', () => {
  const odd = (daysBack: number): FlowRun => night(daysBack, 'UNKNOWN', { endedAt: null, state: aRunState({ type: 'UNKNOWN', name: 'Hibernating', at: THREE }) })
  it('is unknown until a later run was good', () => {
    expect(judged(odd(0))).toMatchObject({ findings: [], unknown: 'quiet-owl is in a state this page does not know: Hibernating' })
    expect(judged(odd(5), [], [...nights(13, 6), ...nights(4, 0)])).toMatchObject({ findings: [], unknown: null })
  })
})

describe('a run that was resumed', () => {
  it('is no retry, though it entered RUNNING twice', () => {
    const state = since(4, 'RUNNING')
    expect(judged(going(state, { runCount: 2 }), [aRunState({ type: 'RUNNING', at: THREE }), since(60, 'PAUSED', 'Suspended'), since(5, 'SCHEDULED', 'Resuming'), state]).findings).toEqual([])
  })
})

describe('a paused run', () => {
  it('waits for somebody even after a failed attempt', () => {
    const state = since(5, 'PAUSED')
    expect(judged(going(state, { runCount: 2 }), [aRunState({ type: 'FAILED', at: THREE }), state]).findings).toMatchObject([{ kind: 'paused' }])
  })
})
