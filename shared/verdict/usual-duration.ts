import { withoutBackfills } from '../expectations/backfills.ts'
import { toBaseline, type Baseline } from '../expectations/baseline.ts'
import { partitionOf, toPartitionNames } from '../expectations/partitions.ts'
import type { Deployment } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { isTimeZone } from '../model/zone.ts'
import { dueAt, type Job } from './job.ts'
import type { Picture } from './picture.ts'

/** The zone the days of a job are counted in: that of its first schedule that names one Prefect would know; null: none does. */
export function zoneOf(subject: Deployment | null): string | null {
  const zones = subject?.schedules.map(({ rule }) => rule.kind === 'unreadable' ? null : rule.timeZone) ?? []
  return zones.find(zone => zone !== null && isTimeZone(zone)) ?? null
}

/**
 * What runs like these should take at `at`, by those due before it.
 *
 * @param runs - of the job, or of one of its parts, by due time, oldest first; backfills left out
 * @returns null where too few are known
 */
export function usualDuration(runs: readonly FlowRun[], at: number, { job, picture }: { job: Pick<Job, 'subject' | 'runs' | 'older'>, picture: Pick<Picture, 'histories'> }): Baseline | null {
  return toBaseline(job.older.length === 0 ? runs : [...olderAlike(runs, job), ...runs], at, { timeZone: zoneOf(job.subject) ?? 'UTC', histories: picture.histories })
}

/** Of the same parts of the job as `runs`. */
function olderAlike(runs: readonly FlowRun[], job: Pick<Job, 'subject' | 'runs' | 'older'>): FlowRun[] {
  const names = toPartitionNames(withoutBackfills(job.runs), job.subject?.schedules)
  const parts = new Set(runs.map(run => partitionOf(run, names)))
  return job.older.filter(run => parts.has(partitionOf(run, names)))
}

/** What `run` should have taken: by the runs of its job before it, of its own part where parameters part the job. */
export function usualDurationOf(run: FlowRun, { job, picture }: { job: Job, picture: Picture }): Baseline | null {
  const own = withoutBackfills(job.runs)
  const names = toPartitionNames(own, job.subject?.schedules)
  const partition = partitionOf(run, names)
  return usualDuration(own.filter(other => partitionOf(other, names) === partition), dueAt(run), { job, picture })
}
