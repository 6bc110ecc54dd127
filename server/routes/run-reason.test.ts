import { describe, expect, it } from 'vitest'
import type { ReasonAnswer } from '../../shared/api/reason.ts'
import { HOUR_MS } from '../../shared/expectations/thresholds.ts'
import { aDeployment, aFlow, aFlowRun, aRunState, aTaskRun } from '../../shared/model/build.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { aFailure, anApp, aScript, NOW, type Script } from '../build.ts'

const LOCAL = 'http://127.0.0.1:4280'
const FAILED_AT = NOW - HOUR_MS + 60_000

function aFailedRun(message: string | null, given: Partial<FlowRun> = {}): FlowRun {
  const at = NOW - HOUR_MS
  return aFlowRun({ id: 'failed', createdAt: at, expectedStartAt: at, startedAt: at + 5_000, endedAt: FAILED_AT, ranForMs: 55_000, runCount: 1, state: aRunState({ type: 'FAILED', at: FAILED_AT, message }), ...given })
}

function aFailedTask(id: string, said: string, given: Partial<TaskRun> = {}): TaskRun {
  return aTaskRun({ id, name: id, flowRunId: 'failed', startedAt: FAILED_AT - 10_000, endedAt: FAILED_AT - 1_000, runCount: 3, state: aRunState({ type: 'FAILED', at: FAILED_AT - 1_000, message: `Task run encountered an exception ${said}` }), ...given })
}

function aLine(id: string, given: Partial<LogLine> = {}): LogLine {
  return { id, at: FAILED_AT, level: 40, logger: 'prefect.flow_runs', message: id, flowRunId: 'failed', taskRunId: null, ...given }
}

async function aServed(given: Partial<Script>) {
  const script = aScript({ flows: [aFlow()], deployments: [aDeployment()], ...given })
  const served = anApp({ script })
  await served.shown.watcher.readOnce()
  script.asked.length = 0
  const get = async (id: string): Promise<Response> => await served.app.request(`${LOCAL}/api/runs/${id}/reason`)
  return { script, clock: served.clock, get, reasonOf: async (id = 'failed'): Promise<ReasonAnswer> => await (await get(id)).json() as ReasonAnswer }
}

const TRACEBACK = (headline: string): string => `Task run failed with exception: x\nTraceback (most recent call last):\n  File "/opt/flows/a.py", line 3, in load\n    load()\n${headline}`

describe('GET /api/runs/ID/reason', () => {
  it('names the first failed task with its attempt, its traceback and the lines around', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => aLine(`l${index}`, { at: FAILED_AT - 60 + index, level: index === 30 ? 40 : 20, taskRunId: index === 30 ? 'load' : null, message: index === 30 ? TRACEBACK('KeyError: 1') : `line ${index}` }))
    const { reasonOf } = await aServed({ runs: [aFailedRun('Flow run encountered an exception: KeyError: 1')], tasks: [aFailedTask('load', 'KeyError: 1')], logs: new Map([['failed', lines]]) })
    const { reason } = await reasonOf()
    expect(reason).toMatchObject({ title: 'KeyError: 1', source: 'log', root: { kind: 'task', path: [{ runId: 'failed', flow: 'ledger' }], task: { id: 'load', attempt: 3 } }, around: { errorId: 'l30' } })
    expect(reason?.text).toContain('line 3, in load')
    expect(reason?.around?.lines.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => `l${index + 20}`))
  })

  it('goes down to the child run in which it began', async () => {
    const child = aFailedRun('Flow run encountered an exception: OSError: gone', { id: 'child', deploymentId: null, parentTaskRunId: 'stand-in' })
    const tasks = [aFailedTask('stand-in', 'OSError: gone', { childFlowRunId: 'child' }), aFailedTask('deep', 'OSError: gone', { flowRunId: 'child' })]
    const { reasonOf } = await aServed({ runs: [aFailedRun('Flow run encountered an exception: OSError: gone'), child], tasks })
    expect((await reasonOf()).reason?.root).toMatchObject({ path: [{ runId: 'failed' }, { runId: 'child' }], task: { id: 'deep' } })
  })

  it('stops at a child run that was deleted, and says so', async () => {
    const { reasonOf } = await aServed({ runs: [aFailedRun('1/1 states failed.')], tasks: [aFailedTask('stand-in', 'OSError: gone', { childFlowRunId: 'gone' })] })
    expect(await reasonOf()).toMatchObject({ reason: { title: 'OSError: gone', root: { task: { id: 'stand-in' } } }, incomplete: ['The child run in which it began is no longer there.'] })
  })

  it('reads the log where the state says nothing', async () => {
    const { reasonOf } = await aServed({ runs: [aFailedRun(null)], logs: new Map([['failed', [aLine('l', { message: 'Traceback (most recent call last):\nOSError: gone' })]]]) })
    expect((await reasonOf()).reason).toMatchObject({ source: 'log', text: expect.stringContaining('OSError: gone') as string })
  })

  it('shows the traceback of the very exception the state names, and no other', async () => {
    const reasonFor = async (headline: string): Promise<ReasonAnswer['reason']> => {
      const { reasonOf } = await aServed({ runs: [aFailedRun('KeyError: customer')], logs: new Map([['failed', [aLine('l', { message: `Traceback (most recent call last):\n${headline}` })]]]) })
      return (await reasonOf()).reason
    }
    expect(await reasonFor('KeyError: customer')).toMatchObject({ title: 'KeyError: customer', source: 'log', text: expect.stringContaining('Traceback') as string })
    expect(await reasonFor('TimeoutError: tried again, then fine')).toMatchObject({ source: 'state', text: 'KeyError: customer', around: { errorId: null } })
  })

  it('is not told without its tasks, rather than wrongly', async () => {
    const { get, script } = await aServed({ runs: [aFailedRun('KeyError: 1')], failureOf: { listTaskRunsIn: aFailure('timed-out') } })
    expect((await get('failed')).status).toBe(504)
    script.failureOf = {}
    expect((await get('failed')).status).toBe(200)
  })

  it('says what a running run does, and how many tasks are usual', async () => {
    const good = aFlowRun({ id: 'good', expectedStartAt: NOW - 25 * HOUR_MS, startedAt: NOW - 25 * HOUR_MS, endedAt: NOW - 24 * HOUR_MS, runCount: 1, state: aRunState({ type: 'COMPLETED', at: NOW - 24 * HOUR_MS }) })
    const running = aFailedRun(null, { endedAt: null, state: aRunState({ type: 'RUNNING', at: NOW - HOUR_MS }) })
    const done = aRunState({ type: 'COMPLETED' })
    const tasks = [aFailedTask('load', '', { state: aRunState({ type: 'RUNNING' }), endedAt: null }), aTaskRun({ id: 'a', flowRunId: 'failed', state: done }), aTaskRun({ id: 'b', flowRunId: 'good', state: done }), aTaskRun({ id: 'c', flowRunId: 'good', state: done })]
    const { reasonOf } = await aServed({ runs: [good, running], tasks, logs: new Map([['failed', [aLine('first'), aLine('last')]]]) })
    expect(await reasonOf()).toMatchObject({ doing: { atWork: { count: 1, tasks: [{ id: 'load' }] }, completedCount: 1, usualTaskCount: 2, lastLine: { id: 'last' } }, lastGoodRunId: 'good', live: true })
  })

  it('says why a run is late, or that nobody knows', async () => {
    const late = (given: Partial<FlowRun>): FlowRun => aFlowRun({ id: 'late', createdAt: NOW - HOUR_MS, expectedStartAt: NOW - HOUR_MS, state: aRunState({ type: 'SCHEDULED', name: 'Late', at: NOW - HOUR_MS }), ...given })
    const silent = await aServed({ runs: [late({ workPool: 'gpu' })], workPools: [{ name: 'gpu', type: 'process', paused: false, status: 'NOT_READY', concurrencyLimit: null }] })
    expect((await silent.reasonOf('late')).reason).toMatchObject({ title: expect.stringContaining('has not started') as string, text: expect.stringContaining('no worker is online in gpu') as string, root: null })
    const unknown = await aServed({ runs: [late({})] })
    expect((await unknown.reasonOf('late')).reason?.text).toContain('not known')
  })

  it('has nothing to explain for a good run', async () => {
    const { reasonOf } = await aServed({ runs: [aFailedRun(null, { state: aRunState({ type: 'COMPLETED', at: FAILED_AT }) })] })
    expect(await reasonOf()).toMatchObject({ reason: null, doing: null, changes: [] })
  })

  it('names the job variables that differ, without their values', async () => {
    const good = aFlowRun({ id: 'good', expectedStartAt: NOW - 25 * HOUR_MS, state: aRunState({ type: 'COMPLETED' }) })
    const { reasonOf } = await aServed({ runs: [good, aFailedRun('KeyError: 1', { deploymentVersion: '2' })], setups: new Map([['good', { image: 'flows:6' }]]) })
    expect((await reasonOf()).changes).toEqual(['2 job variables differ: env, image'])
  })

  it('reads what is long over once', async () => {
    const { get, script, clock } = await aServed({ runs: [aFailedRun('KeyError: 1')] })
    await get('failed')
    const count = script.asked.length
    clock.now += 20_000
    await get('failed')
    expect(script.asked.slice(count).filter(name => name !== 'getFlowRun' && name !== 'listRuns')).toEqual([])
  })
})
