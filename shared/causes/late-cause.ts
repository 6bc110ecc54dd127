import type { Worker, WorkPool } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { Job } from '../verdict/job.ts'
import type { Picture } from '../verdict/picture.ts'
import type { Cause } from './fingerprint.ts'
import { loadOf, placeOf, queueKey, type WaitingPlace } from './pool-load.ts'

/** Pools that Prefect or a cloud runs itself have no workers, so their silence means nothing. */
const WITHOUT_WORKERS = /:push$|^prefect:managed$/

/**
 * Why a due run has not started, where one cause stands out; null: not known. What stops everything is told before what slows it.
 * Rests on the pool's `is_paused` and `status` (NOT_READY: no worker was heard for three heartbeats, Prefect 3.8.8 and 2.20),
 * and on the limits of pool, queue and deployment with the runs that take their places.
 */
export function lateCause(run: FlowRun, job: Job, picture: Picture): Cause | null {
  if (run.state?.name === 'AwaitingConcurrencySlot')
    return toCause(`slot ${job.key}`, 'it waits for a concurrency slot')
  const place = placeOf(run, job.subject, picture)
  return stopOf(place, picture) ?? crowdOf(place, picture)
}

/** What lets nothing begin in a place, whoever waits; null: nothing known. */
export function stopOf({ pool, queue, queueName }: WaitingPlace, picture: Picture): Cause | null {
  if (pool !== null && (pool.paused || pool.status === 'PAUSED'))
    return toCause(`pool paused ${pool.name}`, `work pool ${pool.name} is paused`)
  const place = keyOf({ pool, queue, queueName })
  if (queue !== null && place !== null && (queue.paused || queue.concurrencyLimit === 0))
    return toCause(`queue paused ${place}`, queue.paused ? `work queue ${place} is paused` : `work queue ${place} has a limit of 0`)
  if (pool !== null && isSilent(pool, workersOf(pool, picture)))
    return toCause(`pool silent ${pool.name}`, `no worker is online in ${pool.name}`)
  return null
}

/** A limit of the place whose places are all taken now; null: none, as far as is known. */
export function crowdOf({ pool, queue, queueName }: WaitingPlace, picture: Picture): Cause | null {
  const place = keyOf({ pool, queue, queueName })
  if (queue !== null && place !== null && isFull(queue.concurrencyLimit, loadOf(picture).byQueue.get(place)))
    return toCause(`queue full ${place}`, `work queue ${place} is at its limit of ${queue.concurrencyLimit}`)
  if (pool !== null && isFull(pool.concurrencyLimit, loadOf(picture).byPool.get(pool.name)))
    return toCause(`pool full ${pool.name}`, `work pool ${pool.name} is at its limit of ${pool.concurrencyLimit}`)
  return null
}

function keyOf({ pool, queue, queueName }: Pick<WaitingPlace, 'pool' | 'queue' | 'queueName'>): string | null {
  return queueName === null ? null : queueKey(queue?.workPool ?? pool?.name ?? null, queueName)
}

/** Whether a pool of this type waits for workers. */
export function needsWorkers({ type }: Pick<WorkPool, 'type'>): boolean {
  return !WITHOUT_WORKERS.test(type)
}

/** Workers of a pool; null: not read, or it has none because it needs none. */
export function workersOf(pool: WorkPool, { workers }: Pick<Picture, 'workers'>): readonly Worker[] | null {
  return needsWorkers(pool) ? workers.get(pool.name) ?? null : null
}

/** The pool's own word counts; where it gives none, every worker must be silent. */
function isSilent(pool: WorkPool, workers: readonly Worker[] | null): boolean {
  const { status } = pool
  if (!needsWorkers(pool))
    return false
  return status === 'NOT_READY' || (status === null && workers !== null && workers.every(({ online }) => !online))
}

function isFull(limit: number | null, holders: readonly FlowRun[] | undefined): boolean {
  return limit !== null && limit > 0 && holders !== undefined && holders.length >= limit
}

function toCause(key: string, text: string): Cause {
  return { key, text, said: text }
}
