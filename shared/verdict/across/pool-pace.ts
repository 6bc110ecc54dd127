import { placeOf } from '../../causes/pool-load.ts'
import { HOUR_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { Finding, JobJudgement, Question } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'

/** A run of a job found late that has not begun, and where it waits. */
export interface Waiting {
  run: FlowRun
  job: Job
  poolName: string
  queueName: string | null
}

/** How a place gets on with what waits in it. */
export interface Pace {
  waitingCount: number
  /** When the first of them was due; null: none waits. */
  oldestDueAt: number | null
  /** Runs begun there in the last hour. */
  startedCount: number
  /** When all will have begun if it goes on so; null: none waits, or none has begun of late. */
  clearAt: number | null
}

/** Whether a finding is of a run that is due and has not begun, told of the job or of the place it waits in. */
export function isOfWaiting(finding: Finding): finding is Finding & { run: FlowRun } {
  return (finding.kind === 'late' || finding.kind === 'pool') && finding.run !== null
}

/** Whether what keeps a run waiting is where it waits, and not the limit of its own deployment. */
export function waitsForPlace({ state }: FlowRun): boolean {
  return state?.name !== 'AwaitingConcurrencySlot'
}

/** What waits of a job that was found late, where it waits in a pool. */
export function waitingOf({ job, findings }: JobJudgement, { picture, at }: Pick<Question, 'picture' | 'at'>): Waiting[] {
  if (!findings.some(isOfWaiting))
    return []
  return job.runs
    .filter(run => run.startedAt === null && (run.state?.type === 'SCHEDULED' || run.state?.type === 'PENDING') && waitsForPlace(run) && dueAt(run) <= at - THRESHOLDS.lateGraceMs)
    .flatMap((run) => {
      const { poolName, queueName } = placeOf(run, job.subject, picture)
      return poolName === null ? [] : [{ run, job, poolName, queueName }]
    })
}

/** The pace of a pool, or of one queue of it. */
export function paceOf(waiting: readonly Waiting[], { pool, queue }: { pool: string, queue: string | null }, { picture, at }: Pick<Question, 'picture' | 'at'>): Pace {
  const startedCount = picture.runs.filter(({ startedAt, workPool, workQueue }) => startedAt !== null && startedAt > at - THRESHOLDS.drainRateMs && startedAt <= at && workPool === pool && (queue === null || workQueue === queue)).length
  return {
    waitingCount: waiting.length,
    oldestDueAt: waiting.length === 0 ? null : Math.min(...waiting.map(({ run }) => dueAt(run))),
    startedCount,
    clearAt: waiting.length === 0 || startedCount === 0 ? null : at + waiting.length / anHour(startedCount) * HOUR_MS,
  }
}

export function anHour(startedCount: number): number {
  return startedCount * HOUR_MS / THRESHOLDS.drainRateMs
}
