import { describe, expect, it } from 'vitest'
import type { ActOutcome, AuditAnswer } from '../../shared/api/acts.ts'
import type { RunAnswer } from '../../shared/api/run.ts'
import { aDeployment, aFlow, aFlowRun, aRunState } from '../../shared/model/build.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { aFailure, anApp, aScript, NOW } from '../build.ts'
import { DataFolderError } from '../memory/data-folder.ts'

const LOCAL = 'http://127.0.0.1:4280'
const FAILED = aFlowRun({ expectedStartAt: NOW - 1_000, endedAt: NOW, runCount: 1, state: aRunState({ type: 'FAILED', at: NOW }) })

async function aServed({ run = FAILED, actions = true }: { run?: FlowRun, actions?: boolean } = {}) {
  const served = anApp({ script: aScript({ flows: [aFlow()], deployments: [aDeployment()], runs: [run] }), actions })
  await served.shown.watcher.readOnce()
  const { script } = served
  script.asked.length = 0
  const act = async (body: object, headers: Record<string, string> = {}): Promise<Response> =>
    await served.app.request(`${LOCAL}/api/runs/run-1/acts`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ by: '', ...body }) })
  const get = async <T>(path: string): Promise<T> => await (await served.app.request(LOCAL + path)).json() as T
  return { ...served, act, get, outcomeOf: async (body: object): Promise<ActOutcome> => await (await act(body)).json() as ActOutcome, acts: async () => (await get<AuditAnswer>('/api/audit?run=run-1')).acts }
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
    expect(await acts()).toMatchObject([{ act: 'retry', runId: 'run-1', by: 'Kim', as: 'loopback', outcome: { status: 'accepted' } }])
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
  it('stands behind the doors', async () => {
    const { act } = await aServed()
    expect((await act({ act: 'retry' }, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await act({ act: 'retry' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await act({ act: 'retry' }, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await act({ act: 'explode' })).status).toBe(400)
  })
})
