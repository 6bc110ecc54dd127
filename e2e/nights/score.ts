import { judgeMorning, type Morning } from '../../shared/verdict/morning.ts'
import { toMorningAnswer } from '../../shared/verdict/morning-answer.ts'
import type { Problem } from '../../shared/verdict/problem.ts'
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

export function addScore(score: Score, written: Written): void {
  const { picture, question, now, planted } = written
  const morning = judgeMorning(picture, question, now)
  const answer = toMorningAnswer(morning, { picture, question, now })
  const kindOf = new Map(answer.problems.map(({ id, kind }) => [id, kind]))
  const claimed = new Set<Problem>()
  const miss = (incident: Planted, what: string): void => {
    score.missed.push(`${written.key} · ${incident.name}: ${what}`)
  }
  for (const incident of planted) {
    const problems = morning.problems.filter(problem => [...incident.jobs, ...incident.consequences ?? []].some(job => namesOf(problem).has(keyOf(job))))
    problems.forEach(problem => claimed.add(problem))
    const told = problems.map(problem => `${kindOf.get(problem.id) ?? '?'}/${problem.section} “${problem.findings[0].title}” (${problem.findings[0].reason})`).join('; ')
    if (incident.section === null) {
      score.falseCount += problems.length
      if (problems.length > 0)
        miss(incident, `raised though fine: ${told}`)
      continue
    }
    score.planted += 1
    const [problem] = problems
    if (problem === undefined || problems.length !== 1) {
      miss(incident, problem === undefined ? 'not raised' : `raised ${problems.length} times: ${told}`)
      continue
    }
    score.raisedOnce += 1
    const kind = kindOf.get(problem.id)
    if (kind !== undefined && incident.kinds.includes(kind))
      score.kind += 1
    else
      miss(incident, `told as ${told}`)
    if (problem.section === incident.section)
      score.section += 1
    else
      miss(incident, `listed as ${told}, not ${incident.section}`)
    const named = namesOf(problem)
    if (incident.jobs.every(job => named.has(keyOf(job))) && named.size === incident.jobs.length + (incident.consequences?.length ?? 0))
      score.cause += 1
    else
      miss(incident, `names ${[...named].join(', ')}; planted in ${[...incident.jobs, ...incident.consequences ?? []].map(keyOf).join(', ')}`)
  }
  for (const problem of morning.problems.filter(problem => !claimed.has(problem))) {
    score.falseCount += 1
    score.missed.push(`${written.key} · nothing planted: ${kindOf.get(problem.id) ?? '?'}/${problem.section} “${problem.findings[0].title}” (${problem.findings[0].reason})`)
  }
  const fault = findFault(written, morning, answer)
  if (fault !== null) {
    score.unsteady += 1
    score.missed.push(`${written.key} · ${fault}`)
  }
}

function keyOf({ flow, deployment }: WrittenJob): string {
  return `${flow.name}/${deployment.name}`
}

function namesOf({ findings }: Problem): Set<string> {
  // A deployment that is gone is named by its flow.
  return new Set(findings.flatMap(({ job, consequences }) => [job, ...consequences]).map(({ key, flow }) => key.includes('#') ? `${flow}/prod` : key))
}

/** What does not agree within one answer, or from one look to the next. */
function findFault({ picture, question, now }: Written, morning: Morning, { counts, verdict, problems }: ReturnType<typeof toMorningAnswer>): string | null {
  const { jobs, ...parts } = counts
  const sum = Object.values(parts).reduce((whole, count) => whole + count, 0)
  if (sum !== jobs)
    return `${jobs} jobs, but ${sum} in the counts`
  const needing = problems.some(({ section }) => section === 'needs-you')
  const expected = needing ? 'attention' : counts.unknown > 0 ? 'unknown' : 'ok'
  if (verdict.status !== expected)
    return `status ${verdict.status}, rows say ${expected}`
  const summary = ({ problems }: Morning): string => problems.map(({ id, section, findings }) => `${id} ${section} ${findings.length}`).sort().join('\n')
  for (const later of [15_000, 30_000]) {
    const next = now + later
    if (morning.changesAt !== null && morning.changesAt <= next)
      continue
    const again = judgeMorning({ ...picture, asOf: next }, { ...question, window: { ...question.window, toAt: next } }, next)
    if (summary(again) !== summary(morning))
      return 'changes from look to look'
  }
  return null
}

export function formatScore({ planted, raisedOnce, kind, section, cause, falseCount, unsteady }: Score): string {
  const share = (count: number): string => `${count}/${planted} (${(100 * count / planted).toFixed(1)} %)`
  return `raised once ${share(raisedOnce)} · kind ${share(kind)} · section ${share(section)} · cause ${share(cause)} · false ${falseCount} · unsteady ${unsteady}`
}
