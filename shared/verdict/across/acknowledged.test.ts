import { describe, expect, it } from 'vitest'
import { NO_STANDARDS, type Expectation } from '../../declared/expectation.ts'
import { DAY_MS } from '../../expectations/thresholds.ts'
import type { AcknowledgedSubject, AcknowledgedUntil, Acknowledgement } from '../../model/acknowledgement.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { answerOf, aPicture, inventory, night, nightly, nights, NOW } from '../build.ts'

const CAUSE = 'cause boom'
const MADE = Date.parse('2026-11-24T06:00:00Z')

const said = (subject: AcknowledgedSubject, until: AcknowledgedUntil = { kind: 'always' }, given: Partial<Acknowledgement> = {}) =>
  ({ ...NO_STANDARDS, acknowledgements: [{ id: 'ack-1', subject, until, note: 'on it', by: 'Ada', madeAt: MADE, source: 'page' as const, ended: null, ...given }] })
const ofJob: AcknowledgedSubject = { kind: 'job', jobKey: 'ledger/a' }
const ofProblem: AcknowledgedSubject = { kind: 'problem', identity: CAUSE, title: 'boom', jobKeys: ['ledger/a'] }

const deployments = inventory(nightly({ name: 'a', tags: ['nightly'] }), nightly({ id: 'deployment-2', name: 'b' }))
const failed = (deploymentId: string, message = 'boom'): FlowRun => night(0, 'FAILED', { deploymentId, message })
const picture = (runs: FlowRun[]) => aPicture({ deployments, runs: [...nights(13, 1), ...nights(13, 1, { deploymentId: 'deployment-2' }), ...runs] })
const onlyA = picture([failed('deployment-1'), night(0, 'COMPLETED', { deploymentId: 'deployment-2' })])
const both = picture([failed('deployment-1'), failed('deployment-2')])

describe('what was acknowledged', () => {
  it.each([
    ['a problem', ofProblem],
    ['a job', ofJob],
    ['a flow', { kind: 'flow', flow: 'ledger' }],
    ['a tag', { kind: 'tag', tag: 'nightly' }],
  ] as const)('is known when it is %s, counted and out of the headline', (_, subject) => {
    const { problems, verdict, counts } = answerOf(onlyA, { standards: said(subject) })
    expect(problems).toMatchObject([{ section: 'known', acknowledgement: { id: 'ack-1', by: 'Ada', note: 'on it', until: 'until it is taken back', madeAt: '2026-11-24T06:00:00.000Z' } }])
    expect(verdict).toMatchObject({ status: 'ok', sentence: 'Nothing needs you. 1 of 2 jobs ran as expected and 1 is known.' })
    expect(counts).toMatchObject({ known: 1, needsYou: 0 })
  })

  it('keeps the problem\'s id', () => {
    expect(answerOf(onlyA, { standards: said(ofProblem) }).problems[0]?.id).toBe(answerOf(onlyA).problems[0]?.id)
  })

  it('does not hide another job of the cause, and stays shown', () => {
    const { problems, verdict } = answerOf(both, { standards: said(ofProblem) })
    expect(problems).toMatchObject([{ section: 'needs-you', acknowledgement: { id: 'ack-1' } }])
    expect(verdict.status).toBe('attention')
  })

  it('does not hide another cause of the job', () => {
    const other = picture([failed('deployment-1', 'quota exceeded')])
    expect(answerOf(other, { standards: said(ofProblem) }).problems).toMatchObject([{ section: 'needs-you', acknowledgement: null }, {}])
    expect(answerOf(other, { standards: said(ofJob, { kind: 'cause-changes', causeKeys: ['boom'] }) }).problems[0]).toMatchObject({ section: 'needs-you', acknowledgement: null })
    expect(answerOf(onlyA, { standards: said(ofJob, { kind: 'cause-changes', causeKeys: ['boom'] }) }).problems[0]).toMatchObject({ section: 'known' })
  })

  it('ends at its date', () => {
    expect(answerOf(onlyA, { standards: said(ofJob, { kind: 'date', at: NOW + 1 }) }).problems).toMatchObject([{ section: 'known', acknowledgement: { until: 'until 07:00' } }])
    expect(answerOf(onlyA, { standards: said(ofJob, { kind: 'date', at: NOW }) }).problems).toMatchObject([{ section: 'needs-you', acknowledgement: null }])
  })

  it('ends with a good run after it was said', () => {
    const goodThenBad = (endedAt: number) => picture([
      night(0, 'COMPLETED', { endedAt }), night(0, 'FAILED', { id: 'again', message: 'boom', expectedStartAt: NOW - 60_000, endedAt: NOW - 30_000, autoScheduled: false }), night(0, 'COMPLETED', { deploymentId: 'deployment-2' }),
    ])
    expect(answerOf(goodThenBad(MADE - 1), { standards: said(ofJob, { kind: 'good-again' }) }).problems).toMatchObject([{ section: 'known' }])
    expect(answerOf(goodThenBad(MADE + 1), { standards: said(ofJob, { kind: 'good-again' }) }).problems).toMatchObject([{ section: 'needs-you' }])
  })

  it('does nothing once it was taken back', () => {
    expect(answerOf(onlyA, { standards: said(ofJob, { kind: 'always' }, { ended: { at: MADE + 1, by: null } }) }).problems).toMatchObject([{ section: 'needs-you', acknowledgement: null }])
  })

  it('leaves recovered what was put right', () => {
    const again = night(0, 'COMPLETED', { id: 'again', expectedStartAt: MADE, autoScheduled: false })
    expect(answerOf(picture([failed('deployment-1'), again, night(0, 'COMPLETED', { deploymentId: 'deployment-2' })]), { standards: said(ofJob) }).problems).toMatchObject([{ section: 'recovered' }])
  })
})

describe('a chronic problem', () => {
  const chronic = aPicture({ deployments, runs: [...nights(13, 3), ...[2, 1, 0].map(daysBack => night(daysBack, 'FAILED', { message: 'boom' })), ...nights(13, 0, { deploymentId: 'deployment-2' })] })
  const tier = (level: 1 | 2): Expectation => ({ line: 1, server: null, match: { kind: 'tag', name: 'nightly' }, tier: level, owner: null, everySlot: null, doneBy: null, freshForMs: null, complete: null, startsWithinMs: null, takesAtMostMs: null, succeedsAtLeast: null, after: null, goodEnds: null, calendar: null })

  it('is known, unless its tier is 1', () => {
    expect(answerOf(chronic).problems).toMatchObject([{ section: 'known', nightCount: 3 }])
    expect(answerOf(chronic, { standards: { ...NO_STANDARDS, expectations: [tier(2)] } }).problems).toMatchObject([{ section: 'known', tier: 2 }])
    expect(answerOf(chronic, { standards: { ...NO_STANDARDS, expectations: [tier(1)] } }).problems).toMatchObject([{ section: 'needs-you', tier: 1 }])
  })

  it('is brought back by a new job of its cause', () => {
    const runs = [...chronic.runs.filter(({ deploymentId, expectedStartAt }) => deploymentId === 'deployment-1' || (expectedStartAt ?? 0) < NOW - DAY_MS), failed('deployment-2')]
    expect(answerOf({ ...chronic, runs }).problems).toMatchObject([{ section: 'needs-you', jobs: [{ deployment: 'a' }, { deployment: 'b' }] }])
  })
})
