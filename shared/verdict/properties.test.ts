import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MorningAnswer } from '../api/morning.ts'
import { DAY_MS, MINUTE_MS } from '../expectations/thresholds.ts'
import { aFlow, aRunState, aSchedule } from '../model/build.ts'
import type { Deployment } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { answerOf, aPicture, inventory, LONG_AGO, night, nightly, NOW } from './build.ts'
import { SECTIONS } from './kind.ts'
import type { Picture } from './picture.ts'

/** How a night of a made-up job went, and of which night it is told. */
const OUTCOMES = ['good', 'good', 'good', 'failed', 'failed as others', 'crashed', 'late', 'missing', 'cancelled', 'running', 'unheard of'] as const
type Outcome = typeof OUTCOMES[number]

interface MadeJob {
  hour: number
  nights: readonly Outcome[]
}

const madeJob = fc.record({ hour: fc.integer({ min: 0, max: 5 }), nights: fc.array(fc.constantFrom(...OUTCOMES), { minLength: 4, maxLength: 4 }) })
const madeJobs = fc.array(madeJob, { minLength: 1, maxLength: 8 })

function toDeployment({ hour }: MadeJob, index: number): Deployment {
  return nightly({ id: `deployment-${index}`, flowId: `flow-${index}`, name: `n${index}`, tags: [index % 2 === 0 ? 'even' : 'odd'], schedules: [aSchedule({ id: `schedule-${index}`, rule: { kind: 'cron', cron: `${index} ${hour} * * *`, timeZone: 'UTC', dayOr: true }, createdAt: LONG_AGO, updatedAt: LONG_AGO })] })
}

/** Ten good nights, then those of the job. */
function toRuns({ hour, nights }: MadeJob, index: number): FlowRun[] {
  const all: Outcome[] = [...Array.from({ length: 10 }, () => 'good' as const), ...nights]
  return all.flatMap((outcome, position) => {
    const daysBack = all.length - 1 - position
    const due = Date.parse('2026-11-24T00:00:00Z') - daysBack * DAY_MS + (hour * 60 + index) * MINUTE_MS
    const endedAt = due + 4 * MINUTE_MS
    const base = night(daysBack, 'COMPLETED', { id: `run ${index} ${position}`, name: `run-${position}`, flowId: `flow-${index}`, deploymentId: `deployment-${index}`, expectedStartAt: due, createdAt: due - 3 * DAY_MS, startedAt: due + 2_000, endedAt, ranForMs: 4 * MINUTE_MS - 2_000, state: aRunState({ type: 'COMPLETED', at: endedAt }) })
    return outcome === 'missing' ? [] : [{ ...base, ...changeOf(outcome, { due, endedAt, index }) }]
  })
}

function changeOf(outcome: Exclude<Outcome, 'missing'>, { due, endedAt, index }: { due: number, endedAt: number, index: number }): Partial<FlowRun> {
  const unstarted = { startedAt: null, endedAt: null, ranForMs: null, runCount: 0 }
  return {
    'good': {},
    'failed': { state: aRunState({ type: 'FAILED', at: endedAt, message: `ValueError: step ${'abcdefgh'.charAt(index)} is wrong` }) },
    'failed as others': { state: aRunState({ type: 'FAILED', at: endedAt, message: 'ConnectionError: warehouse refused' }) },
    'crashed': { state: aRunState({ type: 'CRASHED', at: endedAt, message: 'Execution was aborted by an interrupt signal.' }) },
    'late': { ...unstarted, state: aRunState({ type: 'SCHEDULED', name: 'Late', at: due + 15_000 }) },
    'cancelled': { state: aRunState({ type: 'CANCELLED', at: endedAt }) },
    'running': { endedAt: null, state: aRunState({ type: 'RUNNING', at: due + 2_000 }) },
    'unheard of': { endedAt: null, state: aRunState({ type: 'UNKNOWN', name: 'Sulking', at: due + 2_000 }) },
  }[outcome]
}

function toPicture(jobs: readonly MadeJob[], given: Partial<Picture> = {}): Picture {
  return aPicture({ flows: new Map(jobs.map((_, index) => [`flow-${index}`, aFlow({ id: `flow-${index}`, name: `f${index}` })])), deployments: inventory(...jobs.map(toDeployment)), runs: jobs.flatMap(toRuns), ...given })
}

/** What is told, without what only names a run. */
function summary({ problems, counts, verdict }: MorningAnswer) {
  return { status: verdict.status, counts, problems: problems.map(({ id, section, kind, title, jobs, consequences }) => ({ id, section, kind, title, jobs: jobs.map(({ deployment }) => deployment), consequences: consequences.map(({ deployment }) => deployment) })) }
}

describe('any morning', () => {
  it('is judged the same three times', () => {
    fc.assert(fc.property(madeJobs, (jobs) => {
      const picture = toPicture(jobs)
      const [first, ...others] = [1, 2, 3].map(() => answerOf({ ...picture }))
      others.forEach(other => expect(other).toEqual(first))
    }), { seed: 1, numRuns: 60 })
  })

  it('has each job in one count, and counts that equal their rows', () => {
    fc.assert(fc.property(madeJobs, fc.constantFrom<string[]>([], ['even']), (jobs, tags) => {
      const { counts, problems, asExpected, unknown } = answerOf(toPicture(jobs), { tags })
      const named = { 'needs-you': counts.needsYou, 'worth-a-look': counts.worthALook, 'recovered': counts.recovered, 'known': counts.known }
      const rows = SECTIONS.map(section => new Set(problems.filter(problem => problem.section === section).flatMap(problem => [...problem.jobs, ...problem.consequences]).map(({ deployment }) => deployment)))
      expect(rows.map(({ size }) => size)).toEqual(SECTIONS.map(section => named[section]))
      const all = [...rows.flatMap(row => [...row]), ...[...asExpected, ...unknown].map(({ deployment }) => deployment)]
      expect({ all: all.length, distinct: new Set(all).size }).toEqual({ all: counts.jobs, distinct: counts.jobs })
    }), { seed: 2, numRuns: 150 })
  })

  it('has a status that its rows bear out', () => {
    fc.assert(fc.property(madeJobs, (jobs) => {
      const { verdict, problems, unknown } = answerOf(toPicture(jobs))
      expect(verdict.status).toBe(problems.some(({ section }) => section === 'needs-you') ? 'attention' : unknown.length > 0 ? 'unknown' : 'ok')
    }), { seed: 3, numRuns: 100 })
  })

  it('is never ok when it was read in part', () => {
    fc.assert(fc.property(madeJobs, fc.constantFrom<Partial<Picture>>({ unread: [{ what: 'runs', reason: 'Prefect does not answer', weighs: 'expectations' }] }, { runsKnownFromAt: null }, { runsKnownFromAt: NOW - 3_600_000 }, { asOf: null }), (jobs, given) => {
      expect(answerOf(toPicture(jobs, given)).verdict.status).not.toBe('ok')
    }), { seed: 4, numRuns: 100 })
  })

  it('tells the others alike with one more job that is well', () => {
    fc.assert(fc.property(madeJobs, fc.integer({ min: 0, max: 5 }), (jobs, hour) => {
      const before = answerOf(toPicture(jobs))
      // That the scheduler is silent for everybody is told by the others: one more that is well speaks against it.
      fc.pre(!before.problems.some(({ cause }) => cause?.key === 'scheduler silent'))
      const after = answerOf(toPicture([...jobs, { hour, nights: ['good', 'good', 'good', 'good'] }]))
      expect(summary(after).problems).toEqual(summary(before).problems)
      expect(after.counts).toEqual({ ...before.counts, jobs: before.counts.jobs + 1, asExpected: before.counts.asExpected + 1 })
    }), { seed: 5, numRuns: 150 })
  })

  it('groups alike whatever its runs are called', () => {
    fc.assert(fc.property(madeJobs, fc.integer({ min: 1, max: 1_000 }), (jobs, salt) => {
      const picture = toPicture(jobs)
      const renamed = picture.runs.map((run, index) => ({ ...run, id: `${(index * 7_919 + salt) % 10_007} other` }))
      expect(summary(answerOf({ ...picture, runs: renamed }))).toEqual(summary(answerOf(picture)))
    }), { seed: 6, numRuns: 80 })
  })
})
