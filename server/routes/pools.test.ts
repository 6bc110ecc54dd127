import { describe, expect, it } from 'vitest'
import type { LimitsAnswer, PoolAnswer, PoolNowAnswer, PoolsAnswer } from '../../shared/api/pools.ts'
import type { StartsAnswer } from '../../shared/api/starts.ts'
import type { UpcomingAnswer } from '../../shared/api/upcoming.ts'
import { HOUR_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import { aDeployment, aFlow, aFlowRun, aRunState, aTaskRun } from '../../shared/model/build.ts'
import type { WorkPool } from '../../shared/model/deployment.ts'
import { aFailure, anApp, aScript, NOW, type Script } from '../build.ts'

const LOCAL = 'http://127.0.0.1:4280'
const pool = (given: Partial<WorkPool> = {}): WorkPool => ({ name: 'gpu', type: 'kubernetes', paused: false, status: 'READY', concurrencyLimit: 2, ...given })
const going = aFlowRun({ id: 'going', name: 'calm-owl', createdAt: NOW - HOUR_MS, expectedStartAt: NOW - HOUR_MS, startedAt: NOW - HOUR_MS, ranForMs: HOUR_MS, runCount: 1, workPool: 'gpu', workQueue: 'default', state: aRunState({ type: 'RUNNING', at: NOW - HOUR_MS }) })

/** An app whose picture is read; `asked` holds what was asked upstream since. */
async function aServed(given: Partial<Script> = {}) {
  const script = aScript({ flows: [aFlow()], deployments: [aDeployment({ workPool: 'gpu', workQueue: 'default' })], workPools: [pool()], workQueues: [{ name: 'default', workPool: 'gpu', paused: false, concurrencyLimit: null, lastPolledAt: NOW }], workers: [{ name: 'w-1', workPool: 'gpu', online: true, lastHeartbeatAt: NOW - MINUTE_MS }], runs: [going], ...given })
  const served = anApp({ script })
  await served.shown.watcher.readOnce()
  script.asked.length = 0
  const get = async (path: string): Promise<Response> => await served.app.request(LOCAL + path)
  return { ...served, get, json: async <T>(path: string): Promise<T> => await (await get(path)).json() as T }
}

describe('GET /api/pools, /api/pools/NAME and /api/upcoming', () => {
  it('cost Prefect one request a minute for any number of viewers, of what no schedule tells', async () => {
    const { get, script } = await aServed()
    for (const path of ['/api/pools', '/api/pools/gpu', '/api/upcoming', '/api/upcoming?tag=a&flow=ledger', '/api/pools', '/api/upcoming'])
      expect([path, (await get(path)).status]).toEqual([path, 200])
    expect(script.asked).toEqual(['listRunsScheduledByHand'])
  })

  it('tell each pool with who works for it and who is in it', async () => {
    const { json } = await aServed()
    expect((await json<PoolsAnswer>('/api/pools')).pools).toMatchObject([{ name: 'gpu', status: 'READY', workers: { count: 1, onlineCount: 1 }, holderCount: 1, concurrencyLimit: 2 }])
    const { holders, queues, deployments } = await json<PoolAnswer>('/api/pools/gpu')
    expect([holders.map(({ id }) => id), queues?.map(({ name, holderCount }) => [name, holderCount]), deployments.map(({ flow, name }) => `${flow}/${name}`)]).toEqual([['going'], [['default', 1]], ['ledger/nightly']])
  })

  it('say what somebody scheduled is not known where it cannot be read, and tell the rest', async () => {
    const { json, script } = await aServed()
    script.failureOf.listRunsScheduledByHand = aFailure('rejected', { status: 500 })
    const { knowsByHand, jobs } = await json<UpcomingAnswer>('/api/upcoming')
    expect([knowsByHand, jobs.map(({ flow }) => flow)]).toEqual([false, ['ledger']])
  })

  it('are of the jobs asked for', async () => {
    const { json } = await aServed()
    expect((await json<UpcomingAnswer>('/api/upcoming')).jobs.map(({ flow }) => flow)).toEqual(['ledger'])
    expect((await json<UpcomingAnswer>('/api/upcoming?flow=other')).jobs).toEqual([])
  })

  it('know no pool that Prefect does not, and nobody can say before Prefect was read', async () => {
    const { get } = await aServed()
    expect((await get('/api/pools/other')).status).toBe(404)
    expect((await get('/api/pools/other/now')).status).toBe(404)
    expect((await anApp().app.request(`${LOCAL}/api/pools/gpu`)).status).toBe(503)
    expect((await get('/api/upcoming?tz=Mars')).status).toBe(400)
  })

  it('take a name of any letters', async () => {
    const name = 'gpu pool "größe" #1?'
    const { json } = await aServed({ workPools: [pool({ name })] })
    expect((await json<PoolAnswer>(`/api/pools/${encodeURIComponent(name)}`)).pool.name).toBe(name)
  })
})

describe('GET /api/pools/NAME/now', () => {
  it('asks three things, once for all who look', async () => {
    const { json, script, clock } = await aServed()
    const [first] = await Promise.all([json<PoolNowAnswer>('/api/pools/gpu/now'), json<PoolNowAnswer>('/api/pools/gpu/now')])
    expect(script.asked.toSorted()).toEqual(['countPoolRunsByHour', 'listRuns', 'listWorkers'])
    expect([first.workers, first.hours.length, first.complete]).toEqual([[{ name: 'w-1', online: true, lastHeartbeat: '2026-11-23T08:54:00.000Z' }], 24, true])
    clock.now += 5_001
    await json('/api/pools/gpu/now')
    expect(script.asked).toHaveLength(6)
  })

  it('asks for no workers of a pool that needs none', async () => {
    const { json, script } = await aServed({ workPools: [pool({ type: 'ecs:push' })] })
    expect((await json<PoolNowAnswer>('/api/pools/gpu/now')).workers).toBeNull()
    expect(script.asked.toSorted()).toEqual(['countPoolRunsByHour', 'listRuns'])
  })

  it('answers 502 where Prefect fails, and asks again', async () => {
    const { get, script } = await aServed()
    script.failureOf.listWorkers = aFailure('unreachable')
    expect((await get('/api/pools/gpu/now')).status).toBe(502)
    delete script.failureOf.listWorkers
    expect((await get('/api/pools/gpu/now')).status).toBe(200)
  })
})

describe('GET /api/limits', () => {
  it('names who holds a place, and asks for each of them once', async () => {
    const task = aTaskRun({ id: 'task-1', name: 'load-1', flowRunId: 'going', startedAt: NOW - MINUTE_MS, state: aRunState({ type: 'RUNNING', at: NOW - MINUTE_MS }) })
    const { json, script } = await aServed({ limits: [{ name: 'api', active: true, limit: 2, usedCount: 1, freedPerSecond: 0 }], tagLimits: [{ tag: 'db', limit: 1, taskRunIds: ['task-1'] }], tasks: [task] })
    const { limits, complete } = await json<LimitsAnswer>('/api/limits')
    expect(limits).toMatchObject([{ kind: 'tag', name: 'db', holders: [{ runId: 'going', name: 'calm-owl', task: 'load-1' }] }, { kind: 'global', name: 'api', holders: null }])
    expect(complete).toBe(true)
    await json('/api/limits')
    expect(script.asked).toEqual(['listConcurrencyLimits', 'listTagLimits', 'listTaskRunsById', 'listRunsById'])
  })

  it('asks for no holders where there are none', async () => {
    const { json, script } = await aServed()
    expect((await json<LimitsAnswer>('/api/limits')).limits).toEqual([])
    expect(script.asked).toEqual(['listConcurrencyLimits', 'listTagLimits'])
  })

  it('is null on a server without such lists', async () => {
    const { json } = await aServed({ limits: null, tagLimits: null })
    expect((await json<LimitsAnswer>('/api/limits')).limits).toBeNull()
  })

  it('says that not all holders are told', async () => {
    const { json } = await aServed({ tagLimits: [{ tag: 'db', limit: 500, taskRunIds: Array.from({ length: 101 }, (_, index) => `task-${index}`) }] })
    expect(await json<LimitsAnswer>('/api/limits')).toMatchObject({ complete: false, limits: [{ usedCount: 101 }] })
  })
})

describe('GET /api/deployments/ID/starts', () => {
  const automation = { id: 'a', name: 'restore', enabled: true, events: ['table.broken'], onAbsence: false, runsDeploymentIds: ['deployment-1'], runsInferred: false }

  it('tells the automations that run it, asked once a minute for all deployments, and its own limit', async () => {
    const { json, script } = await aServed({ deployments: [aDeployment({ concurrencyLimit: 1, collision: 'cancel-new' }), aDeployment({ id: 'deployment-2', name: 'other' })], automations: [automation, { ...automation, name: 'any', runsDeploymentIds: [], runsInferred: true }] })
    expect(await json<StartsAnswer>('/api/deployments/deployment-1/starts')).toEqual({
      automations: [{ name: 'restore', enabled: true, events: ['table.broken'], onAbsence: false, isNamed: true }, { name: 'any', enabled: true, events: ['table.broken'], onAbsence: false, isNamed: false }],
      complete: true,
      trigger: null,
      limit: { limit: 1, collision: 'cancel-new', holders: [{ runId: 'going', name: 'calm-owl', task: null, since: '2026-11-23T07:55:00.000Z' }] },
    })
    expect((await json<StartsAnswer>('/api/deployments/deployment-2/starts')).automations?.map(({ name }) => name)).toEqual(['any'])
    expect(script.asked).toEqual(['listAutomations'])
  })

  it('is silent where Prefect does not tell', async () => {
    const { json } = await aServed({ automations: null })
    expect(await json<StartsAnswer>('/api/deployments/deployment-1/starts')).toEqual({ automations: null, complete: true, trigger: null, limit: null })
  })

  it('knows no deployment that Prefect does not', async () => {
    const { get } = await aServed()
    expect((await get('/api/deployments/other/starts')).status).toBe(404)
  })
})
