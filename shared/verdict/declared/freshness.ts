import { byPartition, toPartitionNames } from '../../expectations/partitions.ts'
import { type Finding, fromDeclared, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock, formatDuration } from '../words.ts'
import { isGood } from './good-run.ts'
import type { DeclaredContext } from './judge-declared.ts'

/** Parts of the job whose last good run is older than was declared. */
export function staleParts({ job, declared, question }: DeclaredContext): Finding[] {
  const { freshForMs } = declared
  if (freshForMs === null)
    return []
  const runs = job.runs.filter(run => dueAt(run) <= question.at)
  const parts = byPartition(runs, toPartitionNames(runs, job.subject?.schedules))
  if (parts.size === 0)
    parts.set(null, [])
  return [...parts].flatMap(([partition, own]): Finding[] => {
    const lastGood = own.findLast(run => isGood(run, declared) && (run.endedAt ?? 0) <= question.at) ?? null
    const sinceAt = (lastGood?.endedAt ?? Math.max(question.picture.reachFromAt, job.subject?.createdAt ?? 0)) + freshForMs
    if (question.at <= sinceAt)
      return []
    const last = lastGood?.endedAt == null ? `no good run since ${formatClock(question.picture.reachFromAt, question.at, question.timeZone)}` : `last good run ended ${formatClock(lastGood.endedAt, question.at, question.timeZone)}`
    return [toFinding({
      job,
      kind: 'deadline',
      section: 'needs-you',
      sinceAt,
      run: lastGood,
      slotAt: null,
      partition,
      expectation: 'freshness',
      title: `${job.name}${partition === null ? '' : ` (${partition})`} is older than ${formatDuration(freshForMs)}`,
      reason: last,
      evidence: [fromDeclared(`at most ${formatDuration(freshForMs)} old`)],
    })]
  })
}
