import { z } from 'zod'
import type { Worker, WorkQueue } from '../../shared/model/deployment.ts'
import { Instant } from './instant.ts'

/** What we read of `WorkQueueResponse` (3.8.8; 2.20 sends the same fields). */
const WorkQueueBody = z.object({
  name: z.string(),
  is_paused: z.boolean(),
  concurrency_limit: z.number().nullish(),
  last_polled: Instant.nullish(),
  work_pool_name: z.string().nullish(),
})

/** What we read of `WorkerResponse`; the pool is the one asked for. */
const WorkerBody = z.object({ name: z.string(), last_heartbeat_time: Instant.nullish(), status: z.string().nullish() })

export function toWorkQueue(body: unknown): WorkQueue {
  const queue = WorkQueueBody.parse(body)
  return { name: queue.name, workPool: queue.work_pool_name ?? null, paused: queue.is_paused, concurrencyLimit: queue.concurrency_limit ?? null, lastPolledAt: queue.last_polled ?? null }
}

export function toWorker(body: unknown, workPool: string): Worker {
  const worker = WorkerBody.parse(body)
  return { name: worker.name, workPool, lastHeartbeatAt: worker.last_heartbeat_time ?? null, online: worker.status === 'ONLINE' }
}
