import { describe, expect, it } from 'vitest'
import type { CompareAnswer } from '../../shared/api/compare.ts'
import { HOUR_MS } from '../../shared/expectations/thresholds.ts'
import { aDeployment, aFlow, aFlowRun, aRunState, aTaskRun } from '../../shared/model/build.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import { anApp, aScript, NOW, type Script } from '../build.ts'

const GOOD = aFlowRun({ id: 'good', name: 'good-run', expectedStartAt: NOW - 25 * HOUR_MS, startedAt: NOW - 25 * HOUR_MS, ranForMs: 60_000, runCount: 1, deploymentVersion: '1', state: aRunState({ type: 'COMPLETED' }) })
const BAD = aFlowRun({ id: 'bad', name: 'bad-run', expectedStartAt: NOW - HOUR_MS, startedAt: NOW - HOUR_MS, ranForMs: 30_000, runCount: 1, deploymentVersion: '2', state: aRunState({ type: 'FAILED', at: NOW - HOUR_MS }) })
const aLine = (runId: string, message: string): LogLine => ({ id: `${runId} ${message}`, at: NOW, level: 20, logger: 'x', message, flowRunId: runId, taskRunId: null })

async function aServed(given: Partial<Script> = {}) {
  const { app, shown, script } = anApp({ script: aScript({ flows: [aFlow()], deployments: [aDeployment()], runs: [GOOD, BAD], ...given }) })
  await shown.watcher.readOnce()
  const get = async (path: string): Promise<Response> => await app.request(`http://127.0.0.1:4280/api/runs/${path}`)
  return { get, script, json: async (path: string): Promise<CompareAnswer> => await (await get(path)).json() as CompareAnswer }
}

describe('GET /api/runs/ID/compare', () => {
  it('takes the last good run before it, and says what differs', async () => {
    const tasks = [aTaskRun({ id: 'a', name: 'load-1a2', flowRunId: 'bad', ranForMs: 5 }), aTaskRun({ id: 'b', name: 'load-9f8', flowRunId: 'good', ranForMs: 4 })]
    const logs = new Map([['bad', [aLine('bad', 'begin bad-run'), aLine('bad', 'refused')]], ['good', [aLine('good', 'begin good-run'), aLine('good', 'loaded')]]])
    const { json } = await aServed({ tasks, logs, setups: new Map([['good', { image: 'flows:6', env: { API_TOKEN: 'old' } }]]) })
    const { comparison, lastGoodRunId, choices } = await json('bad/compare')
    expect([lastGoodRunId, comparison?.other.id, choices.map(({ id }) => id)]).toEqual(['good', 'good', ['good']])
    expect(comparison?.facts.filter(fact => fact.own !== fact.other).map(({ name }) => name)).toEqual(['state', 'took', 'deployment version'])
    expect(comparison?.jobVariables.different).toEqual([{ name: 'env', own: { API_TOKEN: '•••' }, other: { API_TOKEN: '•••' } }, { name: 'image', own: 'flows:7', other: 'flows:6' }])
    expect(comparison?.parameters).toEqual({ different: [], sameCount: 2 })
    expect(comparison?.log).toMatchObject({ own: { message: 'refused' }, other: { message: 'loaded' }, isWhole: true })
    expect(comparison?.tasks).toMatchObject([{ name: 'load', own: { count: 1 }, other: { count: 1 } }])
  })

  it('takes any other run that is named', async () => {
    const { json, get } = await aServed()
    expect((await json('good/compare?with=bad')).comparison?.other.id).toBe('bad')
    expect((await get('bad/compare?with=none')).status).toBe(404)
    expect((await get('bad/compare?with=bad')).status).toBe(400)
    expect((await get('bad/compare?with=a/b')).status).toBe(400)
  })

  it('says that no good run is known', async () => {
    const { json } = await aServed({ runs: [BAD] })
    expect(await json('bad/compare')).toMatchObject({ comparison: null, lastGoodRunId: null, choices: [] })
  })
})
