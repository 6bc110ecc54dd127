import { toCause } from '../../causes/fingerprint.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, fromEarlierRuns, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock, formatCount } from '../words.ts'
import type { PartContext } from './judged-run.ts'
import { wasMarkedByHand } from './marked-by-hand.ts'

/**
 * The last good run of the window wrote errors, which the good runs before it did not; of a frequent job the last three. A job
 * that writes them every night is used to it; where too little is known, or a retry made good what went wrong, nothing is said.
 *
 * @param runs - of one part of the job, by due time, oldest first
 */
export function errorsLogged(runs: readonly FlowRun[], { job, question, isFrequent }: PartContext): Finding | null {
  const { errorLines } = question.picture
  const good = runs.filter(({ state }) => state?.type === 'COMPLETED')
  const last = good.at(-1)
  if (last?.endedAt == null || last.endedAt < question.fromAt)
    return null
  const lines = errorLines.get(last.id)
  const recent = good.slice(isFrequent ? -THRESHOLDS.frequentBadCount : -1)
  if (lines === undefined || !('text' in lines) || !recent.every(({ id, runCount }) => runCount === 1 && (errorLines.get(id)?.count ?? 0) > 0) || wasMarkedByHand(last, question))
    return null
  const before = toCompare(good, recent.length).map(run => errorLines.get(run.id)).filter(known => known !== undefined)
  if (before.length < THRESHOLDS.cleanLogRunCount || before.some(({ count }) => count > 0))
    return null
  // Jobs that log the same error have one problem, and another one than jobs that failed of it.
  const said = toCause(null, lines.text, job.key)
  const clock = formatClock(lines.at, question.at, question.timeZone)
  return toFinding({
    job,
    kind: 'errors-logged',
    section: 'worth-a-look',
    sinceAt: lines.at,
    run: last,
    cause: said === null ? null : { ...said, key: `logged ${said.key}` },
    expectation: 'clean-log',
    title: `${job.name} completed and logged errors`,
    reason: said?.said ?? lines.text.split('\n')[0] ?? '',
    evidence: [
      { text: `${formatCount(lines.count, 'line')} of level ERROR and worse in ${last.name}, due ${formatClock(dueAt(last), question.at, question.timeZone)}, the last ${clock}`, at: lines.at, runId: last.id, source: 'log' },
      fromEarlierRuns(`none in the ${before.length} good runs before it`),
    ],
  })
}

/**
 * The good runs whose lines tell what is usual.
 *
 * @param good - of one part of a job, by due time, oldest first
 * @param lastCount - how many of the last are judged
 */
export function toCompare(good: readonly FlowRun[], lastCount: number): readonly FlowRun[] {
  return good.slice(0, -lastCount).slice(-THRESHOLDS.cleanLogWindowCount)
}
