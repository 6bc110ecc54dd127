import { describe, expect, it } from 'vitest'
import { aRunState } from '../../model/build.ts'
import type { Deployment } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { DAY_MS } from '../../expectations/thresholds.ts'
import { answerOf, aPicture, inventory, night, nightly, nights, NOW } from '../build.ts'
import type { Picture } from '../picture.ts'

const MINUTE = 60_000
const THREE = Date.parse('2026-11-24T03:00:00Z')
const job = (index: number, given: Partial<Deployment> = {}): Deployment => nightly({ id: `deployment-${index}`, name: 'abcd'.charAt(index - 1), schedules: [], ...given })
const A = job(1, { schedules: nightly().schedules })
const [B, C] = [job(2), job(3)]

/** A run that an automation starts some seconds after 03:05, when A ends, or later in the chain. */
const started = (daysBack: number, deployment: Deployment, { minute = 5, second = 4, ...given }: Partial<FlowRun> & { minute?: number, second?: number } = {}): FlowRun => {
  const at = THREE - daysBack * DAY_MS + minute * MINUTE + (second + daysBack % 5) * 1_000
  return night(daysBack, 'COMPLETED', { id: `${deployment.id} ${daysBack}`, deploymentId: deployment.id, autoScheduled: false, maker: { kind: 'automation', name: 'then' }, expectedStartAt: at, createdAt: at, startedAt: at + 1_000, endedAt: at + 2 * MINUTE, ...given })
}
const startedNights = (deployment: Deployment, given: Parameters<typeof started>[2] = {}): FlowRun[] => Array.from({ length: 13 }, (_, index) => started(13 - index, deployment, given))
const ofA = nights(13, 1, { deploymentId: A.id })
const failedA = night(0, 'FAILED', { deploymentId: A.id, message: 'boom' })
const chain = [...ofA, ...startedNights(B), ...startedNights(C, { minute: 7, second: 10 })]
const picture = (runs: FlowRun[], given: Partial<Picture> = {}): Picture => aPicture({ deployments: inventory(A, B, C), runs, ...given })

describe('a chain A→B→C', () => {
  it('whose head fails is one problem with two consequences', () => {
    const { problems, counts } = answerOf(picture([...chain, failedA]))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ kind: 'failed', jobs: [{ deployment: 'a' }], consequences: [{ deployment: 'b' }, { deployment: 'c' }] })
    expect(counts).toMatchObject({ jobs: 3, needsYou: 3, asExpected: 0 })
  })

  it('is well while each follows the other', () => {
    const tonight = [night(0, 'COMPLETED', { deploymentId: A.id }), started(0, B), started(0, C, { minute: 7, second: 10 })]
    expect(answerOf(picture([...chain, ...tonight]))).toMatchObject({ problems: [], counts: { jobs: 3, asExpected: 3 }, checked: { judgedCount: 3, withoutExpectationCount: 0 } })
  })

  it('misses the job that did not follow a good end, and what follows that', () => {
    const { problems } = answerOf(picture([...chain, night(0, 'COMPLETED', { deploymentId: A.id })]))
    expect(problems).toMatchObject([{ kind: 'missing', section: 'needs-you', title: 'ledger/b did not run', jobs: [{ deployment: 'b' }], consequences: [{ deployment: 'c' }] }])
    expect(problems[0]?.reason).toContain('ledger/a ended well 03:05 and ledger/b did not start')
  })

  it('misses nothing within five minutes of the usual delay', () => {
    const now = THREE + 9 * MINUTE
    expect(answerOf(picture([...chain, night(0, 'COMPLETED', { deploymentId: A.id })], { asOf: now }), { now }).problems).toEqual([])
  })

  it('goes on missing it on the nights after', () => {
    const runs = [...ofA.slice(0, -1), ...startedNights(B).slice(0, -2), night(1, 'COMPLETED', { deploymentId: A.id }), night(0, 'COMPLETED', { deploymentId: A.id })]
    expect(answerOf(aPicture({ deployments: inventory(A, B), runs })).problems).toMatchObject([{ kind: 'missing', nightCount: 3, jobs: [{ deployment: 'b' }] }])
  })

  it('has no consequence that somebody ran since', () => {
    const byHand = started(0, B, { minute: 60, maker: null })
    expect(answerOf(picture([...ofA, ...startedNights(B), failedA, byHand])).problems.map(({ consequences }) => consequences)).toEqual([[]])
  })

  it('shows its head under a filter that asks for a consequence only', () => {
    const tagged = inventory(A, { ...B, tags: ['tier-1'] }, C)
    const { problems, counts, outsideCount } = answerOf(picture([...chain, failedA], { deployments: tagged }), { tags: ['tier-1'] })
    expect(problems).toMatchObject([{ jobs: [{ deployment: 'a' }], consequences: [{ deployment: 'b' }] }])
    expect({ needsYou: counts.needsYou, outsideCount }).toEqual({ needsYou: 2, outsideCount: 0 })
  })

  it('is learnt from runs that another run started', () => {
    const child = (daysBack: number) => ({ rootRunId: `${A.id} COMPLETED ${daysBack}`, run: started(daysBack, B, { minute: 1, parentTaskRunId: 'task', maker: null }) })
    const children = Array.from({ length: 13 }, (_, index) => child(13 - index))
    expect(answerOf(aPicture({ deployments: inventory(A, B), runs: [...ofA, failedA], children })).problems).toMatchObject([{ consequences: [{ deployment: 'b' }] }])
    expect(answerOf(aPicture({ deployments: inventory(A, B), runs: [...ofA, night(0, 'COMPLETED', { deploymentId: A.id })], children })).problems).toMatchObject([{ kind: 'missing', title: 'ledger/b did not run' }])
  })
})

describe('a trigger', () => {
  it('is not believed of runs a person starts', () => {
    const byHand = startedNights(B, { maker: null })
    // What a person starts each night has a rhythm of its own.
    expect(answerOf(aPicture({ deployments: inventory(A, B), runs: [...ofA, ...byHand, failedA] })).problems).toMatchObject([{ kind: 'failed', consequences: [] }, { kind: 'missing', consequences: [] }])
  })

  it('is not believed before five runs', () => {
    expect(answerOf(aPicture({ deployments: inventory(A, B), runs: [...ofA, ...startedNights(B).slice(-4), failedA] })).problems).toMatchObject([{ consequences: [] }])
  })

  it('is not a job that ends all the time', () => {
    const often = job(4, { schedules: [] })
    const ends = Array.from({ length: 14 * 24 * 12 }, (_, index) => NOW - index * 5 * MINUTE).map((at, index) => night(0, 'COMPLETED', { id: `often ${index}`, deploymentId: often.id, autoScheduled: false, expectedStartAt: at - MINUTE, createdAt: at - MINUTE, startedAt: at - MINUTE, endedAt: at, ranForMs: MINUTE }))
    const { problems } = answerOf(aPicture({ deployments: inventory(often, B), runs: [...ends, ...startedNights(B)] }))
    expect(problems).toEqual([])
  })

  it('is the one that failed where two end as near and the good end of the other was not followed', () => {
    const twin = nights(13, 0, { deploymentId: 'deployment-4' })
    const { problems } = answerOf(aPicture({ deployments: inventory(A, B, job(4, { schedules: A.schedules })), runs: [...ofA, ...twin, ...startedNights(B), failedA] }))
    expect(problems).toMatchObject([{ jobs: [{ deployment: 'a' }], consequences: [{ deployment: 'b' }] }])
  })

  it.each([
    ['goes on', [night(0, 'RUNNING', { deploymentId: 'deployment-4', startedAt: NOW - 3 * MINUTE, endedAt: null, ranForMs: null, state: aRunState({ type: 'RUNNING', at: NOW - 3 * MINUTE }) })]],
    ['was followed', [night(0, 'COMPLETED', { deploymentId: 'deployment-4' }), started(0, B)]],
  ])('is none of two that end as near while the other %s', (_, tonight) => {
    const twin = nights(13, 1, { deploymentId: 'deployment-4' })
    const { problems } = answerOf(aPicture({ deployments: inventory(A, B, job(4, { schedules: A.schedules })), runs: [...ofA, ...twin, ...tonight, ...startedNights(B), failedA] }))
    expect(problems.find(({ jobs }) => jobs[0]?.deployment === 'a')?.consequences).toEqual([])
    expect(problems.some(({ jobs }) => jobs.some(({ deployment }) => deployment === 'b'))).toBe(false)
  })

  it('is missing where two jobs end as near, and neither good end was followed', () => {
    const both = [...ofA, night(0, 'COMPLETED', { deploymentId: A.id }), ...nights(13, 0, { deploymentId: 'deployment-4' })]
    const { problems } = answerOf(aPicture({ deployments: inventory(A, B, job(4, { schedules: A.schedules })), runs: [...both, ...startedNights(B)] }))
    expect(problems).toMatchObject([{ kind: 'missing', jobs: [{ deployment: 'b' }] }])
  })
})
