import type { Worker, WorkPool } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { Job } from '../verdict/job.ts'
import type { Picture } from '../verdict/picture.ts'
import type { Cause } from './fingerprint.ts'
import { loadOf, placeOf, queueKey } from './pool-load.ts'

/** Pools that Prefect or a cloud runs itself have no workers, so their silence means nothing. */
const WITHOUT_WORKERS = /:push$|^prefect:managed$/

/**
 * Why a due run has not started, where one cause stands out; null: not known. What stops everything is told before what slows it.
 * Rests on the pool's `is_paused` and `status` (NOT_READY: no worker was heard for three heartbeats, Prefect 3.8.8 and 2.20),
 * and on the limits of pool, queue and deployment with the runs that take their places.
 */
export function lateCause(run: FlowRun, job: Job, picture: Picture): Cause | null {
  const { pool, queue, queueName } = placeOf(run, job.subject, picture)
  if (run.state?.name === 'AwaitingConcurrencySlot')
    return toCause(`slot ${job.key}`, 'it waits for a concurrency slot')
  if (pool !== null && (pool.paused || pool.status === 'PAUSED'))
    return toCause(`pool paused ${pool.name}`, `work pool ${pool.name} is paused`)
  const place = queueName === null ? null : queueKey(queue?.workPool ?? pool?.name ?? null, queueName)
  if (queue !== null && place !== null && (queue.paused || queue.concurrencyLimit === 0))
    return toCause(`queue paused ${place}`, queue.paused ? `work queue ${place} is paused` : `work queue ${place} has a limit of 0`)
  if (pool !== null && isSilent(pool, workersOf(pool, picture)))
    return toCause(`pool silent ${pool.name}`, `no worker is online in ${pool.name}`)
  if (queue !== null && place !== null && isFull(queue.concurrencyLimit, loadOf(picture).byQueue.get(place)))
    return toCause(`queue full ${place}`, `work queue ${place} is at its limit of ${queue.concurrencyLimit}`)
  if (pool !== null && isFull(pool.concurrencyLimit, loadOf(picture).byPool.get(pool.name)))
    return toCause(`pool full ${pool.name}`, `work pool ${pool.name} is at its limit of ${pool.concurrencyLimit}`)
  return null
}

/** Workers of a pool; null: not read, or it has none because it needs none. */
export function workersOf({ name, type }: WorkPool, { workers }: Pick<Picture, 'workers'>): readonly Worker[] | null {
  return workers === null || WITHOUT_WORKERS.test(type) ? null : workers.filter(({ workPool }) => workPool === name)
}

/** The pool's own word counts; where it gives none, every worker must be silent. */
function isSilent({ status, type }: WorkPool, workers: readonly Worker[] | null): boolean {
  if (WITHOUT_WORKERS.test(type))
    return false
  return status === 'NOT_READY' || (status === null && workers !== null && workers.every(({ online }) => !online))
}

function isFull(limit: number | null, holders: readonly FlowRun[] | undefined): boolean {
  return limit !== null && limit > 0 && holders !== undefined && holders.length >= limit
}

function toCause(key: string, text: string): Cause {
  return { key, text, said: text }
}
