import { describe, expect, it } from 'vitest'
import type { AcknowledgementsAnswer } from '../../shared/api/acknowledgements.ts'
import type { AuditAnswer, PreviewAnswer } from '../../shared/api/acts.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import type { RunAnswer } from '../../shared/api/run.ts'
import type { SearchAnswer } from '../../shared/api/search.ts'
import type { ServerAnswer } from '../../shared/api/server.ts'
import { HOUR_MS } from '../../shared/expectations/thresholds.ts'
import { aDeployment, aFlow, aFlowRun, aRunState } from '../../shared/model/build.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { aFailure, anApp, aScript, aShown, NOW } from '../build.ts'

const LOCAL = 'http://127.0.0.1:4280'

function aFailedRun(id: string): FlowRun {
  const at = NOW - HOUR_MS
  return aFlowRun({ id, createdAt: at, expectedStartAt: at, startedAt: at + 5_000, endedAt: at + 60_000, ranForMs: 55_000, runCount: 1, state: aRunState({ type: 'FAILED', at: at + 60_000, message: 'KeyError: customer' }) })
}

/** `eu` and `us` in production and `staging` beside them, each with a failed run that bears its name; `us` may be down. */
async function aServed({ usIsDown = false } = {}) {
  const clock = { now: NOW }
  const scripts = ['eu', 'us', 'staging'].map(name => aScript({ flows: [aFlow()], deployments: [aDeployment()], runs: [aFailedRun(`run-of-${name}`)], failure: usIsDown && name === 'us' ? aFailure('unreachable') : null }))
  const [eu, us, staging] = scripts.map((script, index) => aShown(script, clock, { name: ['eu', 'us', 'staging'][index]!, key: `test ${index}`, role: index === 2 ? 'other' : 'production' }))
  const servers = [eu!, us!, staging!] as const
  await Promise.all(servers.map(async ({ watcher }) => await watcher.readOnce()))
  for (const script of scripts)
    script.asked.length = 0
  const { app } = anApp({ servers: () => servers, actions: true })
  const get = async (path: string): Promise<Response> => await app.request(LOCAL + path)
  const post = async (path: string, body: unknown): Promise<Response> => await app.request(LOCAL + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return { scripts, get, post, json: async <T>(path: string): Promise<T> => await (await get(path)).json() as T }
}

describe('several servers', () => {
  it('make one morning of those in production, and cost none of them anything', async () => {
    const { json, scripts } = await aServed()
    const { servers, others, problems } = await json<MorningAnswer>('/api/morning')
    expect(servers).toEqual([{ name: 'eu', server: null }, { name: 'us', server: 'us' }])
    expect(others).toMatchObject([{ name: 'staging', role: 'other', verdict: { status: 'attention' } }])
    expect(problems.map(({ server, jobs: [job] }) => [server, job?.runId])).toEqual([[null, 'run-of-eu'], ['us', 'run-of-us']])
    expect(scripts.flatMap(({ asked }) => asked)).toEqual([])
  })

  it('are each shown alone where one is asked for, whatever its role', async () => {
    const { json } = await aServed()
    const { servers, others, problems } = await json<MorningAnswer>('/api/morning?server=staging')
    expect([servers, others.map(({ name }) => name)]).toEqual([[{ name: 'staging', server: 'staging' }], ['eu', 'us']])
    expect(problems).toMatchObject([{ server: 'staging', jobs: [{ runId: 'run-of-staging' }] }])
  })

  it('answer for themselves: an address without a name means the first', async () => {
    const { json, get, scripts } = await aServed()
    expect((await json<RunAnswer>('/api/runs/run-of-eu')).run.id).toBe('run-of-eu')
    expect((await json<RunAnswer>('/api/runs/run-of-us?server=us')).run.id).toBe('run-of-us')
    expect((await get('/api/runs/run-of-us')).status).toBe(404)
    expect(scripts[2]?.asked).toEqual([])
  })

  it('are acted on alone, and each keeps what was done to it', async () => {
    const { post, json, scripts } = await aServed()
    expect((await post('/api/runs/run-of-us/acts?server=us', { act: 'retry', by: 'Kim' })).status).toBe(200)
    expect((await post('/api/runs/run-of-us/acts', { act: 'retry', by: 'Kim' })).status).toBe(404)
    const { runs, goneCount } = await (await post('/api/acts/preview?server=us', { runIds: ['run-of-us', 'run-of-eu'] })).json() as PreviewAnswer
    expect([runs.map(({ run }) => run.id), goneCount]).toEqual([['run-of-us'], 1])
    expect(scripts.map(({ asked }) => asked.includes('retryRun'))).toEqual([false, true, false])
    expect([(await json<AuditAnswer>('/api/audit?server=us')).acts.length, (await json<AuditAnswer>('/api/audit')).acts.length]).toEqual([1, 0])
  })

  it('are named by a 404 that is not one of them', async () => {
    const { get } = await aServed()
    const response = await get('/api/flows?server=prod')
    expect([response.status, await response.json()]).toMatchObject([404, { message: 'server must be the name of a configured server: eu, us, staging.' }])
  })

  it('do not hide one another where one is down, and are not green then', async () => {
    const { json, get } = await aServed({ usIsDown: true })
    const { verdict, problems, incomplete, complete } = await json<MorningAnswer>('/api/morning')
    expect(problems.map(({ server }) => server)).toEqual([null])
    expect([verdict.status, complete]).toEqual(['attention', false])
    expect(incomplete.some(({ reason }) => reason.startsWith('us: '))).toBe(true)
    expect((await json<ServerAnswer>('/api/server')).servers.map(({ name, state }) => [name, state])).toEqual([['eu', 'up'], ['us', 'down'], ['staging', 'up']])
    expect((await get('/readyz')).status).toBe(200)
  })

  it('keep what is known of one from the same trouble of another', async () => {
    const { json, post } = await aServed()
    const { problems } = await json<MorningAnswer>('/api/morning')
    const ofUs = problems.find(({ server }) => server === 'us')
    expect((await post('/api/acknowledgements?server=us', { subject: { kind: 'problem', problemId: ofUs?.id }, until: { kind: 'good-again' }, note: '', by: '' })).status).toBe(200)
    expect((await json<MorningAnswer>('/api/morning')).problems.map(({ server, section }) => [server, section])).toEqual([[null, 'needs-you'], ['us', 'known']])
    expect((await json<AcknowledgementsAnswer>('/api/acknowledgements')).active).toEqual([])
    expect((await json<AcknowledgementsAnswer>('/api/acknowledgements?server=us')).active).toHaveLength(1)
  })

  it('are all searched for a name, each find with its server', async () => {
    const { json } = await aServed()
    const { servers } = await json<SearchAnswer>('/api/search?q=led')
    expect(servers.map(({ server, flows }) => [server, flows.length])).toEqual([[null, 1], ['us', 1], ['staging', 1]])
  })
})
