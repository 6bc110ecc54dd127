import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../expectations/thresholds.ts'
import { aFlowRun, aRunState } from '../../model/build.ts'
import { aPicture, aQuestion, inventory, night, nightly, nights, NOW } from '../build.ts'
import { judgeMorning } from '../morning.ts'
import { NO_STANDARDS } from '../../declared/expectation.ts'
import { paceOf, waitingOf } from './pool-pace.ts'

const waiting = night(0, 'SCHEDULED', { id: 'waiting', workPool: 'gpu', workQueue: 'heavy', startedAt: null, endedAt: null, ranForMs: null, state: aRunState({ type: 'SCHEDULED', name: 'Late' }) })
const begun = (minutesAgo: number, workQueue: string | null): ReturnType<typeof aFlowRun> => aFlowRun({ id: `begun ${minutesAgo}`, deploymentId: null, autoScheduled: false, createdAt: NOW - 2 * 60 * MINUTE_MS, expectedStartAt: NOW - 2 * 60 * MINUTE_MS, startedAt: NOW - minutesAgo * MINUTE_MS, endedAt: NOW, workPool: 'gpu', workQueue, state: aRunState({ type: 'COMPLETED', at: NOW }) })
const picture = aPicture({ deployments: inventory(nightly({ workPool: 'gpu', workQueue: 'heavy' })), runs: [...nights(13, 1, { workPool: 'gpu', workQueue: 'heavy' }), waiting, begun(10, 'heavy'), begun(20, 'light'), begun(90, 'heavy')] })
const question = aQuestion(picture)
const all = judgeMorning(picture, { window: { fromAt: question.fromAt, toAt: NOW, timeZone: 'UTC' }, tags: [], flows: [], standards: NO_STANDARDS }, NOW).judgements.flatMap(judgement => waitingOf(judgement, question))

describe('waitingOf', () => {
  it('tells where a run waits that was found late', () => {
    expect(all.map(({ run, poolName, queueName }) => [run.id, poolName, queueName])).toEqual([['waiting', 'gpu', 'heavy']])
  })
  it('tells nothing of a job that was not found late', () => {
    expect(waitingOf({ ...judgeMorning(picture, { window: { fromAt: question.fromAt, toAt: NOW, timeZone: 'UTC' }, tags: [], flows: [], standards: NO_STANDARDS }, NOW).judgements[0]!, findings: [] }, question)).toEqual([])
  })
})

describe('paceOf', () => {
  it('counts what began in the last hour, in the pool or in one queue of it', () => {
    expect([null, 'heavy', 'light'].map(queue => paceOf(all, { pool: 'gpu', queue }, question).startedCount)).toEqual([2, 1, 1])
  })
  it('tells when all will have begun, by the pace so far', () => {
    expect(paceOf(all, { pool: 'gpu', queue: null }, question)).toMatchObject({ waitingCount: 1, clearAt: NOW + 30 * MINUTE_MS })
  })
  it('cannot tell that where none began', () => {
    expect(paceOf(all, { pool: 'other', queue: null }, question)).toMatchObject({ startedCount: 0, clearAt: null })
  })
  it('has nothing to clear where none waits', () => {
    expect(paceOf([], { pool: 'gpu', queue: null }, question)).toEqual({ waitingCount: 0, oldestDueAt: null, startedCount: 2, clearAt: null })
  })
})
