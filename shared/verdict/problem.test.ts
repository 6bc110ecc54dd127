import { describe, expect, it } from 'vitest'
import type { Cause } from '../causes/fingerprint.ts'
import { aPicture, inventory, nightly, NOW } from './build.ts'
import { type Finding, toFinding } from './finding.ts'
import { toJobs, type Job } from './job.ts'
import { consequencesOf, toProblems } from './problem.ts'

const jobs = new Map(toJobs(aPicture({ deployments: inventory(...'abcdef'.split('').map(name => nightly({ id: name, name }))) })).map(job => [job.deployment, job]))
const jobOf = (name: string): Job => jobs.get(name)!
const causeOf = (key: string): Cause => ({ key, text: key, said: key })
const found = (name: string, given: Partial<Finding> = {}): Finding => toFinding({ job: jobOf(name), kind: 'failed', section: 'needs-you', sinceAt: NOW - 3_600_000, expectation: 'good-run', title: name, reason: '', evidence: [], ...given })
const orderOf = (...findings: Finding[]): string[] => toProblems(findings, 'default').map(problem => problem.findings[0].title)

describe('the order of problems', () => {
  it.each<[string, Finding, Finding]>([
    ['section', found('b'), found('a', { section: 'worth-a-look', tier: 1 })],
    ['tier', found('b', { tier: 1 }), found('a', { deadline: { at: NOW, isMissed: true } })],
    ['a missed deadline', found('b', { deadline: { at: NOW - 1, isMissed: true } }), found('a', { deadline: { at: NOW + 1, isMissed: false } })],
    ['minutes to the deadline', found('b', { deadline: { at: NOW + 60_000, isMissed: false } }), found('a', { deadline: { at: NOW + 120_000, isMissed: false } })],
    ['having a deadline', found('b', { deadline: { at: NOW + 60_000, isMissed: false } }), found('a')],
    ['still happening', found('b', { section: 'worth-a-look' }), found('a', { section: 'worth-a-look', open: false, consequences: [jobOf('c')] })],
    ['jobs hit, those downstream too', found('b', { consequences: [jobOf('c')] }), found('a', { sinceAt: 0 })],
    ['new before known', found('b'), found('a', { nightCount: 3, sinceAt: 0 })],
    ['the oldest', found('b', { sinceAt: 0 }), found('a')],
    ['name, where nothing else tells them apart', found('a'), found('b')],
  ])('goes by %s', (_, first, second) => {
    expect(orderOf(second, first)).toEqual([first.title, second.title])
    expect(orderOf(first, second)).toEqual([first.title, second.title])
  })
})

describe('a problem', () => {
  it('has one id through late, missing and failed of one cause', () => {
    const idOf = (kind: Finding['kind']): string | undefined => toProblems([found('a', { kind, cause: causeOf('boom') })], 'default')[0]?.id
    expect(new Set((['late', 'missing', 'failed'] as const).map(idOf)).size).toBe(1)
  })

  it('names each consequence once, and none of the jobs it hit', () => {
    const cause = causeOf('boom')
    const [problem] = toProblems([found('a', { cause, consequences: [jobOf('b'), jobOf('c')] }), found('b', { cause, consequences: [jobOf('c')] })], 'default')
    expect(consequencesOf(problem!).map(({ deployment }) => deployment)).toEqual(['c'])
  })
})
