import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import { aDeployment, aFlow, aFlowRun, aRunState } from '../../shared/model/build.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { LogLine } from '../../shared/model/log-line.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { aFailure, aScript, aShown, NOW, type Script } from '../build.ts'
import type { Watcher } from './watcher.ts'

const good = (id: string, agoMs: number, given: Partial<FlowRun> = {}): FlowRun => {
  const at = NOW - agoMs
  return aFlowRun({ id, createdAt: at, expectedStartAt: at, startedAt: at, endedAt: at + MINUTE_MS, ranForMs: MINUTE_MS, runCount: 1, state: aRunState({ type: 'COMPLETED', at: at + MINUTE_MS }), ...given })
}
const running = (id: string, agoMs: number): FlowRun => good(id, agoMs, { endedAt: null, state: aRunState({ type: 'RUNNING', at: NOW - agoMs }) })
const line = (flowRunId: string, agoMs: number, given: Partial<LogLine> = {}): LogLine => ({ id: `${flowRunId} ${agoMs}`, at: NOW - agoMs, level: 20, logger: 'prefect.flow_runs', message: 'a line', flowRunId, taskRunId: null, ...given })
const error = (flowRunId: string, agoMs: number, given: Partial<LogLine> = {}): LogLine => line(flowRunId, agoMs, { level: 40, message: 'KeyError: 1', ...given })
const logsOf = (...lines: LogLine[]): Map<string, LogLine[]> => new Map([...new Set(lines.map(({ flowRunId }) => flowRunId!))].map(id => [id, lines.filter(({ flowRunId }) => flowRunId === id)]))

interface Watched {
  script: Script
  watcher: Watcher
  /** Lets time pass, reads, and gives what was asked. */
  read: (laterMs?: number) => Promise<string[]>
}

function aWatched(given: Partial<Script>): Watched {
  const script = aScript({ flows: [aFlow()], deployments: [aDeployment()], ...given })
  const clock = { now: NOW }
  const { watcher } = aShown(script, clock)
  return {
    script,
    watcher,
    async read(laterMs = 0) {
      clock.now += laterMs
      script.asked.length = 0
      await watcher.readOnce()
      return [...script.asked]
    },
  }
}

/** As many refreshes as it takes until one may ask for logs again, what else is due going first; gives what they asked together. */
async function untilLogs({ read }: Watched): Promise<string[]> {
  return [...await read(MINUTE_MS), ...await read(15_000), ...await read(15_000)]
}

describe('signs of life', () => {
  it('are the heartbeats of all running runs at once, and the lines of those without', async () => {
    const { read, watcher } = aWatched({
      runs: [running('beats', HOUR_MS), running('speaks', 2 * HOUR_MS), running('new', 5 * MINUTE_MS)],
      heartbeats: { byRun: new Map([['beats', { count: 20, firstAt: NOW - HOUR_MS, lastAt: NOW - MINUTE_MS }]]), knownUntilAt: NOW - 30_000 },
      logs: logsOf(line('speaks', 110 * MINUTE_MS), line('speaks', 50 * MINUTE_MS), line('speaks', 20 * MINUTE_MS)),
    })
    const asked = await read()
    expect(asked.filter(name => name === 'getHeartbeats' || name === 'listLastLogs')).toEqual(['getHeartbeats', 'listLastLogs'])
    expect([...watcher.picture().signsOfLife]).toEqual([
      ['speaks', { log: { lastAt: NOW - 20 * MINUTE_MS, readAt: NOW }, heartbeat: null }],
      ['beats', { log: null, heartbeat: { count: 20, firstAt: NOW - HOUR_MS, lastAt: NOW - MINUTE_MS, readAt: NOW - 30_000 } }],
    ])
  })
  it('are lines as well where heartbeats stopped', async () => {
    const { read, watcher } = aWatched({ runs: [running('dead', HOUR_MS)], heartbeats: { byRun: new Map([['dead', { count: 10, firstAt: NOW - HOUR_MS, lastAt: NOW - 20 * MINUTE_MS }]]), knownUntilAt: NOW } })
    await read()
    expect(watcher.picture().signsOfLife.get('dead')?.log).toEqual({ lastAt: null, readAt: NOW })
  })
  it('are those of the present state only', async () => {
    const watched = aWatched({ runs: [running('r', HOUR_MS)], logs: logsOf(line('r', 30 * MINUTE_MS)) })
    await watched.read()
    watched.script.runs = [good('r', HOUR_MS)]
    await untilLogs(watched)
    expect(watched.watcher.picture().signsOfLife.size).toBe(0)
  })
  it('leave the verdict standing, and say so, where they cannot be read', async () => {
    const { read, watcher } = aWatched({ runs: [running('r', HOUR_MS)], failureOf: { getHeartbeats: aFailure('rejected', { status: 500 }) } })
    await read()
    expect(watcher.picture()).toMatchObject({ asOf: NOW, unread: [{ what: 'logs', weighs: 'detail' }] })
  })
})

describe('errors that good runs logged', () => {
  const nights = Array.from({ length: 8 }, (_, index) => good(`night ${index}`, (8 - index) * DAY_MS))
  const tonight = good('tonight', 2 * HOUR_MS)
  const errors = ({ picture }: Watcher): unknown => Object.fromEntries(picture().errorLines)

  it('are counted, and the logs of the good runs before looked into once', async () => {
    const watched = aWatched({ runs: [...nights, tonight], logs: logsOf(error('tonight', 2 * HOUR_MS), error('night 3', 5 * DAY_MS), error('elsewhere', HOUR_MS)) })
    expect((await watched.read()).filter(name => name === 'listLoggedErrors')).toHaveLength(6)
    const known = errors(watched.watcher)
    expect(known).toEqual({ ...Object.fromEntries(nights.map(({ id }) => [id, { count: 0 }])), 'night 3': { count: 1, text: 'KeyError: 1', at: NOW - 5 * DAY_MS }, 'tonight': { count: 1, text: 'KeyError: 1', at: NOW - 2 * HOUR_MS } })
    expect((await untilLogs(watched)).filter(name => name === 'listLoggedErrors')).toHaveLength(1)
    expect(errors(watched.watcher)).toEqual(known)
  })
  it('are none where a retry of the task made them good', async () => {
    const task: TaskRun = { id: 'task', name: 'load', flowRunId: 'tonight', state: aRunState({ type: 'COMPLETED' }), startedAt: null, endedAt: null, ranForMs: null, runCount: 2, flowAttempt: 1, childFlowRunId: null }
    const watched = aWatched({ runs: [...nights, tonight], tasks: [task], logs: logsOf(error('tonight', 2 * HOUR_MS, { taskRunId: 'task' })) })
    await watched.read()
    expect(watched.watcher.picture().errorLines.get('tonight')).toEqual({ count: 0 })
  })
  it('are not asked about runs that failed, or were run again', async () => {
    const runs = [...nights, good('tonight', 2 * HOUR_MS, { state: aRunState({ type: 'FAILED', message: 'KeyError: 1' }) }), good('again', HOUR_MS, { runCount: 2 })]
    const { read, watcher } = aWatched({ runs, logs: logsOf(error('tonight', 2 * HOUR_MS), error('again', HOUR_MS)) })
    await read()
    expect(watcher.picture().errorLines.size).toBe(0)
  })
  it('are searched back for twenty pages, and what was left out is said', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => error('other', index * 1_000))
    const { read, watcher } = aWatched({ runs: [tonight, good('other', 5 * HOUR_MS, { state: aRunState({ type: 'FAILED', message: 'x' }) })], logs: logsOf(...many) })
    const asked = await read()
    expect(asked.filter(name => name === 'listLoggedErrors')).toHaveLength(20)
    expect(watcher.picture().unread).toMatchObject([{ what: 'logs', weighs: 'detail', reason: expect.stringContaining('before 2026-11-23 07:48 UTC') }])
  })
  it('are not searched again for a while after a search failed', async () => {
    const watched = aWatched({ runs: [tonight], failureOf: { listLoggedErrors: aFailure('timed-out') } })
    await watched.read()
    expect(watched.watcher.picture().unread).toMatchObject([{ what: 'logs', weighs: 'detail' }])
    expect(await untilLogs(watched)).not.toContain('listLoggedErrors')
    expect(watched.watcher.picture().unread).toMatchObject([{ what: 'logs', weighs: 'detail' }])
  })
})

describe('what logs cost', () => {
  it('is at most three requests beside a refresh, and none beside the inventory', async () => {
    const runs = [...Array.from({ length: 9 }, (_, index) => running(`running ${index}`, HOUR_MS + index * MINUTE_MS)), ...Array.from({ length: 20 }, (_, index) => good(`night ${index}`, index * HOUR_MS + 2 * HOUR_MS))]
    const { read } = aWatched({ runs, logs: logsOf(...runs.map(({ id }) => error(id, 10 * MINUTE_MS))), heartbeats: { byRun: new Map(), knownUntilAt: null } })
    await read()
    for (let count = 0; count < 40; count += 1)
      expect((await read(15_000)).length).toBeLessThanOrEqual(7)
  })
})
