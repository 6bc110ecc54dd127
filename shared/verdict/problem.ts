import type { Acknowledgement } from '../model/acknowledgement.ts'
import { THRESHOLDS } from '../expectations/thresholds.ts'
import type { Finding } from './finding.ts'
import type { Job } from './job.ts'
import { SECTIONS, type Section } from './kind.ts'

/** One thing that went wrong, with every job it went wrong for. The oldest finding is first. */
export interface Problem {
  id: string
  section: Section
  findings: readonly [Finding, ...Finding[]]
  open: boolean
  sinceAt: number
  nightCount: number
  /** What somebody said about it; it covers the whole problem only where its section is `known`. */
  acknowledgement: Acknowledgement | null
}

/**
 * One cause, one problem. Open findings of a cause stand together whatever their kind: a new job in a known cause brings the
 * whole back. What was put right stands apart, since a job is counted where it stands. Worst first.
 */
export function toProblems(findings: readonly Finding[], server: string): Problem[] {
  const groups = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings) {
    const key = `${identityOf(finding)} ${columnOf(finding.section)}`
    const group = groups.get(key)
    if (group === undefined)
      groups.set(key, [finding])
    else
      group.push(finding)
  }
  const taken = new Set<string>()
  return [...groups.values()]
    .map(group => ({ id: '', acknowledgement: null, ...summarise(group) }))
    .sort(worstFirst)
    .map((problem) => {
      const identity = `${server} ${identityOf(problem.findings[0])}`
      const first = toId(identity)
      const id = taken.has(first) ? toId(`${identity} ${problem.section}`) : first
      taken.add(id)
      return { ...problem, id }
    })
}

/** What makes two findings one problem. */
export function identityOf({ cause, job, partition, expectation }: Finding): string {
  return cause === null ? `job ${job.key}${partition === null ? '' : ` ${partition}`} ${expectation}` : `cause ${cause.key}`
}

/** Needs-you and known are one: which of the two is said of the whole problem. */
function columnOf(section: Section): string {
  return section === 'known' ? 'needs-you' : section
}

function summarise(group: readonly [Finding, ...Finding[]]): Omit<Problem, 'id' | 'acknowledgement'> {
  const sections = group.map(finding => finding.section)
  const [first, ...rest] = [...group].sort((a, b) => a.sinceAt - b.sinceAt || (a.job.key < b.job.key ? -1 : 1))
  return {
    section: SECTIONS.find(candidate => sections.includes(candidate)) ?? 'needs-you',
    findings: [first ?? group[0], ...rest],
    open: group.some(finding => finding.open),
    sinceAt: Math.min(...group.map(finding => finding.sinceAt)),
    nightCount: Math.max(...group.map(finding => finding.nightCount)),
  }
}

/** The problem as far as these findings go; null where none is left. Who it is, and what was said of it, stay. */
export function narrowProblem(problem: Problem, keep: (finding: Finding) => boolean, change: (finding: Finding) => Finding = finding => finding): Problem | null {
  const [first, ...rest] = problem.findings.filter(keep).map(change)
  return first === undefined ? null : { ...problem, ...summarise([first, ...rest]) }
}

/** Jobs that did not run because of it and in which nothing else of it went wrong, each once. */
export function consequencesOf({ findings }: Pick<Problem, 'findings'>): Job[] {
  const hit = new Set(findings.map(({ job }) => job.key))
  return [...new Map(findings.flatMap(({ consequences }) => consequences).filter(({ key }) => !hit.has(key)).map(job => [job.key, job])).values()]
}

/** Keys of all its jobs, consequences included. */
export function jobKeysOf(problem: Pick<Problem, 'findings'>): Set<string> {
  return new Set([...problem.findings.map(({ job }) => job), ...consequencesOf(problem)].map(({ key }) => key))
}

/** The highest tier among its jobs: 1 is most important. */
export function tierOf({ findings }: Pick<Problem, 'findings'>): Finding['tier'] {
  return findings.reduce<Finding['tier']>((highest, { tier }) => tier < highest ? tier : highest, 3)
}

/** The deadline that presses most: a missed one before any other, then the next. */
export function deadlineOf({ findings }: Pick<Problem, 'findings'>): Finding['deadline'] {
  return findings.map(({ deadline }) => deadline).filter(deadline => deadline !== null)
    .sort((a, b) => Number(b.isMissed) - Number(a.isMissed) || a.at - b.at)[0] ?? null
}

/**
 * By section; in it by tier, missed deadline, minutes to the next one, still happening, jobs hit with those downstream,
 * new before known, oldest.
 */
export function worstFirst(a: Problem, b: Problem): number {
  const isNew = (problem: Problem): boolean => problem.nightCount < THRESHOLDS.chronicNightCount
  const [one, other] = [deadlineOf(a), deadlineOf(b)]
  return SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section)
    || tierOf(a) - tierOf(b)
    || Number(other?.isMissed === true) - Number(one?.isMissed === true)
    || Number(other !== null) - Number(one !== null)
    || (one?.at ?? 0) - (other?.at ?? 0)
    || Number(b.open) - Number(a.open)
    || jobKeysOf(b).size - jobKeysOf(a).size
    || Number(isNew(b)) - Number(isNew(a))
    || a.sinceAt - b.sinceAt
    || (a.findings[0].job.key < b.findings[0].job.key ? -1 : 1)
}

/** 64 bits of FNV-1a over UTF-16 units, as 16 hex digits: the same text has the same id on every machine. */
export function toId(text: string): string {
  const mask = (1n << 64n) - 1n
  let hash = 0xCBF29CE484222325n
  for (let index = 0; index < text.length; index++)
    hash = ((hash ^ BigInt(text.charCodeAt(index))) * 0x100000001B3n) & mask
  return hash.toString(16).padStart(16, '0')
}
