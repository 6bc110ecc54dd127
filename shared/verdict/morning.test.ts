import { describe, expect, it } from 'vitest'
import { NO_STANDARDS } from '../declared/expectation.ts'
import { aRunState, aSchedule } from '../model/build.ts'
import type { Deployment } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { STATE_TYPES } from '../model/run-state.ts'
import { aPicture, inventory, LONG_AGO, night, nightly, nights, NOW } from './build.ts'
import { judgeMorning, type MorningQuestion } from './morning.ts'
import { toMorningAnswer } from './morning-answer.ts'
import type { Picture } from './picture.ts'

const MINUTE = 60_000
const at = (iso: string): number => Date.parse(iso)

function answer(picture: Picture, { now = NOW, timeZone = 'UTC', ...asked }: { now?: number, timeZone?: string, tags?: string[], flows?: string[], fromAt?: number } = {}) {
  const question: MorningQuestion = { window: { fromAt: asked.fromAt ?? at('2026-11-23T18:00:00Z'), toAt: now, timeZone }, tags: asked.tags ?? [], flows: asked.flows ?? [], standards: NO_STANDARDS }
  return toMorningAnswer(judgeMorning(picture, question, now), { picture, question, now })
}

describe('a morning', () => {
  it('is ok when every job kept its slots', () => {
    const { verdict, counts } = answer(aPicture({ deployments: inventory(nightly()), runs: nights(13, 0) }))
    expect(verdict).toMatchObject({ status: 'ok', sentence: 'The only job ran as expected.' })
    expect(counts).toEqual({ jobs: 1, asExpected: 1, needsYou: 0, worthALook: 0, recovered: 0, known: 0, unknown: 0 })
  })

  it('is unknown before anything was read', () => {
    expect(answer(aPicture({ asOf: null })).verdict.status).toBe('unknown')
  })

  it('is unknown, never ok, while something the verdict rests on was not read', () => {
    const unread = [{ what: 'runs' as const, reason: 'Prefect does not answer', weighs: 'expectations' as const }]
    const { verdict, complete, incomplete } = answer(aPicture({ deployments: inventory(nightly()), runs: nights(13, 0), unread }))
    expect({ status: verdict.status, complete, incomplete }).toEqual({ status: 'unknown', complete: false, incomplete: unread })
  })

  it('says what each unread part weighs on, and how much of it is read', () => {
    const unread = [{ what: 'history' as const, reason: 'Runs of the days before are still being read.', weighs: 'baselines' as const, reading: { ratio: 0.4 } }]
    const { complete, incomplete, verdict } = answer(aPicture({ deployments: inventory(nightly()), runs: nights(13, 0), unread }))
    expect({ complete, incomplete, status: verdict.status }).toEqual({ complete: false, incomplete: unread, status: 'unknown' })
  })

  it('counts in its sentence what cannot be judged, also when not everything was read', () => {
    const deployments = inventory(nightly(), nightly({ id: 'deployment-2', name: 'b', schedules: [aSchedule({ rule: { kind: 'unreadable', text: '?' } })] }))
    const runs = [...nights(13, 0), ...nights(13, 0, { deploymentId: 'deployment-2' })]
    const unread = [{ what: 'runs' as const, reason: 'Prefect does not answer', weighs: 'expectations' as const }]
    expect(answer(aPicture({ deployments, runs, unread })).verdict.sentence).toBe('Not everything could be read. 1 of 2 jobs ran as expected and 1 is unknown.')
  })

  it('raises nothing for the time since the last read', () => {
    const { problems } = answer(aPicture({ asOf: at('2026-11-24T02:50:00Z'), deployments: inventory(nightly()), runs: nights(13, 1) }))
    expect(problems).toEqual([])
  })

  it('says so when the filter matches no job', () => {
    const { verdict } = answer(aPicture({ deployments: inventory(nightly()), runs: nights(13, 0) }), { tags: ['tpyo'] })
    expect(verdict).toMatchObject({ status: 'unknown', sentence: 'No job with tag tpyo was due or ran.' })
  })

  it('says how many problems the filter hides', () => {
    const deployments = inventory(nightly({ tags: ['tier-1'] }), nightly({ id: 'deployment-2', name: 'other' }))
    const runs = [...nights(13, 0), ...nights(13, 1, { deploymentId: 'deployment-2' }), night(0, 'FAILED', { deploymentId: 'deployment-2' })]
    const { outsideCount, verdict } = answer(aPicture({ deployments, runs }), { tags: ['tier-1'] })
    expect({ outsideCount, status: verdict.status }).toEqual({ outsideCount: 1, status: 'ok' })
  })

  it('counts each job once, in sections that sum up', () => {
    const deployments = inventory(nightly(), nightly({ id: 'deployment-2', name: 'b' }), nightly({ id: 'deployment-3', name: 'c' }))
    const runs = [
      ...nights(13, 1), night(0, 'FAILED', { message: 'Flow run encountered an exception: KeyError: \'x\'' }),
      ...nights(13, 0, { deploymentId: 'deployment-2' }),
      ...nights(13, 1, { deploymentId: 'deployment-3' }),
    ]
    const { counts } = answer(aPicture({ deployments, runs }))
    expect(counts).toMatchObject({ jobs: 3, needsYou: 2, asExpected: 1 })
    expect(counts.asExpected + counts.needsYou + counts.worthALook + counts.recovered + counts.known + counts.unknown).toBe(counts.jobs)
  })
})

describe('an empty server', () => {
  it('is not known to be well', () => {
    expect(answer(aPicture({ flows: new Map() })).verdict).toMatchObject({ status: 'unknown', sentence: expect.stringContaining('is it the right one?') as string })
  })
  it('is not one whose deployments had nothing due', () => {
    expect(answer(aPicture({ deployments: inventory(nightly({ schedules: [] })) })).verdict.status).toBe('ok')
  })
})

describe('a failure', () => {
  it('stays open until a good run, however long ago it was', () => {
    const sunday = night(5, 'FAILED', { message: 'boom' })
    const weekly = nightly({ schedules: [aSchedule({ createdAt: LONG_AGO, updatedAt: LONG_AGO, rule: { kind: 'cron', cron: '0 3 * * 4', timeZone: 'UTC', dayOr: true } })] })
    const { problems } = answer(aPicture({ deployments: inventory(weekly), runs: [sunday] }))
    expect(problems).toMatchObject([{ section: 'needs-you', kind: 'failed', open: true }])
  })

  it('has the same status and ids from two zones', () => {
    const picture = aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 4), night(3, 'FAILED', { message: 'boom' }), night(2, 'FAILED', { message: 'boom' }), night(1, 'FAILED', { message: 'boom' })] })
    const [one, two] = ['Pacific/Apia', 'America/New_York'].map(timeZone => answer(picture, { timeZone }))
    expect(one?.problems.map(({ id, section }) => ({ id, section }))).toEqual(two?.problems.map(({ id, section }) => ({ id, section })))
    expect(one?.verdict.status).toBe(two?.verdict.status)
  })

  it('is recovered once a later run was good', () => {
    const runs = [...nights(13, 1), night(0, 'FAILED', { message: 'boom' }), night(0, 'COMPLETED', { id: 'again', expectedStartAt: at('2026-11-24T04:00:00Z'), autoScheduled: false })]
    const { problems, counts, verdict } = answer(aPicture({ deployments: inventory(nightly()), runs }))
    expect(problems).toMatchObject([{ section: 'recovered', open: false }])
    expect(counts.recovered).toBe(1)
    expect(verdict.status).toBe('ok')
  })

  it('is known after three nights of one cause, and back with another', () => {
    const failed = (daysBack: number, message: string): FlowRun => night(daysBack, 'FAILED', { message })
    const chronic = [...nights(13, 3), failed(2, 'no space on /dev/sda1'), failed(1, 'no space on /dev/sda1'), failed(0, 'no space on /dev/sda1')]
    expect(answer(aPicture({ deployments: inventory(nightly()), runs: chronic })).problems).toMatchObject([{ section: 'known', nightCount: 3 }])
    expect(answer(aPicture({ deployments: inventory(nightly()), runs: [...chronic.slice(0, -1), failed(0, 'quota exceeded')] })).problems).toMatchObject([{ section: 'needs-you' }])
  })

  it('is one problem for all jobs of one cause', () => {
    const deployments = inventory(...[1, 2, 3].map(index => nightly({ id: `deployment-${index}`, name: `n${index}` })))
    const runs = [1, 2, 3].flatMap(index => [
      ...nights(13, 1, { deploymentId: `deployment-${index}` }),
      night(0, 'FAILED', { deploymentId: `deployment-${index}`, message: `Flow run encountered an exception: OperationalError: connection to server at "10.2.0.${index}", port 5432 failed` }),
    ])
    const { problems, counts } = answer(aPicture({ deployments, runs }))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ title: 'OperationalError: connection to server at "‹ip›", port ‹n› failed', kind: 'failed' })
    expect(problems[0]?.jobs).toHaveLength(3)
    expect(counts.needsYou).toBe(3)
  })

  it('keeps its problem while it is being retried', () => {
    const failed = night(0, 'FAILED', { message: 'boom' })
    const running: FlowRun = { ...failed, state: aRunState({ type: 'RUNNING', at: at('2026-11-24T06:58:00Z') }), endedAt: null, runCount: 2 }
    const history = [aRunState({ type: 'RUNNING', at: 1 }), aRunState({ type: 'FAILED', at: at('2026-11-24T03:05:00Z'), message: 'boom' }), aRunState({ type: 'SCHEDULED', name: 'AwaitingRetry', at: at('2026-11-24T06:58:00Z') }), running.state!]
    const before = answer(aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 1), failed] }))
    const after = answer(aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 1), running], histories: new Map([[running.id, history]]) }))
    expect(after.problems).toMatchObject([{ kind: 'retrying', section: 'needs-you', id: before.problems[0]?.id }])
    expect(after.problems[0]?.title).toContain('being retried since 06:58')
  })

  it('is not recovered when somebody only set its state', () => {
    const marked = night(0, 'COMPLETED')
    const history = [aRunState({ type: 'RUNNING', at: 1 }), aRunState({ type: 'FAILED', at: 2, message: 'boom' }), marked.state!]
    const { problems } = answer(aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 1), marked], histories: new Map([[marked.id, history]]) }))
    expect(problems).toMatchObject([{ section: 'worth-a-look' }])
  })
})

describe('a slot', () => {
  const picture = (given: Partial<Deployment>, runs: FlowRun[], more: Partial<Picture> = {}): Picture => aPicture({ deployments: inventory(nightly(given)), runs, ...more })

  it('without a run is missing past its grace, and due within it', () => {
    const inGrace = at('2026-11-24T03:04:00Z')
    expect(answer(picture({}, nights(13, 1), { asOf: inGrace }), { now: inGrace }).problems).toEqual([])
    expect(answer(picture({}, nights(13, 1))).problems).toMatchObject([{ kind: 'missing', section: 'needs-you', title: 'ledger did not run' }])
  })

  it('of a paused deployment is raised at once and known from the third day', () => {
    expect(answer(picture({ paused: true }, nights(13, 1))).problems).toMatchObject([{ kind: 'missing', section: 'needs-you', cause: { text: 'its deployment is paused' } }])
    expect(answer(picture({ paused: true }, nights(13, 3))).problems).toMatchObject([{ kind: 'missing', section: 'known', nightCount: 3 }])
  })

  it('from before the deployment was made is not due', () => {
    expect(answer(picture({ createdAt: at('2026-11-24T06:00:00Z') }, [])).problems).toEqual([])
  })

  it('is judged alike after a redeploy with the same rule', () => {
    const redeployed = [aSchedule({ id: 'new', createdAt: at('2026-11-24T06:50:00Z'), updatedAt: at('2026-11-24T06:50:00Z') })]
    expect(answer(picture({ schedules: redeployed }, nights(13, 0))).verdict.status).toBe('ok')
    expect(answer(picture({ schedules: redeployed }, nights(13, 1))).problems).toMatchObject([{ kind: 'missing' }])
  })

  it('kept before a change of the rule stays kept, and the new one is due', () => {
    const moved = [aSchedule({ rule: { kind: 'cron', cron: '0 5 * * *', timeZone: 'UTC', dayOr: true }, createdAt: at('2026-11-24T04:00:00Z'), updatedAt: at('2026-11-24T04:00:00Z') })]
    const five = at('2026-11-24T05:00:00Z')
    const kept = { expectedStartAt: five, startedAt: five, endedAt: five + MINUTE, id: 'five' }
    expect(answer(picture({ schedules: moved }, [...nights(13, 0), night(0, 'COMPLETED', kept)])).counts.asExpected).toBe(1)
    expect(answer(picture({ schedules: moved }, nights(13, 0))).problems).toMatchObject([{ kind: 'missing' }])
  })

  it('that nobody can tell after a change leaves its job unknown', () => {
    const moved = [aSchedule({ rule: { kind: 'cron', cron: '0 1 * * *', timeZone: 'UTC', dayOr: true }, createdAt: at('2026-11-24T04:00:00Z'), updatedAt: at('2026-11-24T04:00:00Z') })]
    expect(answer(picture({ schedules: moved }, nights(1, 0))).counts).toMatchObject({ unknown: 1, needsYou: 0 })
    expect(answer(picture({ schedules: moved }, nights(13, 0))).counts).toMatchObject({ unknown: 0, asExpected: 1 })
  })

  it('whose schedule is unreadable leaves its job unknown, whether it ran or not', () => {
    for (const runs of [nights(3, 0), []])
      expect(answer(picture({ schedules: [aSchedule({ rule: { kind: 'unreadable', text: '?' } })] }, runs)).verdict.status).toBe('unknown')
  })

  it('whose run was deleted is not missing', () => {
    expect(answer(picture({}, nights(13, 1), { vanished: [night(0, 'SCHEDULED', { state: null })] })).problems).toEqual([])
  })

  it('of a deleted deployment is missing once its rhythm is broken', () => {
    expect(answer(aPicture({ runs: nights(13, 1) })).problems).toMatchObject([{ kind: 'missing', cause: { text: 'its deployment was deleted' } }])
    const remade = nightly({ id: 'deployment-9', createdAt: at('2026-11-23T12:00:00Z') })
    expect(answer(aPicture({ deployments: inventory(remade), runs: [...nights(13, 1), night(0, 'COMPLETED', { deploymentId: 'deployment-9' })] })).problems).toEqual([])
  })

  it('missed by three jobs with no run made for anybody is the scheduler', () => {
    const deployments = inventory(...[1, 2, 3, 4].map(index => nightly({ id: `deployment-${index}`, name: `n${index}` })))
    const runs = [1, 2, 3, 4].flatMap(index => nights(13, 1, { deploymentId: `deployment-${index}` }))
    const { problems } = answer(aPicture({ deployments, runs }))
    expect(problems).toHaveLength(1)
    expect(problems[0]?.title).toContain('scheduler has made no runs since')
    expect(problems[0]?.jobs).toHaveLength(4)
  })
})

describe('an unfinished run', () => {
  const waiting = (given: Partial<FlowRun> = {}): FlowRun => night(0, 'SCHEDULED', { startedAt: null, endedAt: null, ranForMs: null, runCount: 0, state: aRunState({ type: 'SCHEDULED', name: 'Late' }), ...given })

  it('is late past its grace', () => {
    const soon = at('2026-11-24T03:04:59Z')
    expect(answer(aPicture({ asOf: soon, deployments: inventory(nightly()), runs: [...nights(13, 1), waiting()] }), { now: soon }).problems).toEqual([])
    expect(answer(aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 1), waiting()] })).problems).toMatchObject([{ kind: 'late', section: 'needs-you', title: 'ledger has not started' }])
  })

  it('is told with its silent pool, one problem for all that wait there', () => {
    const deployments = inventory(nightly({ workPool: 'gpu' }), nightly({ id: 'deployment-2', name: 'b', workPool: 'gpu' }))
    const runs = [...nights(13, 1), waiting(), ...nights(13, 1, { deploymentId: 'deployment-2' }), waiting({ deploymentId: 'deployment-2', id: 'second' })]
    const workPools = new Map([['gpu', { name: 'gpu', type: 'process', paused: false, status: 'NOT_READY' as const, concurrencyLimit: null }]])
    const { problems } = answer(aPicture({ deployments, runs, workPools }))
    expect(problems).toMatchObject([{ kind: 'late', cause: { text: 'no worker is online in gpu' } }])
  })

  it('is running long past three medians and ten minutes', () => {
    const running = (sinceAt: number): FlowRun => night(0, 'RUNNING', { endedAt: null, state: aRunState({ type: 'RUNNING', at: sinceAt }) })
    const picture = (sinceAt: number): Picture => aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 1), running(sinceAt)] })
    expect(answer(picture(NOW - 14 * MINUTE)).problems).toEqual([])
    expect(answer(picture(NOW - 16 * MINUTE)).problems).toMatchObject([{ kind: 'running-long', reason: 'running for 16 m, usually 5 m' }])
  })

  it('without a baseline is unknown past an hour, never fine', () => {
    const running = night(0, 'RUNNING', { endedAt: null, state: aRunState({ type: 'RUNNING', at: NOW - 61 * MINUTE }) })
    expect(answer(aPicture({ deployments: inventory(nightly()), runs: [running], runsKnownFromAt: at('2026-11-24T02:00:00Z') })).verdict.status).toBe('unknown')
  })

  it.each(STATE_TYPES)('has an outcome in state %s', (type) => {
    const run = night(0, type, { state: aRunState({ type, at: NOW - MINUTE }), endedAt: ['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'].includes(type) ? NOW - MINUTE : null })
    const { counts } = answer(aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 1), run] }))
    expect(counts.jobs).toBe(1)
    expect(counts.unknown).toBe(type === 'UNKNOWN' ? 1 : 0)
  })
})
