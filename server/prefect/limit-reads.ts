import type { Automation } from '../../shared/model/automation.ts'
import type { ConcurrencyLimit, TagLimit } from '../../shared/model/concurrency-limit.ts'
import { toAutomation } from './automation.ts'
import { toConcurrencyLimit, toTagLimit } from './concurrency-limit.ts'
import { UpstreamError } from './error.ts'
import { listByOffset, type Pager } from './paging.ts'
import type { ReadOptions } from './reads.ts'
import type { Listed } from './rows.ts'

/** Each is one object that somebody made by hand; more than this nobody does. */
const CAP = 1_000

/** What lets runs begin and what holds them up, beside schedules and pools. null: this server has no such list, or keeps it from us. */
export function createLimitReads(pager: Pager) {
  return {
    /** Global limits, those of deployments and, on 3.x, of tags among them. */
    async listConcurrencyLimits({ signal }: ReadOptions = {}): Promise<Listed<ConcurrencyLimit> | null> {
      return await orAbsent(async () => await listByOffset(pager, { path: '/v2/concurrency_limits/filter', body: {}, toRow: toConcurrencyLimit, cap: CAP, signal }))
    },

    /** Limits of tags, with the task runs that hold their places. */
    async listTagLimits({ signal }: ReadOptions = {}): Promise<Listed<TagLimit> | null> {
      return await orAbsent(async () => await listByOffset(pager, { path: '/concurrency_limits/filter', body: {}, toRow: toTagLimit, cap: CAP, signal }))
    },

    /** By name, those that are switched off among them. */
    async listAutomations({ signal }: ReadOptions = {}): Promise<Listed<Automation> | null> {
      return await orAbsent(async () => await listByOffset(pager, { path: '/automations/filter', body: { sort: 'NAME_ASC' }, toRow: toAutomation, cap: CAP, signal }))
    },
  }
}

async function orAbsent<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  }
  catch (error) {
    if (error instanceof UpstreamError && (error.failure === 'absent' || error.status === 403 || error.status === 405))
      return null
    throw error
  }
}
