import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import { aDeployment, aFlow, aFlowRun, aRunState, aSchedule } from '../../shared/model/build.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { NO_CACHE, type PictureCache } from './picture-cache.ts'
import type { KeptPicture } from './picture-reader.ts'
import { isComplete } from '../../shared/verdict/morning-answer.ts'
import { aFailure, aScript, aShown, NOW, type Script } from '../build.ts'

/** A run that ended well `agoMs` before the test's now. */
function aGoodRun(id: string, agoMs: number): FlowRun {
  const at = NOW - agoMs
  return aFlowRun({ id, createdAt: at, expectedStartAt: at, startedAt: at, endedAt: at + 60_000, ranForMs: 60_000, runCount: 1, state: aRunState({ type: 'COMPLETED', at: at + 60_000 }) })
}

function aRunning(id: string, given: Partial<FlowRun> = {}): FlowRun {
  const at = NOW - HOUR_MS
  return aFlowRun({ id, createdAt: at, expectedStartAt: at, startedAt: at, runCount: 1, state: aRunState({ type: 'RUNNING', at }), ...given })
}

function aWatched(given: Partial<Script> = {}, cache: PictureCache = NO_CACHE) {
  const script = aScript({ flows: [aFlow()], deployments: [aDeployment()], ...given })
  const clock = { now: NOW }
  const { watcher } = aShown(script, clock, {}, cache)
  return {
    script,
    clock,
    watcher,
    /** Lets time pass, reads, and gives how long it would wait. */
    async read(laterMs = 0): Promise<number> {
      clock.now += laterMs
      script.asked.length = 0
      return await watcher.readOnce()
    },
    ids: () => watcher.picture().runs.map(({ id }) => id).sort(),
  }
}

describe('the first reading', () => {
  it('is whole over the reach, and knows since when', async () => {
    const { read, ids, watcher } = aWatched({ runs: [aGoodRun('new', HOUR_MS), aGoodRun('old', 13 * DAY_MS), aGoodRun('older', 15 * DAY_MS)] })
    await read()
    expect(ids()).toEqual(['new', 'old'])
    expect(watcher.picture()).toMatchObject({ asOf: NOW, runsKnownFromAt: NOW - 14 * DAY_MS, unread: [], setAsideCount: 0 })
    expect(watcher.health()).toEqual({ state: 'up', trouble: null, version: '3.8.8' })
  })

  it('shows the verdict before the days before are read', async () => {
    const { read, watcher } = aWatched({ runs: [aGoodRun('new', HOUR_MS), aGoodRun('old', 13 * DAY_MS)] })
    const seen: [number, number | null][] = []
    watcher.onRevision(() => seen.push([watcher.picture().runs.length, watcher.picture().asOf]))
    await read()
    expect(seen[0]).toEqual([1, NOW])
    expect(seen.at(-1)).toEqual([2, NOW])
  })

  it('calls no verdict complete before all it rests on is read', async () => {
    const marked = { ...aGoodRun('marked', HOUR_MS), endedAt: NOW - HOUR_MS + 30 * MINUTE_MS }
    const states = [aRunState({ type: 'FAILED' }), aRunState({ type: 'COMPLETED', at: 1 })]
    const { read, script, watcher } = aWatched({ runs: [marked, aGoodRun('old', 13 * DAY_MS)], states: new Map([['marked', states]]) })
    const seen: [boolean, number][] = []
    const look = (): void => void seen.push([isComplete(watcher.picture(), { fromAt: NOW - DAY_MS, toAt: NOW, timeZone: 'UTC' }), watcher.picture().histories.size])
    watcher.onRevision(look)
    // Somebody may look whenever an answer is waited for.
    const { asked } = script
    asked.push = (...names) => {
      look()
      return Array.prototype.push.apply(asked, names)
    }
    await read()
    look()
    expect(seen.filter(([complete]) => complete).every(([, count]) => count === 1)).toBe(true)
    expect(seen.at(-1)).toEqual([true, 1])
  })

  it('reads the states of a run that had begun before, and no others', async () => {
    const retried = aRunning('retried', { runCount: 2 })
    const crashedAtFirst = aRunning('crashed before it ran', { startedAt: NOW - 2 * HOUR_MS })
    const states = [aRunState({ type: 'FAILED' }), aRunState({ type: 'RUNNING', at: 1 })]
    const { read, script, watcher } = aWatched({ runs: [retried, crashedAtFirst, aRunning('first')], states: new Map([['retried', states], [crashedAtFirst.id, states]]) })
    await read()
    expect([...watcher.picture().histories]).toEqual([['retried', states], [crashedAtFirst.id, states]])
    expect(script.asked.filter(name => name === 'listFlowRunStates')).toHaveLength(2)
  })

  it('reads the last error where a state says nothing of its own', async () => {
    const failed = (id: string, message: string): FlowRun => ({ ...aGoodRun(id, HOUR_MS), state: aRunState({ type: 'FAILED', message }) })
    const line = { at: 1, logger: 'prefect.flow_runs', flowRunId: 'unsaid', taskRunId: null, level: 40 }
    const logs = new Map([['unsaid', [{ ...line, id: 'a', message: 'Traceback (most recent call last):\nKeyError: 1' }, { ...line, id: 'b', message: 'Finished in state Failed()' }]]])
    const { read, watcher } = aWatched({ runs: [failed('unsaid', '1/3 states failed.'), failed('said', 'ValueError: no rows')], logs })
    await read()
    expect([...watcher.picture().loggedErrors]).toEqual([['unsaid', { text: 'Traceback (most recent call last):\nKeyError: 1', at: 1 }]])
  })

  it('reads good runs of before the reach where it holds too few, once a day', async () => {
    const weekly = [1, 8, 15, 22, 29].map(days => aGoodRun(`week ${days}`, days * DAY_MS))
    const often = Array.from({ length: 10 }, (_, day) => ({ ...aGoodRun(`day ${day}`, day * DAY_MS + HOUR_MS), deploymentId: 'often' }))
    const { read, script, watcher } = aWatched({ runs: [...weekly, ...often, { ...aGoodRun('old', 20 * DAY_MS), deploymentId: 'often' }] })
    await read()
    expect([...watcher.picture().olderRuns].map(([id, runs]) => [id, runs.map(run => run.id)])).toEqual([['deployment-1', ['week 29', 'week 22', 'week 15']]])
    await read(HOUR_MS)
    expect(script.asked).not.toContain('listGoodRunsBefore')
    await read(DAY_MS)
    expect(script.asked.filter(name => name === 'listGoodRunsBefore')).toHaveLength(1)
  })

  it('reads them, too, of what no schedule makes and ran long ago', async () => {
    const weekly = [6, 13, 20, 27].map(days => aGoodRun(`week ${days}`, days * DAY_MS))
    const byHand = weekly.map(run => ({ ...run, id: `hand ${run.id}`, deploymentId: 'by hand', autoScheduled: false }))
    const { read, watcher } = aWatched({ runs: [...weekly, ...byHand] })
    await read()
    expect([...watcher.picture().olderRuns].map(([id, runs]) => [id, runs.length])).toEqual([['by hand', 2]])
  })

  it('counts rows it could not understand', async () => {
    const { read, watcher } = aWatched({ runs: [aGoodRun('new', HOUR_MS)], setAsideCount: 1 })
    await read()
    expect(watcher.picture().setAsideCount).toBeGreaterThan(0)
    expect(watcher.picture().runs).toHaveLength(1)
  })

  it('says which days are left out where there are too many runs', async () => {
    const many = Array.from({ length: 45_100 }, (_, index) => aGoodRun(`run-${index}`, index * 20_000))
    const { read, watcher } = aWatched({ runs: many })
    await read()
    const { runsKnownFromAt, unread } = watcher.picture()
    expect((NOW - (runsKnownFromAt ?? 0)) / 20_000).toBeCloseTo(44_998, -1)
    expect(unread).toMatchObject([{ what: 'history', weighs: 'detail' }])
  })
})

describe('each further reading', () => {
  it('asks for what changed only', async () => {
    const { read, script } = aWatched({ runs: [aGoodRun('new', HOUR_MS)] })
    await read()
    await read(15_000)
    expect(script.asked.sort()).toEqual(['listRunsEnded', 'listRunsUnfinished'])
    await read(45_000)
    expect(script.asked).toContain('listDeployments')
    await read(HOUR_MS)
    expect(script.asked).toContain('listRunsDue')
  })

  it('sees a run begin and end', async () => {
    const { read, script, watcher } = aWatched()
    await read()
    script.runs = [aRunning('r')]
    await read(15_000)
    expect(watcher.picture().runs[0]?.state?.type).toBe('RUNNING')
    script.runs = [{ ...aGoodRun('r', 0), endedAt: NOW + 20_000 }]
    await read(15_000)
    expect(watcher.picture().runs[0]?.state?.type).toBe('COMPLETED')
  })

  it('sees an ended run opened again', async () => {
    const { read, script, watcher } = aWatched({ runs: [{ ...aGoodRun('r', HOUR_MS), state: aRunState({ type: 'FAILED', message: 'ValueError: x' }) }] })
    await read()
    script.runs = [aRunning('r', { runCount: 2 })]
    await read(15_000)
    expect(watcher.picture().runs).toMatchObject([{ endedAt: null, state: { type: 'RUNNING' } }])
  })

  it('calls a run that is nowhere any more vanished', async () => {
    const { read, script, watcher } = aWatched({ runs: [aRunning('r')] })
    await read()
    script.runs = []
    await read(15_000)
    expect(watcher.picture().runs).toEqual([])
    expect(watcher.picture().vanished.map(({ id }) => id)).toEqual(['r'])
  })

  it('finds ended runs deleted with the next whole reading', async () => {
    const { read, script, ids, watcher } = aWatched({ runs: [aGoodRun('kept', HOUR_MS), aGoodRun('deleted', 2 * HOUR_MS)] })
    await read()
    script.runs = script.runs.slice(0, 1)
    await read(15_000)
    expect(ids()).toEqual(['deleted', 'kept'])
    await read(HOUR_MS)
    expect(ids()).toEqual(['kept'])
    expect(watcher.picture().vanished.map(({ id }) => id)).toEqual(['deleted'])
  })

  it('forgets what fell out of the reach', async () => {
    const { read, ids } = aWatched({ runs: [aGoodRun('old', 14 * DAY_MS - HOUR_MS)] })
    await read()
    expect(ids()).toEqual(['old'])
    await read(2 * HOUR_MS)
    expect(ids()).toEqual([])
  })
})

describe('a large server', () => {
  const deployments = Array.from({ length: 60 }, (_, index) => aDeployment({ id: `d${index}`, name: `d${index}` }))
  const late = (index: number): FlowRun => aFlowRun({ id: `late ${index}`, deploymentId: `d${index % 60}`, createdAt: NOW - 2 * HOUR_MS, expectedStartAt: NOW - HOUR_MS - index, state: aRunState({ type: 'SCHEDULED', name: 'Late', at: NOW - HOUR_MS }) })
  const lateRuns = Array.from({ length: 300 }, (_, index) => late(index))

  it('costs six requests a refresh at most, whatever waits', async () => {
    const { read, script } = aWatched({ deployments, runs: [...lateRuns, { ...aGoodRun('bad', HOUR_MS), deploymentId: 'd1', state: aRunState({ type: 'FAILED', message: 'ValueError: x' }) }] })
    await read()
    const counts: number[] = []
    for (let refresh = 0; refresh < 240; refresh++) {
      await read(15_000)
      counts.push(script.asked.length)
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(6)
  })
  it('is gone over in parts, and no deployment is lost or kept for good', async () => {
    const { read, script, watcher } = aWatched({ deployments: [...deployments] })
    await read()
    script.deployments = script.deployments.filter(({ id }) => id !== 'd3')
    script.deployments.unshift(aDeployment({ id: 'new', name: 'new' }))
    for (let refresh = 0; refresh < 24; refresh++)
      await read(15_000)
    const ids = [...watcher.picture().deployments.keys()]
    expect(ids).toHaveLength(60)
    expect([ids.includes('d3'), ids.includes('new')]).toEqual([false, true])
  })
  it('finds among many one run that was deleted, by counting', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => ({ ...aGoodRun(`run ${index}`, HOUR_MS + index * 600_000), deploymentId: `d${index % 60}` }))
    const { read, script, watcher } = aWatched({ deployments, runs: many })
    await read()
    script.runs = script.runs.filter(({ id }) => id !== 'run 777')
    let dueRows = 0
    for (let refresh = 0; refresh < 240 && watcher.picture().vanished.length === 0; refresh++) {
      await read(15_000)
      dueRows += script.asked.filter(name => name === 'listRunsDue').length
    }
    expect(watcher.picture().vanished.map(({ id }) => id)).toEqual(['run 777'])
    expect(dueRows).toBeLessThan(5)
  })
  it('follows changes while the days before are still being read', async () => {
    const { read, script, watcher, clock } = aWatched({ deployments, runs: Array.from({ length: 9_000 }, (_, index) => aGoodRun(`run ${index}`, index * 120_000)) })
    let isChanged = false
    const seen: boolean[] = []
    watcher.onRevision(() => {
      // Each step of a slow server takes ten seconds.
      clock.now += 10_000
      if (!isChanged)
        script.runs = [{ ...aGoodRun('fresh', 0), endedAt: clock.now, expectedStartAt: clock.now, state: aRunState({ type: 'FAILED', message: 'ValueError: x', at: clock.now }) }, ...script.runs]
      isChanged = true
      seen.push(watcher.picture().runs.some(({ id }) => id === 'fresh') && watcher.picture().unread.some(({ what }) => what === 'history'))
    })
    await read()
    expect(seen).toContain(true)
  })
  it('tells that all due is judged while baselines are learnt, and how far', async () => {
    const { read, watcher } = aWatched({ deployments, runs: Array.from({ length: 9_000 }, (_, index) => aGoodRun(`run ${index}`, index * 120_000)) })
    const seen: string[] = []
    watcher.onRevision(() => seen.push(watcher.picture().unread.map(({ weighs, reading }) => `${weighs} ${reading?.ratio}`).join()))
    await read()
    const learnt = seen.filter(told => told.startsWith('baselines'))
    expect(learnt.length).toBeGreaterThan(1)
    expect(new Set(learnt).size).toBe(learnt.length)
    expect(seen.at(-1)).toBe('')
  })
  it('sees within a refresh that a failed run was marked as completed', async () => {
    const failed = { ...aGoodRun('f', HOUR_MS), deploymentId: 'd1', state: aRunState({ id: 'failed', type: 'FAILED', message: 'ValueError: x' }) }
    const { read, script, watcher } = aWatched({ deployments, runs: [failed] })
    await read()
    script.runs = [{ ...failed, state: aRunState({ id: 'marked', type: 'COMPLETED' }) }]
    await read(15_000)
    expect(watcher.picture().runs[0]?.state?.type).toBe('COMPLETED')
  })
})

describe('a later process', () => {
  const runs = [aGoodRun('good', HOUR_MS), aGoodRun('deleted', 10 * DAY_MS), aRunning('going')]
  /** Reads once, then again as another process that starts `laterMs` afterwards with what the first one kept. */
  async function restarted(laterMs: number, change: (script: Script) => void) {
    const kept: KeptPicture[] = []
    const cache: PictureCache = { load: async () => structuredClone(kept.at(-1) ?? null), save: async picture => void kept.push(structuredClone(picture)) }
    const first = aWatched({ runs: [...runs] }, cache)
    await first.read()
    await first.watcher.stop()
    change(first.script)
    const second = aWatched(first.script, cache)
    await second.read(laterMs)
    return second
  }

  it('goes on from what was kept, and reads what changed only', async () => {
    const { script, ids, watcher } = await restarted(HOUR_MS, (script) => {
      script.runs = [...script.runs.filter(({ id }) => id !== 'going'), { ...aGoodRun('going', HOUR_MS), endedAt: NOW + MINUTE_MS }, aGoodRun('new', -5 * MINUTE_MS)]
    })
    expect(script.asked).not.toContain('listRunsDue')
    expect(ids()).toEqual(['deleted', 'going', 'good', 'new'])
    expect(watcher.picture()).toMatchObject({ asOf: NOW + HOUR_MS, runsKnownFromAt: NOW - 14 * DAY_MS, unread: [] })
    expect(watcher.picture().runs.find(({ id }) => id === 'going')?.state?.type).toBe('COMPLETED')
  })
  it('finds what was deleted meanwhile when it goes over everything', async () => {
    const { read, ids, watcher } = await restarted(HOUR_MS, script => script.runs = script.runs.filter(({ id }) => id !== 'deleted'))
    await read(HOUR_MS)
    expect(ids()).toEqual(['going', 'good'])
    expect(watcher.picture().vanished.map(({ id }) => id)).toEqual(['deleted'])
  })
  it('reads everything after longer than the reach', async () => {
    const { script } = await restarted(15 * DAY_MS, () => {})
    expect(script.asked).toContain('listRunsDue')
  })
  it('reads everything where the address leads to another database', async () => {
    const { script, ids } = await restarted(MINUTE_MS, script => script.runs = [aGoodRun('other', HOUR_MS)])
    expect(script.asked).toContain('listRunsDue')
    expect(ids()).toEqual(['other'])
  })
})

describe('the revision', () => {
  it('stands still while nothing changes, for a minute at most', async () => {
    const { read, watcher } = aWatched({ runs: [aRunning('r')] })
    await read()
    const first = watcher.revision()
    for (let count = 0; count < 3; count++)
      await read(15_000)
    expect(watcher.revision()).toBe(first)
    await read(15_000)
    expect(watcher.revision()).toBe(first + 1)
  })

  it('grows with a change, and not with running time', async () => {
    const { read, script, watcher } = aWatched({ runs: [aRunning('r', { ranForMs: 1 })] })
    await read()
    const first = watcher.revision()
    script.runs = [aRunning('r', { ranForMs: 15_001 })]
    await read(15_000)
    expect(watcher.revision()).toBe(first)
    script.runs = [{ ...aGoodRun('r', 0), endedAt: NOW + 20_000 }]
    await read(15_000)
    expect(watcher.revision()).toBe(first + 1)
  })
})

describe('a server that does not answer', () => {
  it('is down from the start, and comes back by itself', async () => {
    const { read, script, watcher } = aWatched({ runs: [aGoodRun('new', HOUR_MS)], failure: aFailure('unreachable') })
    expect(await read()).toBe(2_000)
    expect(watcher.health()).toMatchObject({ state: 'down', trouble: { failure: 'unreachable' }, version: null })
    expect(watcher.picture()).toMatchObject({ asOf: null, unread: [{ what: 'runs', weighs: 'expectations' }] })
    expect([await read(), await read(), await read(), await read()]).toEqual([5_000, 10_000, 15_000, 15_000])
    script.failure = null
    await read()
    expect(watcher.health()).toMatchObject({ state: 'up', trouble: null })
    expect(watcher.picture()).toMatchObject({ asOf: NOW, unread: [] })
  })

  it('keeps the last picture, says for how long, and misses nothing', async () => {
    const { read, script, watcher, ids } = aWatched({ runs: [aGoodRun('before', HOUR_MS)] })
    await read()
    script.failure = aFailure('unreachable')
    await read(12 * MINUTE_MS)
    expect(ids()).toEqual(['before'])
    expect(watcher.picture().asOf).toBe(NOW)
    expect(watcher.picture().unread[0]?.reason).toContain('Nothing was read for 12 m')
    script.failure = null
    script.runs.push(aGoodRun('meanwhile', -5 * MINUTE_MS))
    await read(MINUTE_MS)
    expect(ids()).toEqual(['before', 'meanwhile'])
    expect(watcher.picture().unread).toEqual([])
  })

  it('tells of being down and of being back', async () => {
    const { read, script, watcher } = aWatched()
    await read()
    const first = watcher.revision()
    script.failure = aFailure('timed-out')
    await read(1_000)
    await read(1_000)
    expect(watcher.revision()).toBe(first + 1)
    script.failure = null
    await read(1_000)
    expect(watcher.revision()).toBe(first + 2)
  })

  it('is given room when it refuses or fails', async () => {
    const { read, script } = aWatched({ failure: aFailure('refused', { status: 401 }) })
    expect([await read(), await read(), await read(), await read()]).toEqual([15_000, 30_000, 60_000, 60_000])
    script.failure = aFailure('throttled', { status: 429, retryAfterMs: 90_000 })
    expect(await read()).toBe(90_000)
  })
})

describe('a part that cannot be read', () => {
  it('leaves the rest standing: work pools', async () => {
    const { read, watcher } = aWatched({ failureOf: { listWorkPools: aFailure('rejected', { status: 500 }) } })
    await read()
    expect(watcher.health().state).toBe('up')
    expect(watcher.picture()).toMatchObject({ asOf: NOW, unread: [{ what: 'work-pools', weighs: 'detail' }] })
  })

  it('weighs on the verdict: deployments', async () => {
    const { read, script, watcher } = aWatched({ failureOf: { listDeployments: aFailure('rejected', { status: 500 }) } })
    await read()
    expect(watcher.picture()).toMatchObject({ asOf: null, unread: [{ what: 'inventory', weighs: 'expectations' }] })
    script.failureOf = {}
    await read(MINUTE_MS)
    expect(watcher.picture()).toMatchObject({ asOf: NOW + MINUTE_MS, unread: [] })
  })

  it('leaves the rest standing: runs that were due', async () => {
    const failed = { ...aGoodRun('failed', HOUR_MS), state: aRunState({ type: 'FAILED' as const, message: 'ValueError: x' }) }
    const { read, script, watcher, ids } = aWatched({ runs: [failed, aGoodRun('good', HOUR_MS)], failureOf: { listRunsDue: aFailure('rejected', { status: 500 }) } })
    await read()
    expect(ids()).toEqual(['failed'])
    expect(watcher.picture()).toMatchObject({ asOf: NOW, runsKnownFromAt: NOW, unread: [{ what: 'runs', weighs: 'expectations' }, { what: 'history', weighs: 'detail' }] })
    await read(5 * MINUTE_MS)
    expect(watcher.picture().unread[0]).toMatchObject({ what: 'runs', weighs: 'expectations' })
    script.failureOf = {}
    await read(5 * MINUTE_MS)
    expect(ids()).toEqual(['failed', 'good'])
    expect(watcher.picture().unread).toEqual([])
  })

  it('keeps what was known when it cannot be read again', async () => {
    const { read, script, watcher, ids } = aWatched({ runs: [aGoodRun('good', HOUR_MS), aGoodRun('old', 10 * DAY_MS)] })
    await read()
    script.failureOf = { listRunsDue: aFailure('rejected', { status: 500 }) }
    await read(HOUR_MS)
    expect(ids()).toEqual(['good', 'old'])
    expect(watcher.picture()).toMatchObject({ asOf: NOW + HOUR_MS, runsKnownFromAt: NOW - 14 * DAY_MS, unread: [{ what: 'history', weighs: 'detail' }] })
  })

  it('is only a detail: logs', async () => {
    const failed = { ...aGoodRun('f', HOUR_MS), state: aRunState({ type: 'FAILED' as const, message: null }) }
    const { read, watcher } = aWatched({ runs: [failed], failureOf: { listErrorLogs: aFailure('rejected') } })
    await read()
    expect(watcher.picture()).toMatchObject({ asOf: NOW, unread: [{ what: 'reasons', weighs: 'detail' }] })
  })
})

describe('a server whose most runs are a few deployments\'', () => {
  const every = (minutes: number, id: string) => aDeployment({ id, createdAt: 0, schedules: [aSchedule({ rule: { kind: 'interval', intervalMs: minutes * MINUTE_MS, anchorAt: 0, timeZone: 'UTC' }, createdAt: 0, updatedAt: 0 })] })
  const rowsOf = (id: string, minutes: number): FlowRun[] => Array.from({ length: Math.floor(4 * DAY_MS / (minutes * MINUTE_MS)) }, (_, index) => ({ ...aGoodRun(`${id} ${index}`, NOW - Math.floor(NOW / (minutes * MINUTE_MS)) * minutes * MINUTE_MS + index * minutes * MINUTE_MS), deploymentId: id }))
  const often = rowsOf('often', 1)
  const deployments = [every(1, 'often'), aDeployment()]

  it('is read by its last runs and a count of those before', async () => {
    const { read, watcher, script } = aWatched({ deployments, runs: [...often, aGoodRun('new', HOUR_MS)] })
    await read()
    const { coverage, runs } = watcher.picture()
    expect(runs.filter(({ deploymentId }) => deploymentId === 'often').length).toBeLessThan(400)
    expect(coverage.get('often')).toMatchObject({ keptFromAt: NOW - 90 * HOUR_MS })
    expect(script.asked.filter(name => name === 'countRunsDue')).toHaveLength(1)
    expect(coverage.has('deployment-1')).toBe(false)
  })
  it('is not said to have kept its slots where the count is another', async () => {
    const { read, watcher } = aWatched({ deployments, runs: often.filter((_, index) => index !== 1_000) })
    await read()
    expect(watcher.picture().coverage.get('often')?.keptFromAt).toBeNull()
    expect(watcher.picture().unread).toMatchObject([{ what: 'runs', weighs: 'expectations' }])
  })
  it('reads runs without a deployment where they are few', async () => {
    const { read, watcher } = aWatched({ deployments, runs: [...often, { ...aGoodRun('by hand', 10 * DAY_MS), deploymentId: null }] })
    await read()
    expect(watcher.picture()).toMatchObject({ countedAdHoc: null, unread: [] })
    expect(watcher.picture().runs.some(({ id }) => id === 'by hand')).toBe(true)
  })
  describe('and of which many have no deployment', () => {
    const adHoc = (id: string, agoMs: number, flowId: string, given: Partial<FlowRun> = {}): FlowRun => ({ ...aGoodRun(id, agoMs), deploymentId: null, flowId, ...given })
    const bad = { state: aRunState({ type: 'FAILED' as const, message: 'ValueError: x' }) }
    const many = Array.from({ length: 1_500 }, (_, index) => adHoc(`fine ${index}`, (index + 1) * 10 * MINUTE_MS, 'fine'))
    const troubled = [adHoc('bad', 9 * DAY_MS, 'righted', bad), adHoc('good', 8 * DAY_MS, 'righted'), adHoc('before', 10 * DAY_MS, 'righted'), adHoc('open', 9 * DAY_MS, 'broken', bad)]
    const runs = [...often, ...many, ...troubled, adHoc('going', HOUR_MS, 'fine', { endedAt: null, state: aRunState({ type: 'RUNNING' }) })]
    const known = (watcher: ReturnType<typeof aWatched>['watcher']): string[] => watcher.picture().runs.filter(({ deploymentId }) => deploymentId === null).map(({ id }) => id).sort()

    it('counts the good ones, and knows what failed, what put it right, and what goes on', async () => {
      const { read, watcher, script } = aWatched({ deployments, runs })
      await read()
      expect(known(watcher)).toEqual(['bad', 'going', 'good', 'open'])
      expect(watcher.picture().countedAdHoc).toEqual({ goodCount: 1_502, fromAt: NOW - 14 * DAY_MS, toAt: NOW })
      expect(watcher.picture().unread).toEqual([])
      expect(script.asked.filter(name => name === 'countRunsByState' || name === 'listGoodRunsOfFlows')).toEqual(['countRunsByState', 'listGoodRunsOfFlows'])
    })
    it('leaves out what ends well afterwards, but for what puts a failure right', async () => {
      const { read, watcher, script } = aWatched({ deployments, runs })
      await read()
      const ended = { endedAt: NOW + 5_000, state: aRunState({ type: 'COMPLETED' as const, at: NOW + 5_000 }) }
      script.runs = [...script.runs.filter(({ id }) => id !== 'going'), adHoc('going', HOUR_MS, 'fine', ended), adHoc('mended', 0, 'broken', ended)]
      await read(15_000)
      expect(known(watcher)).toEqual(['bad', 'good', 'mended', 'open'])
    })
    it('says where it was not read whether a failure was put right, until it was', async () => {
      // Each of these flows was good so often since that a page holds but one of them.
      const failing = Array.from({ length: 10 }, (_, index) => adHoc(`failed ${index}`, 13 * DAY_MS + index, `flow ${index}`, bad))
      const later = Array.from({ length: 2_500 }, (_, index) => adHoc(`later ${index}`, (index + 1) * MINUTE_MS, `flow ${Math.floor(index / 250)}`))
      const { read, watcher } = aWatched({ deployments, runs: [...often, ...failing, ...later] })
      await read()
      expect(watcher.picture().unread).toContainEqual(expect.objectContaining({ weighs: 'expectations', reason: expect.stringContaining('Of 2 flows without a deployment that failed') }))
      for (let refresh = 0; refresh < 200 && watcher.picture().unread.some(({ reason }) => reason.includes('good again')); refresh++)
        await read(15_000)
      expect(watcher.picture().unread.map(({ weighs }) => weighs)).toEqual([])
      expect(known(watcher).filter(id => id.startsWith('later'))).toHaveLength(10 * 200)
    })
  })
  it('is shown by state first, and that this is not all', async () => {
    const { read, watcher } = aWatched({ deployments, runs: [...often, aRunning('going')] })
    const seen: [number, boolean][] = []
    watcher.onRevision(() => seen.push([watcher.picture().runs.length, watcher.picture().unread.some(({ weighs }) => weighs !== 'detail')]))
    await read()
    expect(seen[0]).toEqual([1, true])
    expect(seen.at(-1)?.[1]).toBe(false)
  })
})
