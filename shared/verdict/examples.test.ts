import { describe, expect, it } from 'vitest'
import { NO_STANDARDS, type Expectation, type Standards } from '../declared/expectation.ts'
import { learnRhythm } from '../expectations/rhythm.ts'
import { aFlow, aRunState, aSchedule } from '../model/build.ts'
import type { Schedule } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { answerOf, aPicture, aQuestion, inventory, LONG_AGO, night, nightly, nights, NOW } from './build.ts'
import { toJobs } from './job.ts'
import { toJudgementAnswer } from './judgement-facts.ts'
import { judgeJob, judgeMorning } from './morning.ts'
import { NOTHING_REMEMBERED } from './remembered.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const at = (iso: string): number => Date.parse(iso)
const cron = (text: string, given: Partial<Schedule> = {}): Schedule => aSchedule({ createdAt: LONG_AGO, updatedAt: LONG_AGO, ...given, rule: { kind: 'cron', cron: text, timeZone: 'UTC', dayOr: true } })
const boom = { message: 'KeyError: \'price\'' }
function declared(given: Partial<Expectation>): Standards {
  return { ...NO_STANDARDS, expectations: [{ line: 1, server: null, match: { kind: 'flow', name: 'ledger' }, tier: null, owner: null, everySlot: null, doneBy: null, freshForMs: null, complete: null, startsWithinMs: null, takesAtMostMs: null, succeedsAtLeast: null, after: null, goodEnds: null, calendar: null, ...given }] }
}

describe('a problem', () => {
  it('of Sunday is open since Sunday on Tuesday, and needs somebody', () => {
    const weekly = nightly({ schedules: [cron('0 3 * * 0')] })
    const { problems } = answerOf(aPicture({ deployments: inventory(weekly), runs: [night(9), night(2, 'FAILED', boom)] }))
    expect(problems).toMatchObject([{ section: 'needs-you', open: true, since: '2026-11-22T03:05:00.000Z', nightCount: 1 }])
  })

  it('keeps its id when its deployment is made anew under another one', () => {
    const bad = (deploymentId: string): FlowRun => night(1, 'FAILED', { ...boom, deploymentId })
    const [before] = answerOf(aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 2), bad('deployment-1')] })).problems
    const madeAt = at('2026-11-23T12:00:00Z')
    const gone = new Map([['deployment-1', { id: 'deployment-1', flowId: 'flow-1', flow: 'ledger', name: 'nightly', tags: [], schedules: [cron('0 3 * * *')], entrypoint: null, lastSeenAt: madeAt - MINUTE, goneAt: madeAt }]])
    const anew = nightly({ id: 'anew', createdAt: madeAt, schedules: [cron('0 3 * * *', { createdAt: madeAt, updatedAt: madeAt })] })
    const [after] = answerOf(aPicture({ deployments: inventory(anew), runs: [...nights(13, 2), bad('deployment-1'), night(0, 'FAILED', { ...boom, deploymentId: 'anew' })], remembered: { ...NOTHING_REMEMBERED, gone } })).problems
    expect(after?.id).toBe(before?.id)
    expect(after?.nightCount).toBe(2)
  })

  it('that is known is counted in the sentence and leaves the headline', () => {
    const { verdict, counts } = answerOf(aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 4), ...[3, 2, 1, 0].map(daysBack => night(daysBack, 'FAILED', boom))] }))
    expect({ sentence: verdict.sentence, status: verdict.status, known: counts.known }).toEqual({ sentence: 'Nothing needs you. 0 of 1 job ran as expected and 1 is known.', status: 'ok', known: 1 })
  })
})

describe('a deploy that switches a schedule on that somebody had switched off', () => {
  it('makes no slot of the night before it', () => {
    const deployedAt = at('2026-11-24T06:50:00Z')
    const schedules = [cron('0 3 * * *', { id: 'anew', createdAt: deployedAt, updatedAt: deployedAt })]
    const seen = [{ schedules: [cron('0 3 * * *', { active: false })], firstSeenAt: LONG_AGO, lastSeenAt: deployedAt - MINUTE }, { schedules, firstSeenAt: deployedAt + MINUTE, lastSeenAt: NOW }]
    expect(answerOf(aPicture({ deployments: inventory(nightly({ schedules })), remembered: { ...NOTHING_REMEMBERED, schedules: new Map([['ledger/nightly', seen]]) } })).problems).toEqual([])
  })
})

describe('a morning', () => {
  it('says of how many judged jobs nothing says when they should run', () => {
    const onDemand = nightly({ id: 'on demand', name: 'on demand', schedules: [] })
    const { counts, checked } = answerOf(aPicture({ deployments: inventory(nightly(), onDemand), runs: [...nights(13, 0), night(0, 'COMPLETED', { deploymentId: 'on demand', autoScheduled: false })] }))
    expect([counts.asExpected, checked.judgedCount, checked.withoutExpectationCount]).toEqual([2, 2, 1])
  })

  it('has slow and fast runs beside the headline, unless a deadline is missed for them', () => {
    const slow = night(0, 'COMPLETED', { endedAt: at('2026-11-24T05:30:00Z'), ranForMs: 150 * MINUTE })
    const picture = aPicture({ deployments: inventory(nightly()), runs: [...nights(13, 1), slow] })
    expect(answerOf(picture)).toMatchObject({ verdict: { status: 'ok' }, problems: [{ kind: 'slow', section: 'worth-a-look' }] })
    const doneBy = { minuteOfDay: 5 * 60, timeZone: 'UTC' }
    expect(answerOf({ ...picture, runs: [...nights(13, 1), { ...slow, state: aRunState({ type: 'RUNNING', at: at('2026-11-24T03:00:02Z') }), endedAt: null }] }, { standards: declared({ doneBy }) })).toMatchObject({ verdict: { status: 'attention' } })
  })
})

describe('a slot', () => {
  it('is late past twice the usual delay of its job, where that is longer than five minutes', () => {
    const slowStarts = nights(13, 1).map(run => ({ ...run, startedAt: (run.expectedStartAt ?? 0) + 10 * MINUTE, endedAt: (run.endedAt ?? 0) + 10 * MINUTE }))
    const waiting = night(0, 'SCHEDULED', { startedAt: null, endedAt: null, ranForMs: null, runCount: 0 })
    const kindsAt = (minutes: number): string[] => answerOf(aPicture({ asOf: at('2026-11-24T03:00:00Z') + minutes * MINUTE, deployments: inventory(nightly()), runs: [...slowStarts, waiting] }), { now: at('2026-11-24T03:00:00Z') + minutes * MINUTE }).problems.map(({ kind }) => kind)
    expect([kindsAt(6), kindsAt(19), kindsAt(21)]).toEqual([[], [], ['late']])
  })

  // Prefect 3.8.8 makes a run of 02:30 for 01:30 on the wall, where clocks go from two to three.
  it.each([
    ['Europe/Berlin', '2026-03-29T00:30:00Z', '2026-03-28T01:30:00Z'],
    ['America/New_York', '2026-03-08T06:30:00Z', '2026-03-07T07:30:00Z'],
    ['Australia/Sydney', '2026-10-03T15:30:00Z', '2026-10-02T16:30:00Z'],
  ])('of 02:30 in the night clocks go forward in %s is neither missing nor twice', (timeZone, skippedAt, dayBefore) => {
    const now = at(skippedAt) + 6 * 60 * MINUTE
    const schedules = [aSchedule({ createdAt: 0, updatedAt: 0, rule: { kind: 'cron', cron: '30 2 * * *', timeZone, dayOr: true } })]
    const ran = [...Array.from({ length: 13 }, (_, index) => at(dayBefore) - (12 - index) * DAY), at(skippedAt)]
      .map(due => night(0, 'COMPLETED', { id: `${due}`, expectedStartAt: due, createdAt: due - DAY, startedAt: due + 1_000, endedAt: due + 5 * MINUTE }))
    const told = (runs: FlowRun[]): string[] => answerOf(aPicture({ asOf: now, reachFromAt: now - 14 * DAY, runsKnownFromAt: now - 14 * DAY, deployments: inventory(nightly({ createdAt: 0, schedules })), runs }), { now, timeZone, fromAt: now - DAY }).problems.map(({ kind, section }) => `${kind} ${section}`)
    expect(told(ran)).toEqual([])
    expect(told(ran.slice(0, -1))).toEqual(['missing needs-you'])
  })
})

describe('how a job is judged', () => {
  const factsOf = (runs: FlowRun[]): string[] => {
    const picture = aPicture({ deployments: inventory(nightly()), runs })
    const question = aQuestion(picture)
    const morning = judgeMorning(picture, { window: { fromAt: question.fromAt, toAt: NOW, timeZone: 'UTC' }, tags: [], flows: [], standards: NO_STANDARDS }, NOW)
    const [job] = toJobs(picture)
    return toJudgementAnswer(judgeJob(job!, question), morning, question).facts.map(({ text }) => text)
  }

  it('says that too few good runs are known to judge how long it takes', () => {
    expect(factsOf(nights(3, 0))).toContain('fewer than 5 good runs are known: how long it usually takes is not judged')
  })

  it('says what is usual, and past what it is slow', () => {
    expect(factsOf(nights(13, 0))).toContainEqual(expect.stringMatching(/^usually takes 5 m \(14 runs\); slow past 15 m/))
  })
})

describe('a rhythm that nobody stated', () => {
  it.each([
    ['the first working day', ['2026-07-01', '2026-08-03', '2026-09-01', '2026-10-01', '2026-11-02', '2026-12-01'], '2027-01-01'],
    ['the last working day', ['2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-30', '2026-11-30'], '2026-12-31'],
    ['a day of the month', ['2026-06-15', '2026-07-15', '2026-08-15', '2026-09-15', '2026-10-15', '2026-11-15'], '2026-12-15'],
    ['a day of the week', ['2026-10-20', '2026-10-27', '2026-11-03', '2026-11-10', '2026-11-17', '2026-11-24'], '2026-12-01'],
  ])('may be %s of each period', (_, days, next) => {
    const rhythm = learnRhythm(days.map(day => at(`${day}T02:00:00Z`)))
    expect(rhythm?.dueUntil(at(`${next}T23:00:00Z`)).map(due => new Date(due).toISOString().slice(0, 10))).toEqual([next])
  })
})

describe('what is declared', () => {
  const A = nightly({ id: 'a', name: 'a' })
  const B = nightly({ id: 'b', name: 'b', flowId: 'flow-2', schedules: [] })
  const flows = new Map([['flow-1', aFlow()], ['flow-2', aFlow({ id: 'flow-2', name: 'mart' })]])
  const after = { ...declared({ match: { kind: 'flow', name: 'mart' }, after: { job: 'ledger/a', withinMs: 30 * MINUTE } }) }
  const ofA = nights(13, 0, { deploymentId: 'a' })
  const ofB = (minute: number): FlowRun => ({ ...night(0, 'COMPLETED', { deploymentId: 'b', flowId: 'flow-2', autoScheduled: false }), expectedStartAt: at('2026-11-24T03:00:00Z') + minute * MINUTE, endedAt: at('2026-11-24T03:00:00Z') + (minute + 5) * MINUTE })
  const told = (runs: FlowRun[]): string[] => answerOf(aPicture({ flows, deployments: inventory(A, B), runs }), { standards: after }).problems.map(({ jobs, section }) => `${jobs[0]?.deployment} ${section}`)

  it('to follow another job within some minutes is raised where it did not', () => {
    expect(told([...ofA, ofB(10)])).toEqual([])
    expect(told(ofA)).toEqual(['b needs-you'])
  })

  it.each<[string, Expectation['calendar'], string[]]>([
    ['only the last working day of a month', { only: 'last-business-day', holidays: [], blackouts: [] }, []],
    ['none in a maintenance', { only: null, holidays: [], blackouts: [{ fromAt: at('2026-11-24T02:00:00Z'), toAt: at('2026-11-24T08:00:00Z') }] }, []],
    ['every day', { only: null, holidays: [], blackouts: [] }, ['missing']],
  ])('of a calendar asks for %s', (_, calendar, kinds) => {
    expect(answerOf(aPicture({ deployments: inventory(nightly()), runs: nights(13, 1) }), { standards: declared({ calendar }) }).problems.map(({ kind }) => kind)).toEqual(kinds)
  })

  it('and matches no job is said on the page, with its line', () => {
    const { unmatched } = answerOf(aPicture({ deployments: inventory(nightly()), runs: nights(13, 0) }), { standards: declared({ line: 7, match: { kind: 'deployment', name: 'ledger/nihgtly' } }) })
    expect(unmatched).toEqual([{ line: 7, about: 'deployment ledger/nihgtly' }])
  })
})
