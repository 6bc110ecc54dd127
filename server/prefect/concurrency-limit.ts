import { z } from 'zod'
import type { ConcurrencyLimit, TagLimit } from '../../shared/model/concurrency-limit.ts'

/** What we read of `GlobalConcurrencyLimitResponse` (3.8.8); 2.20 sends the same fields. One that is missing is not taken as free: the row is set aside. */
const ConcurrencyLimitBody = z.object({
  name: z.string(),
  active: z.boolean(),
  limit: z.number(),
  active_slots: z.number(),
  slot_decay_per_second: z.number(),
})

/** What we read of `ConcurrencyLimit`: 3.8.8 makes one of each limit called `tag:TAG`, 2.20 keeps them apart. */
const TagLimitBody = z.object({ tag: z.string(), concurrency_limit: z.number(), active_slots: z.array(z.string()) })

export function toConcurrencyLimit(body: unknown): ConcurrencyLimit {
  const { name, active, limit, active_slots: usedCount, slot_decay_per_second: freedPerSecond } = ConcurrencyLimitBody.parse(body)
  return { name, active, limit, usedCount, freedPerSecond }
}

export function toTagLimit(body: unknown): TagLimit {
  const { tag, concurrency_limit: limit, active_slots: taskRunIds } = TagLimitBody.parse(body)
  return { tag, limit, taskRunIds }
}
