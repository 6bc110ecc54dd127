import type { Acknowledgement } from '../../model/acknowledgement.ts'
import type { Finding, Question } from '../finding.ts'
import type { Job } from '../job.ts'
import { identityOf, type Problem } from '../problem.ts'

/** What tells one cause of a job from another, for "until its cause changes": its own key, or what was expected of the job. */
export function causeKeyOf(finding: Finding): string {
  return finding.cause?.key ?? identityOf(finding)
}

/**
 * Puts what somebody has seen among the known. A problem goes there only as a whole: a job nobody spoke of keeps it where it was,
 * with what was said of the others. What was put right stays recovered.
 */
export function acknowledge(problems: readonly Problem[], question: Pick<Question, 'standards' | 'at'>): Problem[] {
  const said = question.standards.acknowledgements.filter(({ ended, until }) => ended === null && (until.kind !== 'date' || question.at < until.at))
  if (said.length === 0)
    return [...problems]
  const latestFirst = [...said].sort((a, b) => b.madeAt - a.madeAt)
  return problems.map((problem) => {
    if (problem.section === 'recovered')
      return problem
    const covering = problem.findings.map(finding => latestFirst.find(acknowledgement => covers(acknowledgement, finding)) ?? null)
    const acknowledgement = covering.find(candidate => candidate?.subject.kind === 'problem') ?? covering.find(candidate => candidate !== null) ?? null
    return { ...problem, acknowledgement, section: covering.every(candidate => candidate !== null) ? 'known' : problem.section }
  })
}

/** When the next of them ends by itself; null: none does. */
export function nextEnd({ standards, at }: Pick<Question, 'standards' | 'at'>): number | null {
  const dates = standards.acknowledgements.flatMap(({ until, ended }) => until.kind === 'date' && ended === null && until.at > at ? [until.at] : [])
  return dates.length === 0 ? null : Math.min(...dates)
}

function covers({ subject, until, madeAt }: Acknowledgement, finding: Finding): boolean {
  const { job } = finding
  const isOf = {
    problem: () => subject.kind === 'problem' && subject.identity === identityOf(finding) && subject.jobKeys.includes(job.key),
    job: () => subject.kind === 'job' && subject.jobKey === job.key,
    flow: () => subject.kind === 'flow' && subject.flow === job.flow,
    tag: () => subject.kind === 'tag' && job.tags.includes(subject.tag),
  }[subject.kind]()
  if (!isOf)
    return false
  if (until.kind === 'cause-changes')
    return until.causeKeys.includes(causeKeyOf(finding))
  return until.kind !== 'good-again' || !wasGoodAfter(job, madeAt)
}

function wasGoodAfter({ runs }: Job, instant: number): boolean {
  return runs.some(({ state, endedAt }) => state?.type === 'COMPLETED' && endedAt !== null && endedAt > instant)
}
