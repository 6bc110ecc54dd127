import { THRESHOLDS } from '../expectations/thresholds.ts'
import type { Finding } from './finding.ts'
import { SECTIONS, type Section } from './kind.ts'

/** One thing that went wrong, with every job it went wrong for. Findings are worst first. */
export interface Problem {
  id: string
  section: Section
  findings: readonly [Finding, ...Finding[]]
  open: boolean
  sinceAt: number
  nightCount: number
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
    .map(group => toProblem(group))
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

function toProblem(group: [Finding, ...Finding[]]): Omit<Problem, 'id'> & { id: string } {
  const sections = group.map(finding => finding.section)
  const section = SECTIONS.find(candidate => sections.includes(candidate)) ?? 'needs-you'
  const [first, ...rest] = [...group].sort((a, b) => a.sinceAt - b.sinceAt || (a.job.key < b.job.key ? -1 : 1))
  return {
    id: '',
    section,
    findings: [first ?? group[0], ...rest],
    open: group.some(finding => finding.open),
    sinceAt: Math.min(...group.map(finding => finding.sinceAt)),
    nightCount: Math.max(...group.map(finding => finding.nightCount)),
  }
}

function worstFirst(a: Omit<Problem, 'id'>, b: Omit<Problem, 'id'>): number {
  const isNew = (problem: Omit<Problem, 'id'>): boolean => problem.nightCount < THRESHOLDS.chronicNightCount
  return SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section)
    || Number(b.open) - Number(a.open)
    || jobCount(b) - jobCount(a)
    || Number(isNew(b)) - Number(isNew(a))
    || a.sinceAt - b.sinceAt
    || (a.findings[0].job.key < b.findings[0].job.key ? -1 : 1)
}

function jobCount({ findings }: Omit<Problem, 'id'>): number {
  return new Set(findings.map(finding => finding.job.key)).size
}

/** 64 bits of FNV-1a over UTF-16 units, as 16 hex digits: the same text has the same id on every machine. */
export function toId(text: string): string {
  const mask = (1n << 64n) - 1n
  let hash = 0xCBF29CE484222325n
  for (let index = 0; index < text.length; index++)
    hash = ((hash ^ BigInt(text.charCodeAt(index))) * 0x100000001B3n) & mask
  return hash.toString(16).padStart(16, '0')
}
