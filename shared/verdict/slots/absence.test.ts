import { describe, expect, it } from 'vitest'
import { aFlow, aFlowRun, aRunState, aSchedule } from '../../model/build.ts'
import type { Deployment, Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, LONG_AGO, night, nightly, nights, NOW } from '../build.ts'
import { NOTHING_REMEMBERED, type GoneDeployment, type Remembered } from '../remembered.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const at = (iso: string): number => Date.parse(iso)
const EVENING = at('2026-11-23T16:41:00Z')
const remembered = (given: Partial<Remembered>): Remembered => ({ ...NOTHING_REMEMBERED, ...given })
const cron = (text: string, given: Partial<Schedule> = {}): Schedule => aSchedule({ createdAt: LONG_AGO, updatedAt: LONG_AGO, ...given, rule: { kind: 'cron', cron: text, timeZone: 'UTC', dayOr: true } })
const told = (...asked: Parameters<typeof answerOf>): string[] => answerOf(...asked).problems.map(({ kind, section, reason }) => `${kind} ${section}: ${reason}`)

describe('a slot without a run says why', () => {
  const paused = (given: Partial<Deployment>, more: Partial<Remembered> = {}): string[] =>
    told(aPicture({ deployments: inventory(nightly({ paused: true, ...given })), runs: nights(13, 1), remembered: remembered(more) }))

  it('with the reads that saw the pause', () => {
    expect(paused({ updatedAt: EVENING }, { pauses: new Map([['ledger/nightly', { activeAt: EVENING - MINUTE, pausedAt: EVENING + 4 * MINUTE }]]) })[0]).toContain('missing needs-you: its deployment is paused, paused between Mon 16:40 and Mon 16:45')
  })
  it('else with the last change of the deployment', () => {
    expect(paused({ updatedAt: EVENING })[0]).toContain('its deployment is paused, last changed Mon 16:41')
  })
  it('else with the last kept slot, never with a person', () => {
    expect(paused({ updatedAt: null })[0]).toContain('paused after its last kept slot')
    expect(paused({ updatedAt: null })[0]).not.toMatch(/somebody|someone/)
  })
  it('where its schedule was switched off', () => {
    expect(told(aPicture({ deployments: inventory(nightly({ schedules: [cron('0 3 * * *', { active: false, updatedAt: EVENING })] })), runs: nights(13, 1) }))[0]).toContain('its schedule is switched off, last changed Mon 16:41')
  })
  it('where its schedule was removed, seen or not', () => {
    const deployments = inventory(nightly({ schedules: [], updatedAt: EVENING }))
    const seen = remembered({ schedules: new Map([['ledger/nightly', [{ schedules: [cron('0 3 * * *')], firstSeenAt: LONG_AGO, lastSeenAt: EVENING - MINUTE }, { schedules: [], firstSeenAt: EVENING + MINUTE, lastSeenAt: NOW }]]]) })
    expect(told(aPicture({ deployments, runs: nights(13, 1), remembered: seen }))[0]).toContain('its schedule was removed, removed between Mon 16:40 and Mon 16:42')
    expect(told(aPicture({ deployments, runs: nights(13, 1) }))[0]).toContain('its schedule was removed, last changed Mon 16:41')
  })
  describe('of a list from which a schedule was taken', () => {
    const ofCustomer = (name: string, text = '0 3 * * *'): Schedule => cron(text, { id: `${name} ${text}`, parameters: { customer: name } })
    const customers = ['a', 'b', 'c']
    const runs = customers.flatMap(name => nights(13, 1).map(run => ({ ...run, id: `${run.id} ${name}`, scheduleId: name, parameters: { customer: name } })))
    const tonight = (...names: string[]): FlowRun[] => names.map(name => ({ ...night(0), id: `tonight ${name}`, parameters: { customer: name } }))
    const toldOf = (changes: readonly Schedule[][], ran: FlowRun[]): string[] => {
      const sightings = [customers.map(name => ofCustomer(name)), ...changes].map((schedules, index, all) => ({ schedules, firstSeenAt: index === 0 ? LONG_AGO : EVENING + (index * 10 + 1) * MINUTE, lastSeenAt: index === all.length - 1 ? NOW : EVENING + index * 10 * MINUTE }))
      const { problems } = answerOf(aPicture({ deployments: inventory(nightly({ schedules: changes.at(-1) ?? [] })), runs: [...runs, ...ran], remembered: remembered({ schedules: new Map([['ledger/nightly', sightings]]) }) }))
      return problems.map(({ kind, section, partition, reason }) => `${kind} ${section} ${partition}: ${reason}`)
    }

    it('names the part it was for', () => {
      expect(toldOf([[ofCustomer('a'), ofCustomer('c')]], tonight('a', 'c'))).toEqual([expect.stringMatching(/^missing needs-you customer=b: .*its schedule was removed, removed between Mon 16:41 and Mon 16:52/)])
    })
    it('goes on naming it after another change, and says when it went', () => {
      const changed = [ofCustomer('a', '5 3 * * *'), ofCustomer('c')]
      const ranLater = tonight('a', 'c').map((run, index) => index === 0 ? { ...run, expectedStartAt: (run.expectedStartAt ?? 0) + 5 * MINUTE } : run)
      expect(toldOf([[ofCustomer('a'), ofCustomer('c')], changed], ranLater)).toEqual([expect.stringMatching(/^missing needs-you customer=b: .*removed between Mon 16:41 and Mon 16:52/)])
    })
    it.each<[string, Schedule[], string[]]>([
      ['another rule came for the same part', [ofCustomer('a'), ofCustomer('b', '0 9 * * *'), ofCustomer('c')], ['a', 'c']],
      ['a new part came in its place', [ofCustomer('a'), ofCustomer('b-inc'), ofCustomer('c')], ['a', 'b-inc', 'c']],
      ['all parts were named anew', ['x', 'y'].map(name => ofCustomer(name)), ['x', 'y']],
    ])('is silent where %s', (_, schedules, ran) => {
      expect(toldOf([schedules], tonight(...ran))).toEqual([])
    })
    it('names it, too, where nobody saw the list before', () => {
      const { problems } = answerOf(aPicture({ deployments: inventory(nightly({ schedules: [ofCustomer('a'), ofCustomer('c')], updatedAt: EVENING })), runs: [...runs, ...tonight('a', 'c')] }))
      expect(problems).toMatchObject([{ kind: 'missing', section: 'needs-you', partition: 'customer=b', reason: expect.stringContaining('its schedule was removed') }])
    })
    it('is silent again once it is back in the list', () => {
      expect(toldOf([[ofCustomer('a'), ofCustomer('c')], customers.map(name => ofCustomer(name))], tonight('a', 'b', 'c'))).toEqual([])
    })
  })
  it('is not raised from before its schedule was made', () => {
    const made = [cron('0 3 * * *', { createdAt: NOW - HOUR, updatedAt: NOW - HOUR })]
    const seen = remembered({ schedules: new Map([['ledger/nightly', [{ schedules: [], firstSeenAt: LONG_AGO, lastSeenAt: NOW - HOUR - MINUTE }, { schedules: made, firstSeenAt: NOW - HOUR + MINUTE, lastSeenAt: NOW }]]]) })
    expect(told(aPicture({ deployments: inventory(nightly({ schedules: made })), remembered: seen }))).toEqual([])
  })
})

describe('a slot from before the oldest run of a server', () => {
  const fortnightly = inventory(nightly({ schedules: [cron('0 3 14 * *')] }), nightly({ id: 'other', name: 'other' }))
  it('is not known to be absent: runs may be kept for a week', () => {
    expect(told(aPicture({ deployments: fortnightly, runs: [...nights(6, 0, { deploymentId: 'other' }), ...Array.from({ length: 20 }, (_, index) => night(1, 'COMPLETED', { deploymentId: 'other', id: `by hand ${index}`, autoScheduled: false }))] }))).toEqual([])
  })
  it('is absent where older runs are there', () => {
    expect(told(aPicture({ deployments: fortnightly, runs: [...nights(13, 0, { deploymentId: 'other' }), ...Array.from({ length: 20 }, (_, index) => night(1, 'COMPLETED', { deploymentId: 'other', id: `by hand ${index}`, autoScheduled: false }))] }))).toEqual([expect.stringMatching(/^missing needs-you: expected 14 Nov 03:00/)])
  })
})

describe('a job made anew', () => {
  const MADE = at('2026-11-23T12:01:00Z')
  const old: GoneDeployment = { id: 'old', flowId: 'flow-1', flow: 'ledger', name: 'nightly', tags: [], schedules: [cron('0 3 * * *')], entrypoint: 'a.py:main', lastSeenAt: MADE - MINUTE, goneAt: MADE }
  const gone = remembered({ gone: new Map([['old', old]]) })
  const anew = (given: Partial<Deployment> = {}): Deployment => nightly({ id: 'new', createdAt: MADE, entrypoint: 'a.py:main', schedules: [cron('0 3 * * *', { id: 'n', createdAt: MADE, updatedAt: MADE })], ...given })
  const flows = new Map([['flow-1', aFlow()], ['flow-2', aFlow({ id: 'flow-2', name: 'ledger-v2' })]])
  const before = (from: number, to: number): FlowRun[] => nights(from, to, { deploymentId: 'old' })

  it('keeps its runs, and its failures until it is good again', () => {
    const failed = night(1, 'FAILED', { deploymentId: 'old', message: 'boom' })
    const fromAt = at('2026-11-22T18:00:00Z')
    const early = at('2026-11-24T02:50:00Z')
    expect(told(aPicture({ deployments: inventory(anew()), runs: [...before(13, 1), night(0, 'COMPLETED', { deploymentId: 'new' })], remembered: gone }))).toEqual([])
    expect(told(aPicture({ asOf: early, deployments: inventory(anew()), runs: [...before(13, 2), failed], remembered: gone }), { now: early, fromAt })).toEqual(['failed needs-you: boom'])
    expect(told(aPicture({ deployments: inventory(anew()), runs: [...before(13, 2), failed, night(0, 'COMPLETED', { deploymentId: 'new' })], remembered: gone }), { fromAt })).toEqual(['failed recovered: boom'])
  })
  it('is missing once where it does not run', () => {
    expect(told(aPicture({ deployments: inventory(anew()), runs: before(13, 1), remembered: gone }))).toHaveLength(1)
  })
  it('inherits under another flow and name by its entrypoint', () => {
    const renamed = inventory(anew({ flowId: 'flow-2', name: 'prod' }))
    expect(told(aPicture({ flows, deployments: renamed, runs: [...before(13, 1), night(0, 'COMPLETED', { deploymentId: 'new', flowId: 'flow-2' })], remembered: gone }))).toEqual([])
    expect(told(aPicture({ flows, deployments: renamed, runs: before(13, 1), remembered: gone }))).toHaveLength(1)
  })
  it('is deleted where nothing is like it, told once', () => {
    const other = inventory(anew({ flowId: 'flow-2', name: 'prod', entrypoint: 'b.py:other', schedules: [] }))
    for (const deployments of [new Map(), other])
      expect(told(aPicture({ flows, deployments, runs: before(13, 1), remembered: gone }))).toEqual(['missing needs-you: its deployment was deleted between Mon 12:00 and Mon 12:01; ran nightly until Mon 03:00'])
  })
  it('is not called deleted where not the whole inventory was read', () => {
    const unread = [{ what: 'inventory' as const, reason: 'There are more than 200 deployments: not all were read.', weighs: 'expectations' as const }]
    // Without a read that missed it, nobody took over from it either.
    const others = inventory(anew({ flowId: 'flow-1', name: 'other', createdAt: MADE, schedules: [] }))
    const { problems, unknown, verdict } = answerOf(aPicture({ flows, deployments: others, runs: before(13, 1), unread }))
    expect(problems).toEqual([])
    expect(unknown.map(({ reason }) => reason)).toEqual(['its deployment was not read'])
    expect(verdict.status).toBe('unknown')
  })
  it('that had stopped before its end only ended', () => {
    expect(told(aPicture({ flows, runs: before(13, 4), remembered: gone }))).toEqual([])
  })
})

describe('forty schedules at one instant', () => {
  const schedules = Array.from({ length: 40 }, (_, index) => cron('0 2 * * *', { id: `s${index}`, parameters: { customer: `c${index}` } }))
  const rows = (isThere: (daysBack: number, customer: number) => boolean): FlowRun[] => Array.from({ length: 14 * 40 }, (_, index) => ({ daysBack: 13 - Math.floor(index / 40), customer: index % 40 })).filter(({ daysBack, customer }) => isThere(daysBack, customer)).map(({ daysBack, customer }) => {
    const dueAt = at('2026-11-24T02:00:00Z') - daysBack * 24 * HOUR
    return aFlowRun({ id: `${customer} ${daysBack}`, scheduleId: `s${customer}`, parameters: { customer: `c${customer}` }, createdAt: dueAt - HOUR, expectedStartAt: dueAt, startedAt: dueAt + 2_000, endedAt: dueAt + MINUTE, ranForMs: MINUTE, runCount: 1, state: aRunState({ type: 'COMPLETED', at: dueAt + MINUTE }) })
  })
  const titles = (runs: FlowRun[], given: Schedule[] = schedules): string[] => answerOf(aPicture({ deployments: inventory(nightly({ schedules: given })), runs })).problems.map(({ title, section }) => `${section}: ${title}`)

  it('and 39 rows are one missing, named by its customer', () => {
    expect(titles(rows((daysBack, customer) => daysBack > 0 || customer !== 7))).toEqual(['needs-you: ledger (customer=c7) did not run'])
  })
  it('are told alike after a deploy made them anew', () => {
    const anew = schedules.map(schedule => ({ ...schedule, id: `new ${schedule.id}`, createdAt: NOW - 10 * MINUTE, updatedAt: NOW - 10 * MINUTE }))
    expect(titles(rows((daysBack, customer) => daysBack > 0 || customer !== 7), anew)).toEqual(['needs-you: ledger (customer=c7) did not run'])
    expect(titles(rows(() => true), anew)).toEqual([])
  })
  it('are one row when many are missing, and the job itself when all are', () => {
    expect(titles(rows((daysBack, customer) => daysBack > 0 || customer >= 12))).toEqual(['needs-you: ledger did not run for 12 of 40 parts'])
    expect(titles(rows(daysBack => daysBack > 0))).toEqual(['needs-you: ledger did not run'])
  })
})

describe('an hourly job', () => {
  const now = NOW + 10 * MINUTE
  const rows = (isThere: (hoursBack: number) => boolean): FlowRun[] => Array.from({ length: 24 * 14 }, (_, index) => 24 * 14 - 1 - index).filter(isThere).map((hoursBack) => {
    const dueAt = NOW - hoursBack * HOUR
    return aFlowRun({ id: `${hoursBack}`, createdAt: dueAt - HOUR, expectedStartAt: dueAt, startedAt: dueAt, endedAt: dueAt + 20_000, ranForMs: 20_000, runCount: 1, state: aRunState({ type: 'COMPLETED', at: dueAt + 20_000 }) })
  })
  const deployments = inventory(nightly({ schedules: [cron('0 * * * *')] }))
  const judged = (runs: FlowRun[], coverage = new Map()): string[] => told(aPicture({ asOf: now, deployments, runs, coverage }), { now })

  it('that missed one slot is recovered, with its share', () => {
    expect(judged(rows(hoursBack => hoursBack !== 4))[0]).toContain('missing recovered: 1 of 14 missing (03:00)')
  })
  it('is raised once its last three are absent', () => {
    expect(judged(rows(hoursBack => hoursBack > 1))[0]).toContain('missing recovered')
    expect(judged(rows(hoursBack => hoursBack > 2))[0]).toContain('missing needs-you: 3 slots since 05:00')
  })
  it('of which earlier slots were only counted has kept them', () => {
    for (const keptFromAt of [null, NOW - 14 * 24 * HOUR])
      expect(judged(rows(hoursBack => hoursBack <= 3), new Map([['deployment-1', { rowsFromAt: NOW - 3 * HOUR, keptFromAt }]]))).toEqual([])
  })
})
