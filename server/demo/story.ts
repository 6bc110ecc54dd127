import type { FailureKind } from './failures.ts'
import { PASSING } from './failures.ts'
import { chance, pick } from './chance.ts'
import { DAY, HOUR, MINUTE } from './instant.ts'
import type { JobSpec } from './catalogue.ts'

/** What becomes of one run. Shares are of the job's usual length. */
export type Story
  = | { kind: 'good' }
    | { kind: 'fails', failure: FailureKind, atShare: number }
    | { kind: 'fails-then-retried-by-hand', failure: FailureKind, retryAt: number, goodAt: number }
    | { kind: 'retries', failure: FailureKind, failCount: number }
    | { kind: 'hangs' }
    | { kind: 'crashes' }
    | { kind: 'times-out', afterMs: number }
    | { kind: 'cancelled', atShare: number }
    | { kind: 'waits' }
    | { kind: 'asks' }
    | { kind: 'gone' }

/** What is planted for the night, by job. README.md tells what an honest page should say of each. */
export type Incident
  = | 'warehouse-down' | 'missing-key' | 'paused' | 'hanging' | 'no-worker' | 'crashed' | 'timed-out' | 'recovered'
    | 'retried-by-hand' | 'row-gone' | 'cancelled' | 'chronic' | 'weekly-failed' | 'retrying'

const INCIDENTS: Readonly<Record<string, Incident>> = {
  'warehouse-sync/orders': 'warehouse-down',
  'warehouse-sync/customers': 'warehouse-down',
  'warehouse-sync/inventory': 'warehouse-down',
  'warehouse-sync/payments': 'warehouse-down',
  'warehouse-sync/shipments': 'warehouse-down',
  'ledger-close/eu': 'missing-key',
  'payroll-export/nightly': 'paused',
  'rebuild-search-index/catalogue': 'hanging',
  'embed-catalogue/nightly': 'no-worker',
  'ml-train-recommender/nightly': 'no-worker',
  'ml-train-forecast/nightly': 'no-worker',
  'resize-images/bulk': 'crashed',
  'fraud-scores/nightly': 'timed-out',
  'sync-invoices/hourly': 'recovered',
  'crm-dedupe/nightly': 'retried-by-hand',
  'export-tax-report/daily': 'row-gone',
  'backfill-sessions/nightly': 'cancelled',
  'scrape-competitor-prices/nightly': 'chronic',
  'gdpr-purge/weekly': 'weekly-failed',
  'ingest-partner-feeds/nightly': 'retrying',
}

export function incidentOf({ flow, deployment }: JobSpec): Incident | null {
  return INCIDENTS[`${flow}/${deployment}`] ?? null
}

/** The clock that the night is built around. */
export interface Night {
  startAt: number
  /** The end of the night proper: the start, or this morning's 07:30 if that is earlier. */
  endAt: number
  zone: string
}

/** When a person paused the deployment that is paused. */
export const pausedAt = ({ endAt }: Night): number => endAt - 2 * DAY - 11 * HOUR - 17 * MINUTE

/** When the last worker of the pool without workers was heard. */
export const workerLostAt = ({ endAt }: Night): number => endAt - 5 * HOUR - 20 * MINUTE

/** What becomes of the run due at `slotAt`. Where nothing is planted it is good, but for a passing failure now and then. */
export function storyOf(spec: JobSpec, slotAt: number, night: Night): Story {
  const planted = plantedStory(incidentOf(spec), slotAt, night)
  if (planted !== null)
    return planted
  const key = `${spec.flow}/${spec.deployment} ${slotAt}`
  if (failsLive(spec, slotAt, night) || failsInPassing(spec, slotAt, night, key))
    return { kind: 'fails', failure: pick(key, PASSING), atShare: 0.2 + 0.6 * chance(`${key} share`) }
  if (spec.retries !== undefined && chance(`${key} retried`) < 0.1)
    return { kind: 'retries', failure: 'feed-not-there', failCount: 1 }
  return { kind: 'good' }
}

function plantedStory(incident: Incident | null, slotAt: number, night: Night): Story | null {
  const tonight = slotAt > night.startAt - DAY && slotAt <= night.startAt
  switch (incident) {
    case 'paused':
      return slotAt >= pausedAt(night) ? { kind: 'gone' } : null
    case 'no-worker':
      return slotAt >= workerLostAt(night) ? { kind: 'waits' } : null
    case 'chronic':
      return slotAt > night.startAt - 4 * DAY ? { kind: 'fails', failure: 'forbidden', atShare: 0.1 } : null
    case 'weekly-failed':
      return slotAt > night.startAt - 7 * DAY && slotAt <= night.startAt ? { kind: 'fails', failure: 'constraint', atShare: 0.8 } : null
    case 'recovered': {
      const failedAt = night.endAt - 3 * HOUR
      return slotAt <= failedAt && slotAt > failedAt - HOUR ? { kind: 'fails', failure: 'bad-certificate', atShare: 0.3 } : null
    }
    default:
      return incident === null || !tonight ? null : tonightsStory(incident, night)
  }
}

function tonightsStory(incident: Incident, { startAt }: Night): Story | null {
  switch (incident) {
    case 'warehouse-down':
      return { kind: 'fails', failure: 'connection-refused', atShare: 0.12 }
    case 'missing-key':
      return { kind: 'fails', failure: 'missing-key', atShare: 0.6 }
    case 'hanging':
      return { kind: 'hangs' }
    case 'crashed':
      return { kind: 'crashes' }
    case 'timed-out':
      return { kind: 'times-out', afterMs: 30 * MINUTE }
    case 'retried-by-hand':
      return { kind: 'fails-then-retried-by-hand', failure: 'lock-timeout', retryAt: startAt - 9 * MINUTE, goodAt: startAt + 11 * MINUTE }
    case 'row-gone':
      return { kind: 'gone' }
    case 'cancelled':
      return { kind: 'cancelled', atShare: 0.5 }
    case 'retrying':
      return { kind: 'retries', failure: 'feed-not-there', failCount: 2 }
    default:
      return null
  }
}

/** Which frequent job fails while the demo is watched: one run in each ten minutes, never the same job twice in a row. */
const LIVE: readonly { flow: string, minutes: readonly number[] }[] = [
  { flow: 'poll-carrier-tracking', minutes: [5, 35] },
  { flow: 'ingest-clickstream', minutes: [17, 47] },
  { flow: 'ingest-support-tickets', minutes: [24, 54] },
]

function failsLive({ flow }: JobSpec, slotAt: number, { startAt }: Night): boolean {
  return slotAt >= startAt && LIVE.some(one => one.flow === flow && one.minutes.includes(Math.floor(slotAt / MINUTE) % 60))
}

/** Earlier nights had a failure here and there; the last day holds only what is planted, and what runs often. */
function failsInPassing({ when }: JobSpec, slotAt: number, { startAt }: Night, key: string): boolean {
  if ('byHand' in when) // nobody may have run it again since
    return false
  const often = 'every' in when && when.every <= 30
  if (often)
    return slotAt < startAt - 2 * HOUR && chance(`${key} fails`) < 0.01
  const rare = 'repeat' in when && (when.repeat === 'week' || when.repeat === 'month')
  return !rare && slotAt < startAt - 3 * DAY && chance(`${key} fails`) < 0.012
}
