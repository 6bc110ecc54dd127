import type { Hold } from '../api/upcoming.ts'
import type { Cause } from '../causes/fingerprint.ts'
import { crowdOf, stopOf } from '../causes/late-cause.ts'
import { loadOf, queueKey, type WaitingPlace } from '../causes/pool-load.ts'
import type { Deployment } from '../model/deployment.ts'
import type { Picture } from './picture.ts'
import { formatCount } from './words.ts'

/** What keeps the next runs of a deployment from starting as things stand; null: nothing known. What was switched off is told before what stops, and that before what is full. */
export function holdOf(deployment: Deployment, picture: Picture): Hold | null {
  const { workPool, workQueue, paused, schedules } = deployment
  if (paused)
    return { key: 'paused', kind: 'off', text: 'paused', pool: null }
  if (schedules.every(({ active }) => !active))
    return { key: 'switched off', kind: 'off', text: 'schedule switched off', pool: null }
  const place: WaitingPlace = {
    poolName: workPool,
    pool: workPool === null ? null : picture.workPools.get(workPool) ?? null,
    queueName: workQueue,
    queue: picture.workQueues?.find(({ name, workPool: pool }) => name === workQueue && pool === workPool) ?? null,
  }
  const stopped = missingOf(place, picture) ?? stopOf(place, picture)
  if (stopped !== null)
    return toHold(stopped, 'stopped', workPool)
  const own = ownCrowdOf(deployment, picture)
  if (own !== null)
    return toHold(own, 'full', null)
  const full = crowdOf(place, picture)
  return full === null ? null : toHold(full, 'full', workPool)
}

/** A pool or queue that a deployment names and that is not there; where not all was read, nobody can say. */
function missingOf({ pool, poolName, queue, queueName }: WaitingPlace, { unread, workQueues }: Picture): Omit<Cause, 'said'> | null {
  if (poolName !== null && pool === null && !unread.some(({ what }) => what === 'inventory' || what === 'work-pools'))
    return { key: `pool gone ${poolName}`, text: `work pool ${poolName} is not there any more` }
  if (pool !== null && queueName !== null && queue === null && workQueues !== null && !unread.some(({ what }) => what === 'work-pools'))
    return { key: `queue gone ${queueKey(poolName, queueName)}`, text: `work queue ${queueKey(poolName, queueName)} is not there any more` }
  return null
}

function ownCrowdOf({ id, concurrencyLimit }: Deployment, picture: Picture): Omit<Cause, 'said'> | null {
  const heldCount = loadOf(picture).byDeployment.get(id)?.length ?? 0
  return concurrencyLimit !== null && heldCount >= concurrencyLimit
    ? { key: `own limit ${concurrencyLimit}`, text: concurrencyLimit === 0 ? 'its own limit lets none run' : `at its own limit: ${formatCount(concurrencyLimit, 'run')} at once` }
    : null
}

function toHold({ key, text }: Omit<Cause, 'said'>, kind: Hold['kind'], pool: string | null): Hold {
  return { key, kind, text, pool }
}
