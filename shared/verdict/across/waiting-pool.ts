import type { Cause } from '../../causes/fingerprint.ts'
import { lateCause } from '../../causes/late-cause.ts'
import { placeOf, queueKey } from '../../causes/pool-load.ts'
import { deploymentFacts, waitingFacts } from '../../causes/waiting-facts.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { Finding, JobJudgement, Question } from '../finding.ts'
import { formatClock, formatDuration } from '../words.ts'
import { anHour, isOfWaiting, paceOf, waitingOf, waitsForPlace, type Waiting } from './pool-pace.ts'

/** Runs that wait in one place for one reason, which then is the place's problem. */
interface Backlog {
  cause: Cause
  runs: readonly Waiting[]
  title: string
}

/**
 * More than five runs that wait in one pool or queue are its problem, told with its pace and with who holds its places. Fewer stay
 * problems of their jobs, with what was read of the place.
 */
export function blamePools(judgements: readonly JobJudgement[], question: Question): JobJudgement[] {
  const backlogs = toBacklogs(judgements.flatMap(judgement => waitingOf(judgement, question)), question)
  const backlogOf = new Map(backlogs.flatMap(backlog => backlog.runs.map(({ run }) => [run.id, backlog] as const)))
  const told = new Set<Backlog>()
  const oldestFirst = judgements.flatMap(({ findings }) => findings.filter(isOfWaiting)).sort((a, b) => a.sinceAt - b.sinceAt)
  const teller = new Set<Finding>()
  for (const finding of oldestFirst) {
    const backlog = backlogOf.get(finding.run?.id ?? '')
    if (backlog !== undefined && !told.has(backlog)) {
      told.add(backlog)
      teller.add(finding)
    }
  }
  return judgements.map((judgement) => {
    if (!judgement.findings.some(isOfWaiting))
      return judgement
    return { ...judgement, findings: judgement.findings.map((finding) => {
      const backlog = finding.run === null ? undefined : backlogOf.get(finding.run.id)
      if (!isOfWaiting(finding))
        return finding
      if (backlog === undefined)
        return { ...finding, evidence: [...finding.evidence, ...factsOf(finding, question)] }
      return { ...finding, kind: 'pool' as const, section: 'needs-you' as const, cause: backlog.cause, title: backlog.title, reason: backlog.title, evidence: [...(teller.has(finding) ? factsOf(finding, question) : []), ...finding.evidence] }
    }) }
  })
}

/** By what stops them; where nothing stands out, by pool, and only if several jobs wait there: else it is that job's own affair. */
function toBacklogs(waiting: readonly Waiting[], question: Question): Backlog[] {
  const groups = new Map<string, { cause: Cause | null, runs: Waiting[] }>()
  for (const one of waiting) {
    const cause = lateCause(one.run, one.job, question.picture)
    const key = cause?.key ?? `waiting ${one.poolName}`
    const group = groups.get(key)
    if (group === undefined)
      groups.set(key, { cause, runs: [one] })
    else
      group.runs.push(one)
  }
  return [...groups.values()].flatMap(({ cause, runs }) => {
    const isShared = cause !== null || new Set(runs.map(({ job }) => job.key)).size > 1
    if (runs.length <= THRESHOLDS.waitingRunCount || !isShared)
      return []
    const { name, inQueue } = commonPlace(runs)
    const own = cause ?? { key: `waiting ${runs[0]?.poolName ?? name}`, text: `${name} does not keep up, cause not known`, said: `${name} does not keep up, cause not known` }
    return [{ cause: own, runs, title: `${own.said}: ${paceWords(runs, { inQueue, question })}` }]
  })
}

/** The queue, where all wait in one that somebody named; else the pool. */
function commonPlace(runs: readonly Waiting[]): { name: string, inQueue: string | null } {
  const [first] = runs
  const queueName = first?.queueName ?? null
  const inQueue = queueName !== null && queueName !== 'default' && runs.every(run => run.queueName === queueName) ? queueName : null
  return inQueue === null ? { name: `work pool ${first?.poolName ?? ''}`, inQueue } : { name: `work queue ${queueKey(first?.poolName ?? null, inQueue)}`, inQueue }
}

/** `43 waiting, oldest 2 h 10 m, 12 an hour, clear about 10:40`. */
function paceWords(runs: readonly Waiting[], { inQueue, question }: { inQueue: string | null, question: Question }): string {
  const { at, timeZone } = question
  const { waitingCount, oldestDueAt, startedCount, clearAt } = paceOf(runs, { pool: runs[0]?.poolName ?? '', queue: inQueue }, question)
  const pace = clearAt === null ? 'none started in the last hour' : `${Math.round(anHour(startedCount))} an hour, clear about ${formatClock(clearAt, at, timeZone)}`
  return `${waitingCount.toLocaleString('en-GB')} waiting, oldest ${formatDuration(at - (oldestDueAt ?? at))}, ${pace}`
}

function factsOf({ run, job }: Finding, { picture, at, timeZone }: Question): Finding['evidence'] {
  if (run === null)
    return []
  const words = { picture, at, timeZone }
  return waitsForPlace(run)
    ? waitingFacts(placeOf(run, job.subject, picture), words)
    : deploymentFacts(run.deploymentId, job.subject?.concurrencyLimit ?? null, words)
}
