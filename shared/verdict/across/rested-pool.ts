import type { Cause } from '../../causes/fingerprint.ts'
import { MINUTE_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { Finding, JobJudgement, Question } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock } from '../words.ts'

/**
 * More than five jobs that began late as their work pool started nothing for a while are one thing: its worker was away and caught
 * up. Only where no run of that pool began between the first of them that was due and the first that began.
 */
export function blameRestedPools(judgements: readonly JobJudgement[], question: Question): JobJudgement[] {
  const byPool = new Map<string, Finding[]>()
  for (const finding of judgements.flatMap(({ findings }) => findings.filter(isLateStart))) {
    const pool = poolOf(finding)
    if (pool !== null)
      byPool.set(pool, [...byPool.get(pool) ?? [], finding])
  }
  const causes = new Map([...byPool].flatMap(([pool, findings]) => causesOf(pool, findings, question)))
  if (causes.size === 0)
    return [...judgements]
  return judgements.map(judgement => ({ ...judgement, findings: judgement.findings.map(finding => ({ ...finding, cause: causes.get(finding) ?? finding.cause })) }))
}

function isLateStart({ kind, run }: Finding): boolean {
  return kind === 'started-late' && run !== null
}

function poolOf({ run, job }: Finding): string | null {
  return run?.workPool ?? job.subject?.workPool ?? null
}

function causesOf(pool: string, findings: readonly Finding[], { picture, at, timeZone }: Question): [Finding, Cause][] {
  const began = ({ run }: Finding): number => run?.startedAt ?? at
  const firstBegan = Math.min(...findings.map(began))
  const held = findings.filter(({ run }) => run !== null && dueAt(run) < firstBegan)
  const firstDue = Math.min(...held.map(({ run }) => run === null ? at : dueAt(run)))
  const beganBetween = ({ workPool, startedAt }: FlowRun): boolean => workPool === pool && startedAt !== null && startedAt > firstDue && startedAt < firstBegan
  if (new Set(held.map(({ job }) => job.key)).size <= THRESHOLDS.waitingRunCount || picture.runs.some(beganBetween))
    return []
  const text = `work pool ${pool} started nothing from ${formatClock(firstDue, at, timeZone)} to ${formatClock(firstBegan, at, timeZone)}`
  const key = `rested ${pool} ${new Date(Math.floor(firstBegan / MINUTE_MS) * MINUTE_MS).toISOString()}`
  return held.map(finding => [finding, { key, text, said: text }])
}
