import type { Finding } from '../finding.ts'
import type { Section } from '../kind.ts'
import { jobKeysOf, narrowProblem, type Problem } from '../problem.ts'

/** Which section has a job, where several name it: nothing known or put right hides what is new. */
const RANK: readonly Section[] = ['needs-you', 'worth-a-look', 'known', 'recovered']

/** The worst section that names each job, by its key. */
export function sectionByJob(problems: readonly Problem[]): Map<string, Section> {
  const sections = new Map<string, Section>()
  for (const problem of [...problems].sort((a, b) => RANK.indexOf(b.section) - RANK.indexOf(a.section)))
    jobKeysOf(problem).forEach(key => sections.set(key, problem.section))
  return sections
}

/**
 * Leaves each job in its worst section only, so that every count equals its rows; what else is open with it becomes evidence there.
 */
export function standOnce(problems: readonly Problem[]): Problem[] {
  const sections = sectionByJob(problems)
  const also = new Map<string, Finding[]>()
  const left = problems.map((problem) => {
    const belongs = (key: string): boolean => sections.get(key) === problem.section
    for (const finding of problem.findings) {
      if (!belongs(finding.job.key) && problem.open)
        also.set(finding.job.key, [...also.get(finding.job.key) ?? [], finding])
    }
    if ([...jobKeysOf(problem)].every(belongs))
      return problem
    const narrowed = narrowProblem(problem, ({ job }) => belongs(job.key), finding => ({ ...finding, consequences: finding.consequences.filter(({ key }) => belongs(key)) }))
    return narrowed === null ? null : { ...narrowed, section: problem.section }
  }).filter(problem => problem !== null)
  return also.size === 0 ? left : left.map(problem => tellAlso(problem, also))
}

function tellAlso(problem: Problem, also: Map<string, Finding[]>): Problem {
  const change = (finding: Finding): Finding => {
    const others = also.get(finding.job.key)
    if (others === undefined)
      return finding
    also.delete(finding.job.key)
    return { ...finding, evidence: [...finding.evidence, ...others.map(other => ({ text: `also: ${other.title}`, at: other.sinceAt, runId: other.run?.id ?? null, source: 'state' as const }))] }
  }
  const [first, ...rest] = problem.findings
  return { ...problem, findings: [change(first), ...rest.map(change)] }
}
