import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { Finding, JobJudgement, Question } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock } from '../words.ts'

/**
 * Where three jobs or more miss slots without a cause of their own, and no automatic run of any job was due since the first of
 * those slots, the scheduler made none for anybody: one cause for all of them.
 */
export function blameScheduler(judgements: readonly JobJudgement[], { picture, at, timeZone }: Question): JobJudgement[] {
  let lastKeptAt = Number.NEGATIVE_INFINITY
  for (const run of picture.runs) {
    if (run.autoScheduled && dueAt(run) <= at)
      lastKeptAt = Math.max(lastKeptAt, dueAt(run))
  }
  const isSilent = (finding: Finding): boolean => finding.kind === 'missing' && finding.open && finding.cause === null && finding.sinceAt > lastKeptAt
  const silentCount = judgements.filter(({ findings }) => findings.some(isSilent)).length
  if (silentCount < THRESHOLDS.silentSchedulerJobCount)
    return [...judgements]
  const since = Number.isFinite(lastKeptAt) ? `since ${formatClock(lastKeptAt, at, timeZone)}` : 'at all'
  const text = `Prefect's scheduler has made no runs ${since}`
  const cause = { key: 'scheduler silent', text, said: text }
  return judgements.map(judgement => ({
    ...judgement,
    findings: judgement.findings.map(finding => isSilent(finding) ? { ...finding, cause, title: cause.text, reason: `${cause.text}; ${finding.reason}` } : finding),
  }))
}
