import { describe, expect, it } from 'vitest'
import { resolveDeclared, listUnmatched } from '../../declared/resolved.ts'
import type { Expectation } from '../../declared/expectation.ts'
import { aRunState, aSchedule } from '../../model/build.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { aPicture, aQuestion, inventory, LONG_AGO, night, nightly, nights, NOW } from '../build.ts'
import type { JobJudgement } from '../finding.ts'
import { judgeJob } from '../morning.ts'
import { toJobs } from '../job.ts'
import { judgeDeclared } from './judge-declared.ts'

const HOUR = 3_600_000

function anExpectation(given: Partial<Expectation> = {}): Expectation {
  return { line: 1, server: null, match: { kind: 'deployment', name: 'ledger/nightly' }, tier: null, owner: null, everySlot: null, doneBy: null, freshForMs: null, complete: null, startsWithinMs: null, takesAtMostMs: null, succeedsAtLeast: null, after: null, goodEnds: null, calendar: null, ...given }
}

/** What is found of the one nightly job with these runs. */
function judged(runs: FlowRun[], given: Partial<Expectation>, deployment = nightly()): JobJudgement {
  const picture = aPicture({ deployments: inventory(deployment), runs })
  const question = aQuestion(picture, { standards: { expectations: [anExpectation(given)], acknowledgements: [] } })
  const [judgement] = judgeDeclared(toJobs(picture).map(job => judgeJob(job, question)), question)
  return judgement!
}

const kinds = ({ findings }: JobJudgement): string[] => findings.map(({ kind, section }) => `${kind} ${section}`)
const six = { minuteOfDay: 6 * 60, timeZone: 'UTC' }

describe('done by', () => {
  it('is silent where the night\'s run was good in time', () => {
    expect(kinds(judged(nights(13, 0), { doneBy: six }))).toEqual([])
  })
  it('is missed while the run still goes on', () => {
    const going = night(0, 'RUNNING', { endedAt: null, ranForMs: 4 * HOUR })
    expect(kinds(judged([...nights(13, 1), going], { doneBy: { minuteOfDay: 200, timeZone: 'UTC' } }))).toContain('deadline needs-you')
  })
  it('puts the deadline on what failed, and says failure once', () => {
    const { findings } = judged([...nights(13, 1), night(0, 'FAILED', { message: 'KeyError: 1' })], { doneBy: six })
    expect(findings).toMatchObject([{ kind: 'failed', deadline: { at: Date.parse('2026-11-24T06:00:00Z'), isMissed: true } }])
  })
  it('asks for nothing on a day on which nothing was due', () => {
    const mondays = nightly({ schedules: [aSchedule({ rule: { kind: 'cron', cron: '0 3 * * 1', timeZone: 'UTC', dayOr: true }, createdAt: LONG_AGO, updatedAt: LONG_AGO })] })
    expect(kinds(judged([night(8), night(1)], { doneBy: six }, mondays))).toEqual([])
  })
  it('names the next deadline while there is time', () => {
    const { findings } = judged([...nights(13, 1), night(0, 'FAILED', { message: 'x' })], { doneBy: { minuteOfDay: 8 * 60, timeZone: 'UTC' } })
    expect(findings[0]?.deadline).toEqual({ at: Date.parse('2026-11-24T08:00:00Z'), isMissed: false })
  })
})

describe('fresh', () => {
  it('tells the part that is too old', () => {
    const parts = (daysBack: number, customers: string[]): FlowRun[] => customers.map(customer => night(daysBack, 'COMPLETED', { id: `${customer} ${daysBack}`, parameters: { customer } }))
    const runs = [5, 4, 3].flatMap(daysBack => parts(daysBack, ['a', 'b'])).concat(parts(2, ['a']), parts(1, ['a']), parts(0, ['a']))
    expect(judged(runs, { freshForMs: 26 * HOUR }).findings).toContainEqual(expect.objectContaining({ kind: 'deadline', partition: 'customer=b', expectation: 'freshness' }))
  })
  it('is silent within its time', () => {
    expect(kinds(judged(nights(13, 0), { freshForMs: 26 * HOUR }))).toEqual([])
  })
})

describe('complete', () => {
  it('names the values without a good run', () => {
    const run = night(0, 'COMPLETED', { parameters: { customer: 'a' } })
    expect(judged([...nights(13, 1), run], { complete: { parameter: 'customer', values: ['a', 'b'], by: six } }).findings).toMatchObject([{ kind: 'deadline', reason: 'customer: b' }])
  })
})

describe('limits', () => {
  it('call a run slow that took longer than declared', () => {
    expect(kinds(judged(nights(13, 0), { takesAtMostMs: 60_000 }))).toEqual(['slow worth-a-look'])
  })
  it('leave a run that is perhaps dead to that', () => {
    const at = NOW - HOUR
    const going = night(0, 'RUNNING', { id: 'dead', endedAt: null, state: aRunState({ type: 'RUNNING', at }) })
    const signs = { log: { lastAt: null, readAt: NOW }, heartbeat: { count: 5, firstAt: at, lastAt: at + HOUR / 5, readAt: NOW } }
    const picture = aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 1), going], signsOfLife: new Map([['dead', signs]]) })
    const question = aQuestion(picture, { standards: { expectations: [anExpectation({ takesAtMostMs: 60_000 })], acknowledgements: [] } })
    expect(judgeDeclared(toJobs(picture).map(job => judgeJob(job, question)), question).map(kinds)).toEqual([['stuck needs-you']])
  })
  it('count good runs against the declared ratio', () => {
    expect(kinds(judged([...nights(13, 1), night(0, 'FAILED', { message: 'x' })], { succeedsAtLeast: 1 }))).toContain('flaky needs-you')
  })
})

describe('good ends', () => {
  it('excuse a failure of that name', () => {
    const skipped = night(0, 'FAILED')
    expect(kinds(judged([...nights(13, 1), { ...skipped, state: { ...skipped.state!, name: 'Skipped' } }], { goodEnds: ['Skipped'] }))).toEqual([])
  })
})

describe('a calendar', () => {
  it('excuses a slot of a holiday', () => {
    expect(kinds(judged(nights(13, 1), { calendar: { holidays: ['2026-11-24'], only: null, blackouts: [] } }))).toEqual([])
    expect(kinds(judged(nights(13, 1), { calendar: { holidays: ['2026-11-23'], only: null, blackouts: [] } }))).toEqual(['missing needs-you'])
  })
})

describe('every slot', () => {
  it('stays open however many good nights came after', () => {
    const runs = [...nights(13, 3), night(2, 'FAILED', { message: 'x' }), ...nights(1, 0)]
    expect(judged(runs, { everySlot: true }).findings).toMatchObject([{ kind: 'failed', section: 'needs-you', run: { id: 'deployment-1 FAILED 2' } }])
    expect(kinds(judged(runs, { everySlot: false }))).toEqual([])
  })
})

describe('tier 1', () => {
  it('keeps what is chronic in the headline', () => {
    const runs = [...nights(13, 4), ...[3, 2, 1, 0].map(daysBack => night(daysBack, 'FAILED', { message: 'KeyError: 1' }))]
    expect(judged(runs, { tier: 1 }).findings).toMatchObject([{ section: 'needs-you', tier: 1 }])
  })
})

describe('resolveDeclared', () => {
  const job = { key: 'ledger/nightly', flow: 'ledger', tags: ['core'] }
  it('takes each field from the most specific match', () => {
    const expectations = [anExpectation({ match: { kind: 'tag', name: 'core' }, tier: 1, owner: 'data' }), anExpectation({ tier: 2 })]
    expect(resolveDeclared(expectations, job)).toMatchObject({ tier: 2, owner: 'data' })
    expect(resolveDeclared(expectations, { ...job, key: 'x/y', tags: [] })).toBeNull()
  })
  it('lists what matches nothing', () => {
    const lost = anExpectation({ match: { kind: 'flow', name: 'legder' } })
    expect(listUnmatched([anExpectation(), lost], [job])).toEqual([lost])
  })
})
