import { describe, expect, it } from 'vitest'
import { NO_STANDARDS } from '../declared/expectation.ts'
import { MINUTE_MS } from '../expectations/thresholds.ts'
import { aRunState } from '../model/build.ts'
import type { WorkPool } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { aPicture, inventory, night, nightly, nights, NOW } from './build.ts'
import { judgeMorning } from './morning.ts'
import { toPoolFacts, toPoolsAnswer, type PoolsQuestion } from './pools.ts'
import type { Picture } from './picture.ts'

const pool = (given: Partial<WorkPool> = {}): WorkPool => ({ name: 'gpu', type: 'kubernetes', paused: false, status: 'READY', concurrencyLimit: null, ...given })
const poolsOf = (...all: WorkPool[]): Pick<Picture, 'workPools'> => ({ workPools: new Map(all.map(one => [one.name, one])) })
const late = (given: Partial<FlowRun> = {}): FlowRun => night(0, 'SCHEDULED', { id: 'late', workPool: 'gpu', workQueue: 'default', startedAt: null, endedAt: null, ranForMs: null, state: aRunState({ type: 'SCHEDULED', name: 'Late' }), ...given })
const holder = (id: string, minutes: number): FlowRun => night(0, 'RUNNING', { id, deploymentId: null, autoScheduled: false, workPool: 'gpu', workQueue: 'default', startedAt: NOW - minutes * MINUTE_MS, endedAt: null, state: aRunState({ type: 'RUNNING', at: NOW - minutes * MINUTE_MS }) })

function asked(given: Partial<Picture>): PoolsQuestion {
  const picture = aPicture({ deployments: inventory(nightly({ workPool: 'gpu', workQueue: 'default' })), ...given, runs: [...nights(13, 1, { workPool: 'gpu' }), ...given.runs ?? []] })
  const question = { window: { fromAt: Date.parse('2026-11-23T18:00:00Z'), toAt: NOW, timeZone: 'UTC' }, tags: [], flows: [], standards: NO_STANDARDS }
  return { picture, morning: judgeMorning(picture, question, NOW), at: NOW }
}

describe('toPoolsAnswer', () => {
  it('puts pools with problems first, then by name', () => {
    const { pools } = toPoolsAnswer(asked({ ...poolsOf(pool({ name: 'a' }), pool({ status: 'NOT_READY' }), pool({ name: 'b' })), runs: [late()] }))
    expect(pools.map(({ name, problemCount }) => [name, problemCount])).toEqual([['gpu', 1], ['a', 0], ['b', 0]])
  })

  it('says that workers were not read, and that some pools need none', () => {
    const { pools } = toPoolsAnswer(asked({ ...poolsOf(pool(), pool({ name: 'push', type: 'ecs:push' }), pool({ name: 'read' })), workers: new Map([['read', [{ name: 'w', workPool: 'read', online: true, lastHeartbeatAt: NOW }]], ['push', []]]) }))
    expect(pools.map(({ name, needsWorkers, workers }) => [name, needsWorkers, workers?.onlineCount ?? null])).toEqual([['gpu', true, null], ['push', false, null], ['read', true, 1]])
  })

  it('counts deployments without a pool as one row, and none where there is none', () => {
    expect(toPoolsAnswer(asked(poolsOf(pool()))).withoutPool).toBeNull()
    expect(toPoolsAnswer(asked({ deployments: inventory(nightly()), runs: [late({ workPool: null, workQueue: null })] })).withoutPool).toEqual({ deploymentCount: 1, runningCount: 0, waitingCount: 1 })
  })

  it('is not complete before anything was read', () => {
    expect(toPoolsAnswer({ ...asked({}), picture: aPicture({ asOf: null }) })).toMatchObject({ asOf: null, complete: false })
  })
})

describe('toPoolFacts', () => {
  it('names the runs that take its places, longest first', () => {
    const { holders, row } = toPoolFacts(pool({ concurrencyLimit: 4 }), asked({ ...poolsOf(pool()), runs: [holder('new', 5), holder('old', 50)] }))
    expect([holders.map(({ id }) => id), row.holderCount, row.concurrencyLimit]).toEqual([['old', 'new'], 2, 4])
  })

  it('tells what waits in each queue, and the problem it makes', () => {
    const queue = { workPool: 'gpu', paused: false, concurrencyLimit: null, lastPolledAt: null }
    const facts = toPoolFacts(pool({ status: 'NOT_READY' }), asked({ ...poolsOf(pool({ status: 'NOT_READY' })), workQueues: [{ ...queue, name: 'default' }, { ...queue, name: 'other', paused: true }, { ...queue, name: 'default', workPool: 'elsewhere' }], runs: [late()] }))
    expect(facts.queues?.map(({ name, pace }) => [name, pace.waitingCount])).toEqual([['default', 1], ['other', 0]])
    expect([facts.row.stoppedQueues, facts.waiting.map(({ id }) => id), facts.problems.map(({ findings }) => findings[0].cause?.text)]).toEqual([['other'], ['late'], ['no worker is online in gpu']])
  })

  it('says that queues were not read', () => {
    const { queues, row } = toPoolFacts(pool(), asked(poolsOf(pool())))
    expect([queues, row.stoppedQueues]).toEqual([null, null])
  })

  it('has no part in a run that waits for its own limit', () => {
    const { problems, waiting } = toPoolFacts(pool(), asked({ ...poolsOf(pool()), runs: [late({ state: aRunState({ type: 'SCHEDULED', name: 'AwaitingConcurrencySlot' }) })] }))
    expect([problems, waiting]).toEqual([[], []])
  })

  it('names its deployments with their next start', () => {
    const { deployments } = toPoolFacts(pool(), asked(poolsOf(pool())))
    expect(deployments).toEqual([{ id: 'deployment-1', name: 'nightly', flow: 'ledger', paused: false, queue: 'default', nextSlot: '2026-11-25T03:00:00.000Z' }])
  })
})
