import type { Cause } from '../../causes/fingerprint.ts'
import { lateCause } from '../../causes/late-cause.ts'
import { placeOf, queueKey } from '../../causes/pool-load.ts'
import { deploymentFacts, waitingFacts } from '../../causes/waiting-facts.ts'
import { HOUR_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { Finding, JobJudgement, Question } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'
import { formatClock, formatDuration } from '../words.ts'

/** Runs that wait in one place for one reason, which then is the place's problem. */
interface Backlog {
  cause: Cause
  runs: readonly Waiting[]
  title: string
}

interface Waiting {
  run: FlowRun
  job: Job
  poolName: string
  queueName: string | null
}

/**
 * More than five runs that wait in one pool or queue are its problem, told with its pace and with who holds its places. Fewer stay
 * problems of their jobs, with what was read of the place.
 */
export function blamePools(judgements: readonly JobJudgement[], question: Question): JobJudgement[] {
  const backlogs = toBacklogs(judgements.flatMap(judgement => waitingOf(judgement, question)), question)
  const backlogOf = new Map(backlogs.flatMap(backlog => backlog.runs.map(({ run }) => [run.id, backlog] as const)))
  const told = new Set<Backlog>()
  const oldestFirst = judgements.flatMap(({ findings }) => findings.filter(isLate)).sort((a, b) => a.sinceAt - b.sinceAt)
  const teller = new Set<Finding>()
  for (const finding of oldestFirst) {
    const backlog = backlogOf.get(finding.run?.id ?? '')
    if (backlog !== undefined && !told.has(backlog)) {
      told.add(backlog)
      teller.add(finding)
    }
  }
  return judgements.map((judgement) => {
    if (!judgement.findings.some(isLate))
      return judgement
    return { ...judgement, findings: judgement.findings.map((finding) => {
      const backlog = finding.run === null ? undefined : backlogOf.get(finding.run.id)
      if (!isLate(finding))
        return finding
      if (backlog === undefined)
        return { ...finding, evidence: [...finding.evidence, ...factsOf(finding, question)] }
      return { ...finding, kind: 'pool' as const, section: 'needs-you' as const, cause: backlog.cause, title: backlog.title, reason: backlog.title, evidence: [...(teller.has(finding) ? factsOf(finding, question) : []), ...finding.evidence] }
    }) }
  })
}

function isLate({ kind, run }: Finding): boolean {
  return kind === 'late' && run !== null
}

function waitingOf({ job, findings }: JobJudgement, { picture, at }: Question): Waiting[] {
  if (!findings.some(isLate))
    return []
  return job.runs
    .filter(run => run.startedAt === null && (run.state?.type === 'SCHEDULED' || run.state?.type === 'PENDING') && run.state.name !== 'AwaitingConcurrencySlot' && dueAt(run) <= at - THRESHOLDS.lateGraceMs)
    .flatMap((run) => {
      const { poolName, queueName } = placeOf(run, job.subject, picture)
      return poolName === null ? [] : [{ run, job, poolName, queueName }]
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
    return [{ cause: own, runs, title: `${own.said}: ${paceOf(runs, { inQueue, question })}` }]
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
function paceOf(runs: readonly Waiting[], { inQueue, question }: { inQueue: string | null, question: Question }): string {
  const { picture, at, timeZone } = question
  const oldestMs = at - Math.min(...runs.map(({ run }) => dueAt(run)))
  const pool = runs[0]?.poolName
  const startedCount = picture.runs.filter(({ startedAt, workPool, workQueue }) => startedAt !== null && startedAt > at - THRESHOLDS.drainRateMs && startedAt <= at && workPool === pool && (inQueue === null || workQueue === inQueue)).length
  const anHour = startedCount * HOUR_MS / THRESHOLDS.drainRateMs
  const pace = startedCount === 0 ? 'none started in the last hour' : `${Math.round(anHour)} an hour, clear about ${formatClock(at + runs.length / anHour * HOUR_MS, at, timeZone)}`
  return `${runs.length.toLocaleString('en-GB')} waiting, oldest ${formatDuration(oldestMs)}, ${pace}`
}

function factsOf({ run, job }: Finding, { picture, at, timeZone }: Question): Finding['evidence'] {
  if (run === null)
    return []
  const words = { picture, at, timeZone }
  return run.state?.name === 'AwaitingConcurrencySlot'
    ? deploymentFacts(run.deploymentId, job.subject?.concurrencyLimit ?? null, words)
    : waitingFacts(placeOf(run, job.subject, picture), words)
}
