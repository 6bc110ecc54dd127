import type { MorningAnswer, ProblemAnswer } from '../../shared/api/morning.ts'
import { judgeMorning, type Morning } from '../../shared/verdict/morning.ts'
import { toMorningAnswer } from '../../shared/verdict/morning-answer.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { consequencesOf } from '../../shared/verdict/problem.ts'
import type { WrittenJob } from './fortnight.ts'
import type { Written } from './generate.ts'
import type { Planted } from './planted.ts'

/** How well a verdict told what was planted. Counts are of incidents that should be told, `false` of problems nobody planted. */
export interface Score {
  planted: number
  raisedOnce: number
  kind: number
  section: number
  /** All its jobs and no others stand in one problem. */
  cause: number
  falseCount: number
  /** Nights whose counts, status and sentence do not agree with their rows, or that change from look to look. */
  unsteady: number
  /** In words, for each that was missed. */
  missed: string[]
}

export function emptyScore(): Score {
  return { planted: 0, raisedOnce: 0, kind: 0, section: 0, cause: 0, falseCount: 0, unsteady: 0, missed: [] }
}

/** Judges a fortnight and adds how well that went. */
export function addScore(score: Score, written: Written): void {
  const { picture, question, now } = written
  const morning = judgeMorning(picture, question, now)
  const answer = toMorningAnswer(morning, { picture, question, now })
  scoreAnswer(score, written, answer)
  const fault = changesBetweenLooks(written, morning)
  if (fault !== null)
    addFault(score, written, fault)
}

/** Adds how well an answer, wherever it comes from, tells what was planted. */
export function scoreAnswer(score: Score, { key, planted }: Pick<Written, 'key' | 'planted'>, answer: MorningAnswer): void {
  const claimed = new Set<ProblemAnswer>()
  const miss = (incident: Planted, what: string): void => {
    score.missed.push(`${key} · ${incident.name}: ${what}`)
  }
  for (const incident of planted) {
    const wanted = [...incident.jobs, ...incident.consequences ?? []].map(keyOf)
    const problems = answer.problems.filter(problem => wanted.some(job => namesOf(problem).has(job)))
    problems.forEach(problem => claimed.add(problem))
    const told = problems.map(toWords).join('; ')
    if (incident.section === null) {
      score.falseCount += problems.length
      if (problems.length > 0)
        miss(incident, `raised though fine: ${told}`)
      continue
    }
    score.planted += 1
    const [problem] = problems
    if (problem === undefined || problems.length !== 1) {
      miss(incident, problem === undefined ? `not raised: ${wanted.join(', ')}` : `raised ${problems.length} times: ${told}`)
      continue
    }
    score.raisedOnce += 1
    if (incident.kinds.includes(problem.kind))
      score.kind += 1
    else
      miss(incident, `told as ${told}`)
    if (problem.section === incident.section)
      score.section += 1
    else
      miss(incident, `listed as ${told}, not ${incident.section}`)
    const named = namesOf(problem)
    if (wanted.every(job => named.has(job)) && named.size === wanted.length)
      score.cause += 1
    else
      miss(incident, `names ${[...named].join(', ')}; planted in ${wanted.join(', ')}`)
  }
  for (const problem of answer.problems.filter(problem => !claimed.has(problem))) {
    score.falseCount += 1
    score.missed.push(`${key} · nothing planted: ${toWords(problem)}`)
  }
  const fault = disagreement(answer)
  if (fault !== null)
    addFault(score, { key }, fault)
}

function addFault(score: Score, { key }: Pick<Written, 'key'>, fault: string): void {
  score.unsteady += 1
  score.missed.push(`${key} · ${fault}`)
}

function toWords({ kind, section, title, reason, jobs }: ProblemAnswer): string {
  return `${kind}/${section} “${title}” (${reason}) ${jobs.map(({ flow, deployment }) => `${flow}/${deployment}`).join(', ')}`
}

function keyOf({ flow, deployment }: WrittenJob): string {
  return `${flow.name}/${deployment.name}`
}

function namesOf({ jobs, consequences }: ProblemAnswer): Set<string> {
  // A deployment that is gone is named by its flow.
  return new Set([...jobs, ...consequences].map(({ flow, deployment }) => `${flow}/${deployment ?? 'prod'}`))
}

/** What does not agree within one answer. */
function disagreement({ counts, verdict, problems }: MorningAnswer): string | null {
  const { jobs, ...parts } = counts
  const sum = Object.values(parts).reduce((whole, count) => whole + count, 0)
  if (sum !== jobs)
    return `${jobs} jobs, but ${sum} in the counts`
  const needing = problems.some(({ section }) => section === 'needs-you')
  const expected = needing ? 'attention' : counts.unknown > 0 ? 'unknown' : 'ok'
  return verdict.status === expected ? null : `status ${verdict.status}, rows say ${expected}`
}

/** What changes from one look to the next though nothing happened. Upstream promises no order: each look finds its rows in another one. */
function changesBetweenLooks({ picture, question, now }: Written, morning: Morning): string | null {
  const summary = ({ problems }: Morning): string => problems.map(problem => [problem.id, problem.section, ...problem.findings.map(({ job, kind }) => `${job.key} ${kind}`), ...consequencesOf(problem).map(({ key }) => key)].join(' ')).join('\n')
  const turned = <T>(rows: Iterable<T>): T[] => [...rows].reverse()
  const other: Picture = { ...picture, flows: new Map(turned(picture.flows)), deployments: new Map(turned(picture.deployments)), runs: turned(picture.runs), children: turned(picture.children) }
  for (const [later, read] of [[15_000, other], [30_000, picture]] as const) {
    const next = now + later
    if (morning.changesAt !== null && morning.changesAt <= next)
      continue
    const again = judgeMorning({ ...read, asOf: next }, { ...question, window: { ...question.window, toAt: next } }, next)
    if (summary(again) !== summary(morning))
      return 'changes from look to look'
  }
  return null
}

export function formatScore({ planted, raisedOnce, kind, section, cause, falseCount, unsteady }: Score): string {
  const share = (count: number): string => `${count}/${planted} (${(100 * count / planted).toFixed(1)} %)`
  return `raised once ${share(raisedOnce)} · kind ${share(kind)} · section ${share(section)} · cause ${share(cause)} · false ${falseCount} · unsteady ${unsteady}`
}
