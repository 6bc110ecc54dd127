import { describe, expect, it } from 'vitest'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { NO_STANDARDS } from '../../shared/declared/expectation.ts'
import { aDeployment, aFlow, aFlowRun, aRunState, aSchedule } from '../../shared/model/build.ts'
import type { Deployment } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { StateType } from '../../shared/model/run-state.ts'
import { defaultWindow } from '../../shared/model/window.ts'
import { aPicture } from '../../shared/verdict/build.ts'
import { judgeMorning } from '../../shared/verdict/morning.ts'
import { toMorningAnswer } from '../../shared/verdict/morning-answer.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { DAY, HOUR, MINUTE } from './rhythm.ts'

/** Mornings written line by line, with what a sceptical colleague would want to hear of them. All in UTC, looked at on a Wednesday. */
const NOW = Date.parse('2026-11-25T08:55:00Z')
const MADE = NOW - 200 * DAY

/** `-1 03:00`: that time, so many days back; `03:00`: today. */
function at(text: string): number {
  const [clock = '', days = '0'] = text.split(' ').reverse()
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return Date.parse('2026-11-25T00:00:00Z') + Number(days) * DAY + hour * HOUR + minute * MINUTE
}

interface Line {
  due: string
  state?: StateType
  /** Of the state; left out: its usual one. */
  name?: string
  says?: string
  /** After it was due. */
  startedMinutes?: number
  minutes?: number
  run?: Partial<FlowRun>
}

interface JobScript {
  cron?: string
  everyMinutes?: number
  /** Good runs at this time on so many nights before today's, or on the days named. */
  usually?: string
  usualNights?: readonly number[]
  deployment?: Partial<Deployment>
  runs?: readonly Line[]
}

function script(jobs: Readonly<Record<string, JobScript>>, given: Partial<Picture> = {}): Picture {
  const picture = { flows: new Map<string, ReturnType<typeof aFlow>>(), deployments: new Map<string, Deployment>(), runs: [] as FlowRun[] }
  for (const [name, { cron, everyMinutes, usually, usualNights = [-13, -12, -11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1], deployment, runs = [] }] of Object.entries(jobs)) {
    const [flow = '', own = 'prod'] = name.split('/')
    picture.flows.set(flow, aFlow({ id: flow, name: flow }))
    const rule = cron !== undefined ? { kind: 'cron' as const, cron, timeZone: 'UTC', dayOr: true } : everyMinutes !== undefined ? { kind: 'interval' as const, intervalMs: everyMinutes * MINUTE, anchorAt: at('00:00') - 100 * DAY, timeZone: 'UTC' } : null
    picture.deployments.set(name, aDeployment({ id: name, name: own, flowId: flow, createdAt: MADE, updatedAt: MADE, workPool: 'main', schedules: rule === null ? [] : [aSchedule({ id: `${name} schedule`, rule, createdAt: MADE, updatedAt: MADE })], ...deployment }))
    const lines: Line[] = [...(usually === undefined ? [] : usualNights.map(days => ({ due: `${days} ${usually}` }))), ...runs]
    picture.runs.push(...lines.map((line, index) => toRun(line, { id: `${name} ${index}`, name, flow, isScheduled: rule !== null })))
  }
  return aPicture({ asOf: NOW, reachFromAt: NOW - 14 * DAY, runsKnownFromAt: NOW - 14 * DAY, ...picture, ...given })
}

function toRun({ due, state = 'COMPLETED', name: stateName, says, startedMinutes = 0.1, minutes = 5, run }: Line, { id, name, flow, isScheduled }: { id: string, name: string, flow: string, isScheduled: boolean }): FlowRun {
  const dueAt = at(due)
  const startedAt = dueAt + startedMinutes * MINUTE
  const isWaiting = state === 'SCHEDULED' || state === 'PENDING'
  const isOver = ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'].includes(state)
  const endedAt = startedAt + minutes * MINUTE
  const stateAt = isOver ? endedAt : isWaiting ? dueAt + 15_000 : startedAt
  return aFlowRun({ id, name: id, flowId: flow, deploymentId: name, createdAt: dueAt - (isScheduled ? DAY : 0), expectedStartAt: dueAt, startedAt: isWaiting ? null : startedAt, endedAt: isOver ? endedAt : null, ranForMs: isWaiting ? null : isOver ? minutes * MINUTE : NOW - startedAt, runCount: isWaiting ? 0 : 1, autoScheduled: isScheduled, scheduleId: isScheduled ? `${name} schedule` : null, workPool: 'main', state: aRunState({ type: state, at: stateAt, message: says ?? null, ...(stateName !== undefined && { name: stateName }) }), ...run })
}

function answerOf(picture: Picture, timeZone = 'UTC'): MorningAnswer {
  const question = { window: defaultWindow(NOW, timeZone), tags: [], flows: [], standards: NO_STANDARDS }
  return toMorningAnswer(judgeMorning(picture, question, NOW), { picture, question, now: NOW })
}

const told = ({ problems }: MorningAnswer): string[] => problems.map(({ section, kind, jobs, consequences, partition }) => `${section} ${kind} ${[...jobs, ...consequences].map(job => job.deployment === null || job.deployment === 'prod' ? job.flow : `${job.flow}/${job.deployment}`).join('+')}${partition === null ? '' : ` ${partition}`}`).sort()

const byHand = (given: Partial<FlowRun> = {}): Partial<FlowRun> => ({ autoScheduled: false, scheduleId: null, ...given })
/** Each quarter of an hour of two days, well but for those of today that are named. */
const quarters = (bad: readonly string[], says: string): Line[] => Array.from({ length: 2 * 96 + 35 }, (_, index) => at('-2 00:15') + index * 15 * MINUTE)
  .map((dueAt): Line => ({ due: `${Math.floor((dueAt - at('00:00')) / DAY)} ${new Date(dueAt).toISOString().slice(11, 16)}`, minutes: 1 }))
  .map(line => bad.includes(line.due.replace(/^-?0 /, '')) ? { ...line, state: 'FAILED', says } : line)

describe('a Wednesday morning', () => {
  it('still lists what failed on Sunday, alike from every zone', () => {
    const picture = script({ weekly: { cron: '0 2 * * 0', usually: '02:00', usualNights: [-10], runs: [{ due: '-3 02:00', state: 'FAILED', says: 'KeyError: 7' }] }, nightly: { cron: '0 3 * * *', usually: '03:00', runs: [{ due: '03:00' }] } })
    const [one, other] = [answerOf(picture), answerOf(picture, 'Asia/Tokyo')]
    expect(told(one)).toEqual(['needs-you failed weekly'])
    expect(one.problems.map(({ id }) => id)).toEqual(other.problems.map(({ id }) => id))
    expect([one.verdict.status, other.verdict.status]).toEqual(['attention', 'attention'])
    expect(one.counts).toMatchObject({ jobs: 2, needsYou: 1, asExpected: 1 })
  })

  it('is not changed by a deploy at ten to seven', () => {
    const anew = { updatedAt: at('06:50'), schedules: [aSchedule({ id: 'anew', rule: { kind: 'cron', cron: '0 3 * * *', timeZone: 'UTC', dayOr: true }, createdAt: at('06:50'), updatedAt: at('06:50') })] }
    const picture = script({ well: { usually: '03:00', deployment: anew, runs: [{ due: '03:00', run: { autoScheduled: true } }] }, bad: { usually: '03:00', deployment: anew, runs: [{ due: '03:00', state: 'FAILED', says: 'KeyError: 7' }] } })
    const automatic = { ...picture, runs: picture.runs.map(run => ({ ...run, autoScheduled: true, scheduleId: 'before' })) }
    expect(told(answerOf(automatic))).toEqual(['needs-you failed bad'])
  })

  it('lists the customer that failed, not the one that was run again', () => {
    const customer = (name: string): Partial<FlowRun> => ({ parameters: { customer: name } })
    const each = (due: string): Line[] => ['acme', 'globex', 'initech'].map(name => ({ due, run: customer(name) }))
    const before = [-8, -7, -6, -5, -4, -3, -2, -1].flatMap(days => each(`${days} 02:00`))
    const runs: Line[] = [...before, { due: '02:00', state: 'FAILED', says: 'KeyError: 7', run: customer('acme') }, { due: '02:00', state: 'FAILED', says: 'OSError: disk', run: customer('globex') }, { due: '02:00', run: customer('initech') }, { due: '06:00', run: byHand(customer('globex')) }]
    expect(told(answerOf(script({ load: { runs } })))).toEqual(['needs-you failed load customer=acme'])
  })

  it('has one problem of a run that began late and then failed', () => {
    expect(told(answerOf(script({ load: { cron: '0 2 * * *', usually: '02:00', runs: [{ due: '02:00', startedMinutes: 140, state: 'FAILED', says: 'KeyError: 7' }] } })))).toEqual(['needs-you failed load'])
  })

  it('blames a pool for what waits in it, and nothing else for that', () => {
    const late: Line = { due: '02:00', state: 'SCHEDULED', name: 'Late' }
    const inPool = (pool: string): JobScript => ({ cron: '0 2 * * *', usually: '02:00', deployment: { workPool: pool }, runs: [{ ...late, run: { workPool: pool } }] })
    const gpu = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`gpu${index}`, inPool('gpu')]))
    const workPools = new Map([['gpu', { name: 'gpu', type: 'process', paused: false, status: 'NOT_READY' as const, concurrencyLimit: null }], ['main', { name: 'main', type: 'process', paused: false, status: 'READY' as const, concurrencyLimit: null }]])
    const answer = answerOf(script({ ...gpu, lonely: inPool('main') }, { workPools }))
    expect(told(answer)).toEqual([`needs-you ${answer.problems.find(({ jobs }) => jobs.length === 8)?.kind} ${Object.keys(gpu).join('+')}`, 'needs-you late lonely'].sort())
    expect(answer.counts).toMatchObject({ jobs: 9, needsYou: 9 })
  })

  it('groups by cause, not by flow', () => {
    const bad = (says: string): JobScript => ({ cron: '0 2 * * *', usually: '02:00', runs: [{ due: '02:00', state: 'FAILED', says }] })
    const refused = (port: number): string => `ConnectionError: warehouse-01.internal:${port} refused the connection`
    expect(told(answerOf(script({ 'a/x': bad(refused(5432)), 'a/y': bad('KeyError: \'price\''), 'b/x': bad(refused(5432)) })))).toEqual(['needs-you failed a/x+b/x', 'needs-you failed a/y'])
  })

  it('is silent of what was cancelled and run again', () => {
    const cancelled: Line = { due: '02:00', state: 'CANCELLED', says: 'Cancelled by hand' }
    expect(told(answerOf(script({
      again: { cron: '0 2 * * *', usually: '02:00', runs: [cancelled, { due: '06:00', run: byHand() }] },
      left: { cron: '0 2 * * *', usually: '02:00', runs: [cancelled] },
    })))).toEqual(['worth-a-look cancelled left'])
  })

  it('weighs frequent jobs by their last slots', () => {
    expect(told(answerOf(script({
      down: { everyMinutes: 15, runs: quarters(['08:15', '08:30', '08:45'], 'KeyError: 7') },
      shaky: { everyMinutes: 15, runs: quarters(['08:30', '08:45'], 'OSError: no space left') },
      weather: { everyMinutes: 15, runs: quarters(['02:15', '04:45'], 'TypeError: unhashable') },
    })))).toEqual(['needs-you failed down', 'recovered failed shaky', 'recovered failed weather'])
  })

  it('tells retries and marks by hand apart', () => {
    const failed = aRunState({ type: 'FAILED', at: at('02:05'), message: 'KeyError: 7' })
    const histories = new Map([
      ['retried 13', [aRunState({ type: 'RUNNING', at: at('02:00') }), failed, aRunState({ type: 'SCHEDULED', name: 'AwaitingRetry', at: at('08:50') }), aRunState({ type: 'RUNNING', at: at('08:52') })]],
      ['marked 13', [aRunState({ type: 'RUNNING', at: at('02:00') }), failed, aRunState({ type: 'COMPLETED', at: at('07:00') })]],
      ['righted 13', [aRunState({ type: 'RUNNING', at: at('02:00') }), failed, aRunState({ type: 'SCHEDULED', name: 'AwaitingRetry', at: at('06:00') }), aRunState({ type: 'RUNNING', at: at('06:00') }), aRunState({ type: 'COMPLETED', at: at('06:05') })]],
    ])
    const job = (run: Partial<FlowRun>, state: StateType): JobScript => ({ cron: '0 2 * * *', usually: '02:00', runs: [{ due: '02:00', state, run }] })
    expect(told(answerOf(script({
      retried: job({ runCount: 2, state: aRunState({ type: 'RUNNING', at: at('08:52') }) }, 'RUNNING'),
      marked: job({ endedAt: at('07:00'), state: aRunState({ type: 'COMPLETED', at: at('07:00') }) }, 'COMPLETED'),
      righted: job({ runCount: 2, endedAt: at('06:05'), state: aRunState({ type: 'COMPLETED', at: at('06:05') }) }, 'COMPLETED'),
    }, { histories })))).toEqual(['needs-you retrying retried', 'recovered failed righted', 'worth-a-look failed marked'])
  })

  it('calls no morning well that holds what nobody can judge', () => {
    const answer = answerOf(script({
      well: { cron: '0 3 * * *', usually: '03:00', runs: [{ due: '03:00' }] },
      due: { cron: '53 8 * * *', usually: '08:53' },
      asked: { runs: [{ due: '-6 11:00' }, { due: '-2 15:20' }, { due: '07:30' }] },
      service: { runs: [{ due: '-3 10:00', state: 'RUNNING' }] },
      old: { cron: '0 4 * * *', deployment: { paused: true, updatedAt: NOW - 150 * DAY } },
    }))
    expect(told(answer)).toEqual(['known missing old'])
    expect(answer.verdict.status).toBe('unknown')
    expect(answer.counts).toMatchObject({ jobs: 5, asExpected: 3, known: 1, unknown: 1 })
  })

  it('knows what lasts, and not a new cause in it', () => {
    const lasting: Line[] = [-4, -3, -2, -1].map(days => ({ due: `${days} 02:00`, state: 'FAILED', says: 'KeyError: \'price\'' }))
    const usual = { cron: '0 2 * * *', usually: '02:00', usualNights: [-13, -12, -11, -10, -9, -8, -7, -6, -5] }
    expect(told(answerOf(script({
      chronic: { ...usual, runs: [...lasting, { due: '02:00', state: 'FAILED', says: 'KeyError: \'price\'' }] },
      changed: { ...usual, runs: [...lasting.map(line => ({ ...line, says: 'OSError: no space left' })), { due: '02:00', state: 'FAILED', says: 'TypeError: unhashable' }] },
    })))).toEqual(['known failed chronic', 'needs-you failed changed'])
  })
})
