import { describe, expect, it } from 'vitest'
import type { ActOutcome, AuditAnswer, DeploymentActsAnswer, InputAnswer, PreviewAnswer } from '../../shared/api/acts.ts'
import type { RunAnswer } from '../../shared/api/run.ts'
import { aDeployment, aFlow, aFlowRun, aRunState } from '../../shared/model/build.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { aFailure, anApp, aScript, NOW, type Script } from '../build.ts'
import { DataFolderError } from '../memory/data-folder.ts'

const LOCAL = 'http://127.0.0.1:4280'
const FAILED = aFlowRun({ expectedStartAt: NOW - 1_000, endedAt: NOW, runCount: 1, state: aRunState({ type: 'FAILED', at: NOW }) })

const PAUSED = aFlowRun({ startedAt: NOW - 5_000, runCount: 1, state: aRunState({ type: 'PAUSED', name: 'Suspended', at: NOW }) })
const RUNNING = aFlowRun({ startedAt: NOW - 5_000, runCount: 1, state: aRunState({ type: 'RUNNING', at: NOW - 5_000 }) })

async function aServed({ run = FAILED, actions = true, script: given = {} }: { run?: FlowRun, actions?: boolean, script?: Partial<Script> } = {}) {
  const served = anApp({ script: aScript({ flows: [aFlow()], deployments: [aDeployment()], runs: [run], ...given }), actions })
  await served.shown.watcher.readOnce()
  const { script } = served
  script.asked.length = 0
  const post = async (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
    await served.app.request(LOCAL + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
  const act = async (body: object, headers: Record<string, string> = {}): Promise<Response> => await post('/api/runs/run-1/acts', { by: '', ...body }, headers)
  const get = async <T>(path: string): Promise<T> => await (await served.app.request(LOCAL + path)).json() as T
  return { ...served, act, post, get, outcomeOf: async (body: object): Promise<ActOutcome> => await (await act(body)).json() as ActOutcome, acts: async () => (await get<AuditAnswer>('/api/audit?run=run-1')).acts }
}

describe('POST /api/runs/ID/acts', () => {
  it('is refused while acting is off, and no act is offered', async () => {
    const { act, script, get } = await aServed({ actions: false })
    expect((await act({ act: 'retry' })).status).toBe(403)
    expect(script.asked).toEqual([])
    expect((await get<RunAnswer>('/api/runs/run-1')).acts).toEqual([])
  })
  it('tells what Prefect said, though it says 200 to what it refuses', async () => {
    const { outcomeOf, script } = await aServed()
    expect(await outcomeOf({ act: 'retry' })).toEqual({ status: 'accepted', reason: null, madeRunId: null })
    script.proposed = { status: 'refused', reason: 'Cannot reschedule a run without an associated deployment.' }
    expect(await outcomeOf({ act: 'retry' })).toMatchObject({ status: 'refused', reason: 'Cannot reschedule a run without an associated deployment.' })
  })
  it('is written down with who did it, before it is sent', async () => {
    const { act, acts, shown, script } = await aServed()
    const { begin } = shown.memory.acts
    shown.memory.acts.begin = (given) => {
      expect(script.asked).not.toContain('retryRun')
      return begin(given)
    }
    await act({ act: 'retry', by: 'Kim' })
    expect(await acts()).toMatchObject([{ act: 'retry', subject: { kind: 'run', id: 'run-1' }, by: 'Kim', as: 'loopback', outcome: { status: 'accepted' } }])
  })
  it('is not sent where it cannot be written down', async () => {
    const { act, shown, script } = await aServed()
    shown.memory.acts.begin = () => {
      throw new DataFolderError('the disk is full')
    }
    expect((await act({ act: 'retry' })).status).toBe(503)
    expect(script.asked).not.toContain('retryRun')
  })
  it('is sent once, and nobody knows what came of it without an answer', async () => {
    const { outcomeOf, acts, script, shown } = await aServed()
    await shown.reads.getFlowRun('run-1')
    script.failureOf = {}
    const retry = shown.acts.retryRun
    shown.acts.retryRun = async (id) => {
      script.failure = aFailure('timed-out')
      try {
        return await retry(id)
      }
      finally {
        script.failure = null
      }
    }
    expect(await outcomeOf({ act: 'retry' })).toMatchObject({ status: 'unknown' })
    expect(script.asked.filter(name => name === 'retryRun')).toHaveLength(1)
    expect((await acts())[0]?.outcome?.status).toBe('unknown')
  })
  it('runs again with the run\'s own parameters but for those given, under a key of its own', async () => {
    const { outcomeOf, script, acts } = await aServed()
    expect(await outcomeOf({ act: 'run-again', parameters: { day: 2 } })).toEqual({ status: 'accepted', reason: null, madeRunId: 'made' })
    const { id, edited } = (await acts())[0]!
    expect(script.made).toEqual([{ deploymentId: 'deployment-1', parameters: { day: 2, db_password: 'hunter2' }, idempotencyKey: `first-light ${id}` }])
    expect(edited).toEqual(['day'])
  })
  it('never sends what stands for a secret as one', async () => {
    const { act, script } = await aServed()
    expect((await act({ act: 'run-again', parameters: { config: { password: '•••' } } })).status).toBe(400)
    expect(script.made).toEqual([])
  })
  it.each([
    ['a run without a deployment', { ...FAILED, deploymentId: null }, 'retry'],
    ['a run that is over', FAILED, 'cancel'],
    ['a run that runs', { ...FAILED, endedAt: null, state: aRunState({ type: 'RUNNING' }) }, 'retry'],
  ] as const)('is not sent for %s', async (_, run, name) => {
    const { act, script } = await aServed({ run })
    expect((await act({ act: name })).status).toBe(409)
    expect(script.asked.filter(asked => asked.endsWith('Run') && asked !== 'getFlowRun')).toEqual([])
  })
  it('is to be tried again where Prefect was too busy to do anything', async () => {
    const { outcomeOf, shown } = await aServed()
    shown.acts.retryRun = async () => {
      throw aFailure('rejected', { status: 503 })
    }
    expect(await outcomeOf({ act: 'retry' })).toMatchObject({ status: 'later' })
    shown.acts.retryRun = async () => {
      throw aFailure('rejected', { status: 500 })
    }
    expect(await outcomeOf({ act: 'retry' })).toMatchObject({ status: 'unknown' })
  })
  it('looks at the run anew, whatever was read a moment ago', async () => {
    const { act, get, script } = await aServed()
    expect((await get<RunAnswer>('/api/runs/run-1')).acts).toContain('retry')
    script.runs = [RUNNING]
    expect((await act({ act: 'retry' })).status).toBe(409)
    expect(script.asked).not.toContain('retryRun')
  })
  it('is refused where the run is in another state than it was seen in', async () => {
    const { act, script } = await aServed()
    const answer = await act({ act: 'retry', stateAt: new Date(NOW - 60_000).toISOString() })
    expect([answer.status, await answer.json()]).toMatchObject([409, { message: 'It changed meanwhile: it is Failed now.' }])
    expect(script.asked).not.toContain('retryRun')
    expect((await act({ act: 'retry', stateAt: new Date(NOW).toISOString() })).status).toBe(200)
  })
  it('tells what came of it though that cannot be written down', async () => {
    const { outcomeOf, shown, acts } = await aServed()
    shown.memory.acts.finish = () => {
      throw new DataFolderError('the disk is full')
    }
    expect(await outcomeOf({ act: 'retry' })).toMatchObject({ status: 'accepted' })
    expect((await acts())[0]?.outcome).toBeNull()
  })
  it('suspends under a key of its own, for as long as was said', async () => {
    const { outcomeOf, acts, script } = await aServed({ run: RUNNING })
    await outcomeOf({ act: 'suspend' })
    await outcomeOf({ act: 'suspend', lastsMs: 3_600_000 })
    const keys = (await acts()).map(({ id }) => id)
    expect(script.paused).toEqual(expect.arrayContaining([{ key: expect.toBeOneOf(keys) as string, untilAt: null }, { key: expect.toBeOneOf(keys) as string, untilAt: NOW + 3_600_000 }]))
  })
  it('resumes with the input, whose values are not written down', async () => {
    const { outcomeOf, acts, script } = await aServed({ run: PAUSED })
    await outcomeOf({ act: 'resume' })
    await outcomeOf({ act: 'resume', input: { approved: true, note: 'hunter2' } })
    expect(script.paused).toEqual([null, { approved: true, note: 'hunter2' }])
    expect((await acts()).map(({ edited }) => edited)).toEqual(expect.arrayContaining([['approved', 'note'], []]))
    expect(JSON.stringify(await acts())).not.toContain('hunter2')
  })
  it('stands behind the doors', async () => {
    const { act } = await aServed()
    expect((await act({ act: 'retry' }, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await act({ act: 'retry' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await act({ act: 'retry' }, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await act({ act: 'explode' })).status).toBe(400)
  })
})

describe('GET /api/runs/ID/input', () => {
  const asks = { pauses: new Map([['run-1', { untilAt: NOW + 60_000, isSuspended: true, inputKeys: { schema: 's', description: 'd' } }]]), input: { schema: { properties: { approved: { type: 'boolean' } } }, description: 'Sure?' } }

  it('tells what a paused run asks for, and its head until when', async () => {
    const { get } = await aServed({ run: PAUSED, script: asks })
    expect((await get<RunAnswer>('/api/runs/run-1')).pause).toEqual({ until: new Date(NOW + 60_000).toISOString(), isSuspended: true, wantsInput: true })
    expect(await get<InputAnswer>('/api/runs/run-1/input')).toEqual(asks.input)
  })
  it('answers 404 where it asks for nothing', async () => {
    const { app, script } = await aServed({ run: PAUSED })
    expect((await app.request(`${LOCAL}/api/runs/run-1/input`)).status).toBe(404)
    expect(script.asked).not.toContain('getRunInput')
  })
})

describe('POST /api/acts/preview', () => {
  it('tells of each run what cannot be done and why, and changes nothing', async () => {
    const { post, script } = await aServed({ script: { runs: [FAILED, { ...RUNNING, id: 'run-2' }] } })
    const { runs, goneCount } = await (await post('/api/acts/preview', { runIds: ['run-2', 'run-1', 'run-9', 'run-1'] })).json() as PreviewAnswer
    expect(runs.map(({ run, refusals }) => [run.id, Object.keys(refusals)])).toEqual([['run-2', ['retry', 'resume']], ['run-1', ['resume', 'cancel', 'suspend']]])
    expect([runs[1]?.refusals.cancel, goneCount]).toEqual(['It is over: Failed.', 1])
    expect(script.asked).toEqual(['listRunsById'])
  })
  it('takes 200 runs at most, and none while acting is off', async () => {
    const ids = Array.from({ length: 201 }, (_, index) => `run-${index}`)
    expect((await (await aServed()).post('/api/acts/preview', { runIds: ids })).status).toBe(400)
    expect((await (await aServed()).post('/api/acts/preview', { runIds: [] })).status).toBe(400)
    expect((await (await aServed({ actions: false })).post('/api/acts/preview', { runIds: ['run-1'] })).status).toBe(403)
  })
})

describe('acts on a deployment', () => {
  const ADDRESS = '/api/deployments/deployment-1/acts'
  const waiting = (id: string, given: Partial<FlowRun> = {}): FlowRun => aFlowRun({ id, autoScheduled: true, runCount: 0, expectedStartAt: NOW + 60_000, state: aRunState({ type: 'SCHEDULED', name: 'Scheduled' }), ...given })
  const RUNS = [
    waiting('due'), waiting('late', { expectedStartAt: NOW - 60_000, state: aRunState({ type: 'SCHEDULED', name: 'Late' }) }),
    waiting('by-hand', { autoScheduled: false }), waiting('tried', { runCount: 1 }), waiting('in-line', { state: aRunState({ type: 'SCHEDULED', name: 'AwaitingConcurrencySlot' }) }),
  ]

  it('tell beforehand which runs a pause deletes', async () => {
    const { get } = await aServed({ script: { runs: RUNS } })
    expect(await get<DeploymentActsAnswer>(ADDRESS)).toEqual({ act: 'pause-deployment', removed: { count: 2, lateCount: 1, isWhole: true } })
  })
  it('are written down before they are sent, and told with the deployment', async () => {
    const { post, get, shown, script } = await aServed()
    const { begin } = shown.memory.acts
    shown.memory.acts.begin = (given) => {
      expect(script.asked).not.toContain('pauseDeployment')
      return begin(given)
    }
    expect(await (await post(ADDRESS, { act: 'pause-deployment', by: 'Kim' })).json()).toEqual({ status: 'accepted', reason: null, madeRunId: null })
    expect(script.asked).toContain('pauseDeployment')
    const { acts } = await get<AuditAnswer>('/api/audit?deployment=deployment-1')
    expect(acts).toMatchObject([{ act: 'pause-deployment', subject: { kind: 'deployment', id: 'deployment-1', name: 'ledger/nightly' }, by: 'Kim', outcome: { status: 'accepted' } }])
    expect((await get<AuditAnswer>('/api/audit?run=deployment-1')).acts).toEqual([])
  })
  it('are refused where somebody was faster, where it is gone, and while acting is off', async () => {
    const { post, script } = await aServed({ script: { deployments: [aDeployment({ paused: true })] } })
    expect((await post(ADDRESS, { act: 'pause-deployment', by: '' })).status).toBe(409)
    expect((await post('/api/deployments/other/acts', { act: 'pause-deployment', by: '' })).status).toBe(404)
    expect((await post(ADDRESS, { act: 'resume-deployment', by: '' }, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await (await aServed({ actions: false })).post(ADDRESS, { act: 'resume-deployment', by: '' })).status).toBe(403)
    expect(script.asked).not.toContain('pauseDeployment')
  })
  it('leave unknown what nobody answered', async () => {
    const { post, shown } = await aServed()
    shown.acts.pauseDeployment = async () => {
      throw aFailure('timed-out')
    }
    expect(await (await post(ADDRESS, { act: 'pause-deployment', by: '' })).json()).toMatchObject({ status: 'unknown' })
  })
})
