import { describe, expect, it } from 'vitest'
import type { MorningAnswer } from '../api/morning.ts'
import type { ServerRole } from '../api/server.ts'
import type { Expectation } from '../declared/expectation.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { aPicture, answerOf, inventory, night, nightly, nights, NOW } from './build.ts'
import { judgeMorning, type MorningQuestion } from './morning.ts'
import { toNightSheet } from './night-sheet.ts'
import type { Picture } from './picture.ts'
import { toSharedAnswer, type ServerMorning } from './several-servers.ts'

const FROM_AT = Date.parse('2026-11-23T18:00:00Z')

interface Given {
  role?: ServerRole
  runs?: readonly FlowRun[]
  picture?: Partial<Picture>
  expectations?: readonly Expectation[]
}

/** A server with one nightly job that went well unless told otherwise; `eu` is the default one. */
function on(name: string, { role = 'production', runs = nights(13, 0), picture = {}, expectations = [] }: Given = {}): ServerMorning {
  const read = aPicture({ server: name, deployments: inventory(nightly()), runs: [...runs], ...picture })
  const question: MorningQuestion = { window: { fromAt: FROM_AT, toAt: NOW, timeZone: 'UTC' }, tags: [], flows: [], standards: { expectations, acknowledgements: [] } }
  return { server: name === 'eu' ? null : name, role, picture: read, question, now: NOW, morning: judgeMorning(read, question, NOW) }
}

const FAILED = [...nights(13, 1), night(0, 'FAILED', { message: 'KeyError: customer' })]
const NEVER_READ: Partial<Picture> = { asOf: null, runsKnownFromAt: null, deployments: new Map(), runs: [] }
const told = ({ verdict: { status, sentence } }: MorningAnswer): string => `${status}: ${sentence}`

describe('toSharedAnswer', () => {
  it('is one server\'s own answer where there is one', () => {
    const eu = on('eu', { runs: FAILED })
    expect(toSharedAnswer([eu], [])).toEqual(answerOf(eu.picture))
  })

  it('speaks of all jobs in one sentence, and every count equals its rows', () => {
    const answer = toSharedAnswer([on('eu', { runs: FAILED }), on('us')], [])
    expect(told(answer)).toBe('attention: 1 problem needs you. 1 of 2 jobs ran as expected.')
    expect(answer.counts).toMatchObject({ jobs: 2, needsYou: 1, asExpected: 1 })
    expect(answer.asExpected).toMatchObject([{ server: 'us' }])
    expect(answer.problems).toMatchObject([{ server: null }])
  })

  it('keeps the same trouble on two servers apart, under ids of their own', () => {
    const { problems } = toSharedAnswer([on('eu', { runs: FAILED }), on('us', { runs: FAILED })], [])
    expect(problems.map(({ server }) => server)).toEqual([null, 'us'])
    expect(new Set(problems.map(({ id }) => id)).size).toBe(2)
  })

  it('puts what needs somebody worst first across servers', () => {
    const tierOne: Expectation = { line: 1, server: 'us', match: { kind: 'flow', name: 'ledger' }, tier: 1, owner: null, everySlot: null, doneBy: null, freshForMs: null, complete: null, startsWithinMs: null, takesAtMostMs: null, succeedsAtLeast: null, after: null, goodEnds: null, calendar: null }
    const { problems } = toSharedAnswer([on('eu', { runs: FAILED }), on('us', { runs: FAILED, expectations: [tierOne] })], [])
    expect(problems.map(({ server, tier }) => [server, tier])).toEqual([['us', 1], [null, 2]])
  })

  it('is unknown, and says why, while one server was never read', () => {
    const answer = toSharedAnswer([on('eu'), on('us', { picture: NEVER_READ })], [])
    expect(told(answer)).toBe('unknown: Not everything could be read. The only job ran as expected.')
    expect([answer.complete, answer.incomplete.map(({ reason }) => reason)]).toEqual([false, ['us: It was not read yet.']])
    expect(toSharedAnswer([on('eu', { picture: NEVER_READ }), on('us', { runs: FAILED })], []).verdict.status).toBe('attention')
  })

  it('is unknown while nothing was read of any', () => {
    expect(told(toSharedAnswer([on('eu', { picture: NEVER_READ }), on('us', { picture: NEVER_READ })], []))).toBe('unknown: Nothing is known yet. Prefect was not read.')
  })

  it('does not call an empty server beside others a quiet one', () => {
    const answer = toSharedAnswer([on('eu'), on('us', { picture: { deployments: new Map(), runs: [] } })], [])
    expect(answer.verdict.status).toBe('unknown')
    expect(answer.incomplete.map(({ reason }) => reason)).toEqual(['us: It has no deployments, and no runs of 14 days: is it the right one?'])
  })

  it('tells a server that is not in production in a line, and nowhere else', () => {
    const answer = toSharedAnswer([on('eu'), on('us')], [on('staging', { role: 'other', runs: FAILED })])
    expect(told(answer)).toBe('ok: All 2 jobs ran as expected.')
    expect(answer.problems).toEqual([])
    expect(answer.others).toEqual([{ name: 'staging', server: 'staging', role: 'other', verdict: { status: 'attention', sentence: '1 problem needs you. 0 of 1 job ran as expected.' } }])
  })

  it('says of the oldest reading as of when it stands', () => {
    expect(toSharedAnswer([on('eu'), on('us', { picture: { asOf: NOW - 60_000 } })], []).asOf).toBe('2026-11-24T06:59:00.000Z')
  })

  it('misses an expectation only where no server has such a job', () => {
    const expectation = (line: number, flow: string, server: string | null = null): Expectation => ({ line, server, match: { kind: 'flow', name: flow }, tier: 2, owner: null, everySlot: null, doneBy: null, freshForMs: null, complete: null, startsWithinMs: null, takesAtMostMs: null, succeedsAtLeast: null, after: null, goodEnds: null, calendar: null })
    const shared = [expectation(1, 'ledger'), expectation(2, 'mistyped')]
    const empty: Partial<Picture> = { deployments: new Map(), runs: [] }
    expect(toSharedAnswer([on('eu', { expectations: shared }), on('us', { expectations: [...shared, expectation(3, 'ledger', 'us')], picture: empty })], []).unmatched)
      .toEqual([{ line: 2, about: 'flow mistyped' }, { line: 3, about: 'flow ledger' }])
  })
})

describe('toNightSheet', () => {
  const sheetOf = ({ server, morning, question: { window }, now }: ServerMorning) => ({ server, morning, window, now, complete: true })

  it('draws the nights of several servers as one, each bar with its own job', () => {
    const sheet = toNightSheet([sheetOf(on('eu')), sheetOf(on('us', { runs: FAILED }))])
    expect(sheet.jobs.map(({ server }) => server)).toEqual(['us', null])
    expect(sheet.bars.map(({ job, mark }) => [job, mark])).toEqual([[0, 'failed'], [1, 'completed']])
    expect(sheet.bars[0]?.problemId).toBe(toSharedAnswer([on('us', { runs: FAILED })], []).problems[0]?.id)
  })
})
