import { needsWorkers } from '../../shared/causes/late-cause.ts'
import type { Worker, WorkPool, WorkQueue } from '../../shared/model/deployment.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads } from '../prefect/reads.ts'

/** Pools whose workers are asked for in one reading; the others wait for the next. */
const POOLS_AT_ONCE = 2

export interface Pools {
  /** Reads the queues of all pools and the workers of the next few that need some. A server without them is not asked again. */
  read: (pools: readonly WorkPool[], signal: AbortSignal) => Promise<void>
  /** Requests that it takes the next time. */
  cost: () => number
  workQueues: () => readonly WorkQueue[] | null
  /** By pool; those that were not asked yet, and those that need none, are not in it. */
  workers: () => ReadonlyMap<string, readonly Worker[]>
  changeCount: () => number
}

/** Queues and workers as they are now. */
export function createPools(reads: Reads): Pools {
  let workQueues: readonly WorkQueue[] | null = null
  const workersByPool = new Map<string, readonly Worker[]>()
  let askedPools: readonly string[] = []
  let isSupported = true
  let changeCount = 0
  let signature = ''

  async function orUnsupported(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    }
    catch (error) {
      // 404, 405 and 422: this server has no such list. Anything else passes.
      if (!(error instanceof UpstreamError) || (error.failure !== 'absent' && error.status !== 405 && error.status !== 422))
        throw error
      isSupported = false
    }
  }

  return {
    async read(pools, signal) {
      if (!isSupported)
        return
      askedPools = pools.filter(needsWorkers).map(({ name }) => name)
      for (const name of workersByPool.keys()) {
        if (!askedPools.includes(name))
          workersByPool.delete(name)
      }
      // A pool that was read goes to the end of the line.
      const waiting = [...askedPools].sort((a, b) => [...workersByPool.keys()].indexOf(a) - [...workersByPool.keys()].indexOf(b))
      await orUnsupported(async () => {
        workQueues = (await reads.listWorkQueues({ signal })).rows
        for (const name of waiting.slice(0, POOLS_AT_ONCE)) {
          const { rows } = await reads.listWorkers(name, { signal })
          workersByPool.delete(name)
          workersByPool.set(name, rows)
        }
      })
      const fresh = JSON.stringify([workQueues?.map(({ name, workPool, paused, concurrencyLimit }) => [name, workPool, paused, concurrencyLimit]), [...workersByPool].sort().map(([name, workers]) => [name, workers.map(({ name, online }) => [name, online])])])
      changeCount += fresh === signature ? 0 : 1
      signature = fresh
    },
    cost: () => isSupported ? 1 + Math.min(POOLS_AT_ONCE, askedPools.length) : 0,
    workQueues: () => workQueues,
    workers: () => new Map(workersByPool),
    changeCount: () => changeCount,
  }
}
