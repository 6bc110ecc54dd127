import type { FlowRun } from '../model/flow-run.ts'
import type { Job } from '../verdict/job.ts'
import type { Picture } from '../verdict/picture.ts'
import type { Cause } from './fingerprint.ts'

/** Pools that Prefect or a cloud runs itself have no workers, so their silence means nothing. */
const WITHOUT_WORKERS = /:push$|^prefect:managed$/

/**
 * Why a due run has not started, where one cause stands out; null: not known.
 * Rests on the pool's `is_paused` and `status` (NOT_READY: no worker was heard for three heartbeats, Prefect 3.8.8 and 2.20).
 */
export function lateCause(run: FlowRun, job: Job, picture: Picture): Cause | null {
  const name = run.workPool ?? job.subject?.workPool ?? null
  const pool = name === null ? null : picture.workPools.get(name) ?? null
  if (run.state?.name === 'AwaitingConcurrencySlot')
    return toCause(`slot ${job.key}`, 'it waits for a concurrency slot')
  if (pool === null)
    return null
  if (pool.paused || pool.status === 'PAUSED')
    return toCause(`pool paused ${pool.name}`, `work pool ${pool.name} is paused`)
  if (pool.status === 'NOT_READY' && !WITHOUT_WORKERS.test(pool.type))
    return toCause(`pool silent ${pool.name}`, `no worker is online in ${pool.name}`)
  return null
}

function toCause(key: string, text: string): Cause {
  return { key, text, said: text }
}
