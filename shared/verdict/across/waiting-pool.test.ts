import { describe, expect, it } from 'vitest'
import type { ProblemAnswer } from '../../api/morning.ts'
import { aRunState } from '../../model/build.ts'
import type { WorkPool, WorkQueue } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, night, nightly, nights, NOW } from '../build.ts'
import type { Picture } from '../picture.ts'

const MINUTE = 60_000
const POOL: WorkPool = { name: 'gpu', type: 'kubernetes', paused: false, status: 'READY', concurrencyLimit: null }
const QUEUE: WorkQueue = { name: 'heavy', workPool: 'gpu', paused: false, concurrencyLimit: null, lastPolledAt: null }
const pools = (given: Partial<WorkPool>) => ({ workPools: new Map([['gpu', { ...POOL, ...given }]]) })

const waiting = (index: number, given: Partial<FlowRun> = {}): FlowRun =>
  night(0, 'SCHEDULED', { id: `waiting ${index}`, deploymentId: `deployment-${index}`, workPool: 'gpu', startedAt: null, endedAt: null, ranForMs: null, runCount: 0, state: aRunState({ type: 'SCHEDULED', name: 'Late' }), ...given })

const nameOf = (index: number) => ({ id: `deployment-${index}`, name: `n${index}`, workPool: 'gpu' })

/** So many jobs whose run of tonight waits in pool gpu. */
function backlog(count: number, given: Partial<Picture> = {}, run: Partial<FlowRun> = {}): ProblemAnswer[] {
  const indexes = Array.from({ length: count }, (_, index) => index + 1)
  return answerOf(aPicture({
    deployments: inventory(...indexes.map(index => nightly(nameOf(index)))),
    ...given,
    runs: [...indexes.flatMap(index => [...nights(13, 1, { deploymentId: `deployment-${index}`, workPool: 'gpu' }), waiting(index, run)]), ...given.runs ?? []],
  })).problems
}

const holder = (index: number): FlowRun => night(0, 'RUNNING', { id: `holder ${index}`, name: `holder-${index}`, deploymentId: null, autoScheduled: false, workPool: 'gpu', startedAt: NOW - index * MINUTE, endedAt: null, state: aRunState({ type: 'RUNNING', at: NOW - index * MINUTE }) })

describe('runs that wait in one pool', () => {
  it('are its one problem past five, with their number and the oldest', () => {
    const problems = backlog(6, pools({}))
    expect(problems).toMatchObject([{ kind: 'pool', section: 'needs-you', title: 'work pool gpu does not keep up, cause not known: 6 waiting, oldest 4 h, none started in the last hour' }])
    expect(problems[0]?.jobs).toHaveLength(6)
  })

  it('stay problems of their jobs up to five', () => {
    expect(backlog(5, pools({})).map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'late'))
  })

  it('are told with their pace and when they will have begun', () => {
    const begun = Array.from({ length: 4 }, (_, index) => night(0, 'COMPLETED', { id: `begun ${index}`, deploymentId: null, autoScheduled: false, workPool: 'gpu', startedAt: NOW - (index + 1) * 10 * MINUTE, endedAt: NOW - MINUTE }))
    expect(backlog(8, { ...pools({}), runs: begun })[0]?.title).toContain('8 waiting, oldest 4 h, 4 an hour, clear about 09:00')
  })

  it('name a silent pool and when its worker was last heard', () => {
    const [problem] = backlog(6, { ...pools({ status: 'NOT_READY' }), workers: new Map([['gpu', [{ name: 'w-1', workPool: 'gpu', online: false, lastHeartbeatAt: Date.parse('2026-11-24T01:58:00Z') }]]]) })
    expect(problem).toMatchObject({ kind: 'pool', cause: { text: 'no worker is online in gpu' } })
    expect(problem?.evidence.map(({ text }) => text)).toContain('worker w-1 was last heard 01:58')
  })

  it('keep the problem\'s id when the sixth joins a known cause', () => {
    expect(backlog(6, pools({ status: 'NOT_READY' }))[0]?.id).toBe(backlog(5, pools({ status: 'NOT_READY' }))[0]?.id)
  })

  it('name the runs that hold the places of its limit', () => {
    const [problem] = backlog(6, { ...pools({ concurrencyLimit: 2 }), runs: [holder(1), holder(2)] })
    expect(problem).toMatchObject({ kind: 'pool', cause: { text: 'work pool gpu is at its limit of 2' } })
    expect(problem?.evidence.filter(({ text }) => text.includes('holds a place')).map(({ runId }) => runId)).toEqual(['holder 2', 'holder 1'])
  })

  it.each([
    ['paused', { paused: true }, 'work queue gpu/heavy is paused'],
    ['shut', { concurrencyLimit: 0 }, 'work queue gpu/heavy has a limit of 0'],
    ['full', { concurrencyLimit: 1 }, 'work queue gpu/heavy is at its limit of 1'],
  ] as const)('are a queue\'s problem when that is %s', (_, queue, text) => {
    const problems = backlog(6, { ...pools({}), workQueues: [{ ...QUEUE, ...queue }], runs: [{ ...holder(1), workQueue: 'heavy' }] }, { workQueue: 'heavy' })
    expect(problems).toMatchObject([{ kind: 'pool', cause: { text } }])
  })

  it.each(['ecs:push', 'prefect:managed'])('say nothing of workers in a pool of type %s', (type) => {
    const [problem] = backlog(6, { ...pools({ type, status: 'NOT_READY' }), workers: new Map([['gpu', []]]) })
    expect(problem?.cause?.text).toBe('work pool gpu does not keep up, cause not known')
    expect(problem?.evidence.some(({ text }) => text.includes('worker'))).toBe(false)
  })

  it('are the job\'s own affair when it waits for its own limit', () => {
    const run = { state: aRunState({ type: 'SCHEDULED' as const, name: 'AwaitingConcurrencySlot' }) }
    const problems = backlog(6, pools({}), run)
    expect(problems).toHaveLength(6)
    expect(problems[0]).toMatchObject({ kind: 'late', cause: { text: 'it waits for a concurrency slot' } })
  })
})
