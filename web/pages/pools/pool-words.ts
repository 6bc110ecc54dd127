import type { PaceAnswer, PoolHour, PoolRow } from '../../../shared/api/pools.ts'
import { STATE_TYPES, type Mark, type StateType } from '../../../shared/model/run-state.ts'
import { formatCount } from '../../format/count.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatMinute } from '../../format/instant.ts'

/** Where and when something is said. `now` is epoch ms. */
interface Clock {
  now: number
  timeZone: string
}

/** How a pool stands, as a mark and in words. A pool that needs no workers is never called unwell for having none. */
export function stateOf({ paused, status, needsWorkers }: Pick<PoolRow, 'paused' | 'status' | 'needsWorkers'>): { mark: Mark, words: string } {
  if (paused)
    return { mark: 'paused', words: 'paused' }
  if (!needsWorkers)
    return { mark: 'completed', words: 'takes runs' }
  switch (status) {
    case 'READY':
      return { mark: 'completed', words: 'takes runs' }
    case 'NOT_READY':
      return { mark: 'missing', words: 'no worker online' }
    case 'PAUSED':
      return { mark: 'paused', words: 'paused' }
    case null:
      return { mark: 'unknown', words: 'not told' }
  }
}

/** `2 of 3 online`. */
export function workersWords({ needsWorkers, workers }: Pick<PoolRow, 'needsWorkers' | 'workers'>): string {
  if (!needsWorkers)
    return 'needs none'
  if (workers === null)
    return 'not read'
  return workers.count === 0 ? 'none' : workers.onlineCount === workers.count ? `${workers.count} online` : `${workers.onlineCount} of ${workers.count} online`
}

/** `3 of 40`, or without a limit `3`. */
export function placesWords({ holderCount, concurrencyLimit }: Pick<PoolRow, 'holderCount' | 'concurrencyLimit'>): string {
  return concurrencyLimit === null ? holderCount.toLocaleString('en-GB') : `${holderCount.toLocaleString('en-GB')} of ${concurrencyLimit.toLocaleString('en-GB')}`
}

/** `43, oldest 2 h 10 m`; empty where none waits. */
export function waitingWords({ waitingCount, oldestDue }: PaceAnswer, { now }: Pick<Clock, 'now'>): string {
  return waitingCount === 0 || oldestDue === null ? '' : `${waitingCount.toLocaleString('en-GB')}, oldest ${formatDuration(Math.max(0, now - Date.parse(oldestDue)))}`
}

/** `12 an hour, clear about 10:40`. */
export function drainWords({ waitingCount, startedCount, clearAt }: PaceAnswer, { now, timeZone }: Clock): string {
  const pace = startedCount === 0 ? 'none in the last hour' : `${startedCount.toLocaleString('en-GB')} in the last hour`
  return waitingCount > 0 && clearAt !== null ? `${pace}, clear about ${formatMinute(Date.parse(clearAt), now, timeZone)}` : pace
}

/** What a pool's page says first. */
export function poolSentence(pool: PoolRow, { now, timeZone }: Clock): string {
  const { pace } = pool
  const state = pool.paused ? 'is paused' : pool.needsWorkers && pool.status === 'NOT_READY' ? 'has no worker online' : pool.needsWorkers && pool.status === null ? 'does not tell how it stands' : 'takes runs'
  const waits = pace.waitingCount === 0
    ? 'nothing waits longer than it should'
    : `${formatCount(pace.waitingCount, 'run')} ${pace.waitingCount === 1 ? 'waits' : 'wait'}${pace.oldestDue === null ? '' : `, the oldest since ${formatMinute(Date.parse(pace.oldestDue), now, timeZone)}`}${pace.clearAt === null ? '' : `, clear about ${formatMinute(Date.parse(pace.clearAt), now, timeZone)}`}`
  return `It ${state}; ${waits}.`
}

/** What became of the runs of an hour, told apart as the strip draws them. */
export const HOUR_PARTS = {
  good: { words: 'good', types: ['COMPLETED'] },
  bad: { words: 'failed', types: ['FAILED', 'CRASHED'] },
  going: { words: 'going on', types: ['RUNNING', 'PAUSED', 'CANCELLING'] },
  waiting: { words: 'not begun', types: ['SCHEDULED', 'PENDING'] },
  other: { words: 'cancelled or unknown', types: ['CANCELLED', 'UNKNOWN'] },
} as const satisfies Record<string, { words: string, types: readonly StateType[] }>

export type HourPart = keyof typeof HOUR_PARTS

export const HOUR_PART_NAMES = Object.keys(HOUR_PARTS) as HourPart[]

/** How many runs of an hour are in each part, and in all. */
export function hourCounts({ counts }: Pick<PoolHour, 'counts'>): Record<HourPart | 'all', number> {
  const of = (types: readonly StateType[]): number => types.reduce((sum, type) => sum + (counts[type] ?? 0), 0) // a type that is not named had none
  return { good: of(HOUR_PARTS.good.types), bad: of(HOUR_PARTS.bad.types), going: of(HOUR_PARTS.going.types), waiting: of(HOUR_PARTS.waiting.types), other: of(HOUR_PARTS.other.types), all: of(STATE_TYPES) }
}
