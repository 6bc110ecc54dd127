import { describe, expect, it } from 'vitest'
import { aPicture, inventory, nightly, NOW } from '../build.ts'
import { type Finding, toFinding } from '../finding.ts'
import { toJobs, type Job } from '../job.ts'
import { toProblems } from '../problem.ts'
import { sectionByJob, standOnce } from './one-section.ts'

const [a, b] = toJobs(aPicture({ deployments: inventory(nightly({ id: 'a', name: 'a' }), nightly({ id: 'b', name: 'b' })) })) as [Job, Job]
const found = (job: Job, key: string, section: Finding['section'], given: Partial<Finding> = {}): Finding => toFinding({ job, kind: 'failed', section, sinceAt: NOW, expectation: 'good-run', title: key, reason: '', evidence: [], cause: { key, text: key, said: key }, ...given })
const standing = (...findings: Finding[]) => standOnce(toProblems(findings, 'default'))

describe('a job', () => {
  it('stands where its worst problem is; what else is open with it is told there', () => {
    const problems = standing(found(a, 'boom', 'needs-you'), found(a, 'slow', 'worth-a-look'))
    expect(problems).toMatchObject([{ section: 'needs-you', findings: [{ title: 'boom', evidence: [{ text: 'also: slow' }] }] }])
  })

  it('leaves a lesser problem to the others it hit', () => {
    const problems = standing(found(a, 'boom', 'needs-you'), found(a, 'old', 'known'), found(b, 'old', 'known'))
    expect(problems.map(({ section, findings }) => [section, findings.map(({ job }) => job.key)])).toEqual([['needs-you', ['ledger/a']], ['known', ['ledger/b']]])
  })

  it('is not hidden as known while something new is worth a look', () => {
    expect(sectionByJob(standing(found(a, 'old', 'known'), found(a, 'slow', 'worth-a-look'))).get('ledger/a')).toBe('worth-a-look')
  })

  it('that is a consequence stands with what it waits for', () => {
    const problems = standing(found(a, 'boom', 'needs-you', { consequences: [b] }), found(b, 'gone well', 'recovered', { open: false }))
    expect(problems).toHaveLength(1)
    expect(sectionByJob(problems).get('ledger/b')).toBe('needs-you')
  })
})
