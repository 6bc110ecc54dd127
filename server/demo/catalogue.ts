/** How a deployment's runs look inside: its tasks and what they log. */
export type Shape = 'etl' | 'sync' | 'small' | 'poll' | 'stream' | 'train' | 'report' | 'fan' | 'chatty' | 'bare'

/** When it is due, told so that the night fits the clock it is built from. */
export type When
  = | { before: 'night-end' | 'start', minutes: number, repeat: 'day' | 'weekdays' | 'week' | 'month', zone?: string, as?: 'cron' | 'rrule' }
    | { every: number, offset: number, as: 'cron' | 'interval' }
    | { byHand: true, shareOfDays: number }

export interface JobSpec {
  flow: string
  /** null: its runs are started from a laptop, without a deployment. */
  deployment: string | null
  pool: string | null
  tags: readonly string[]
  when: When
  /** Usual length of a run. */
  minutes: number
  shape: Shape
  parameters?: Record<string, unknown>
  /** Automatic retries of the flow run, and the wait before each. */
  retries?: { count: number, delayMinutes: number }
  /** Name of each of its runs; two words of chance where none is given. */
  runName?: string
  /** Made this many days before the start; most are older than the night reaches. */
  ageDays?: number
}

export const POOLS = [
  { name: 'k8s-prod', type: 'kubernetes', description: 'Production cluster, eu-central', limit: 40, workers: ['k8s-prod-worker-5f6c', 'k8s-prod-worker-9b1d'] },
  { name: 'etl-process', type: 'process', description: 'Two virtual machines beside the warehouse', limit: null, workers: ['etl-vm-1', 'etl-vm-2'] },
  { name: 'gpu-pool', type: 'kubernetes', description: 'Spot instances with one card each', limit: 2, workers: ['gpu-spot-a'] },
  { name: 'serverless', type: 'cloud-run:push', description: 'Short jobs without a worker', limit: null, workers: [] },
] as const

const nightly = (minutes: number, more: { zone?: string, as?: 'cron' | 'rrule', repeat?: 'day' | 'weekdays' | 'week' | 'month' } = {}): When =>
  ({ before: 'night-end', minutes, repeat: 'day', ...more })

const DAYS = 24 * 60
const EU = 'Europe/Berlin'
const NY = 'America/New_York'
const TOKYO = 'Asia/Tokyo'

const warehouse = (deployment: string, minutes: number, more: Partial<JobSpec> = {}): JobSpec =>
  ({ flow: 'warehouse-sync', deployment, pool: 'etl-process', tags: ['warehouse', 'tier-1', 'team:data'], when: nightly(minutes), minutes: 12, shape: 'etl', parameters: { table: deployment, mode: 'incremental' }, ...more })

const job = (flow: string, deployment: string | null, pool: string | null, tags: string, when: When, minutes: number, shape: Shape, more: Partial<JobSpec> = {}): JobSpec =>
  ({ flow, deployment, pool, tags: tags.split(' '), when, minutes, shape, ...more })

/** Every deployment of the company, and the flows that people run by hand. */
export const JOBS: readonly JobSpec[] = [
  warehouse('orders', 250),
  warehouse('customers', 245),
  warehouse('inventory', 240),
  warehouse('payments', 240),
  warehouse('shipments', 235),
  warehouse('returns', 130),
  warehouse('products', 125, { shape: 'fan', minutes: 25 }),
  warehouse('vendors', 115, { tags: ['warehouse', 'tier-2', 'team:data'] }),
  warehouse('web-sessions', 105, { tags: ['warehouse', 'tier-2', 'team:data'], minutes: 34, shape: 'chatty' }),
  job('ledger-close', 'eu', 'k8s-prod', 'tier-1 team:finance', nightly(200, { zone: EU }), 18, 'etl', { parameters: { region: 'eu', strict: true } }),
  job('ledger-close', 'us', 'k8s-prod', 'tier-1 team:finance', nightly(175, { zone: NY }), 16, 'etl', { parameters: { region: 'us', strict: true } }),
  job('ledger-close', 'apac', 'k8s-prod', 'tier-1 team:finance', nightly(320, { zone: TOKYO }), 15, 'etl', { parameters: { region: 'apac', strict: true } }),
  job('payroll-export', 'nightly', 'k8s-prod', 'tier-1 team:people', nightly(210), 6, 'small'),
  job('rebuild-search-index', 'catalogue', 'k8s-prod', 'tier-1 team:search', nightly(300), 10, 'sync'),
  job('embed-catalogue', 'nightly', 'gpu-pool', 'tier-2 team:search', nightly(150), 40, 'train'),
  job('ml-train-recommender', 'nightly', 'gpu-pool', 'tier-2 team:ml', nightly(120), 95, 'train', { parameters: { epochs: 6, learning_rate: 0.0003 } }),
  job('ml-train-forecast', 'nightly', 'gpu-pool', 'tier-2 team:ml', nightly(90), 55, 'train', { parameters: { horizon_days: 28 } }),
  job('resize-images', 'bulk', 'k8s-prod', 'tier-2 team:shop', nightly(225), 22, 'sync'),
  job('fraud-scores', 'nightly', 'k8s-prod', 'tier-1 team:risk', nightly(190), 14, 'etl'),
  job('crm-dedupe', 'nightly', 'etl-process', 'tier-2 team:sales', nightly(185), 17, 'sync'),
  job('export-tax-report', 'daily', 'k8s-prod', 'tier-1 team:finance', nightly(165), 5, 'small'),
  job('backfill-sessions', 'nightly', 'etl-process', 'tier-3 team:web', nightly(160), 45, 'sync'),
  job('scrape-competitor-prices', 'nightly', 'serverless', 'tier-3 team:pricing', nightly(140), 9, 'sync'),
  job('gdpr-purge', 'weekly', 'k8s-prod', 'tier-2 team:legal', nightly(3 * DAYS + 30, { repeat: 'week' }), 20, 'etl'),
  job('ingest-partner-feeds', 'nightly', 'k8s-prod', 'tier-2 team:data ingest', { before: 'start', minutes: 25, repeat: 'day', zone: 'UTC' }, 7, 'sync', { retries: { count: 3, delayMinutes: 15 } }),
  job('sync-invoices', 'hourly', 'k8s-prod', 'tier-1 team:finance', { every: 60, offset: 20, as: 'cron' }, 4, 'sync'),
  job('poll-carrier-tracking', 'every-5-min', 'etl-process', 'tier-2 team:logistics', { every: 5, offset: 0, as: 'interval' }, 1.4, 'poll', { ageDays: 9 }),
  job('ingest-clickstream', 'every-15-min', 'k8s-prod', 'tier-2 team:web ingest', { every: 15, offset: 2, as: 'cron' }, 3.2, 'sync'),
  job('ingest-support-tickets', 'every-15-min', 'serverless', 'tier-3 team:support ingest', { every: 15, offset: 9, as: 'cron' }, 2.1, 'poll', { ageDays: 12 }),
  job('refresh-exchange-rates', 'every-30-min', 'serverless', 'tier-1 team:finance', { every: 30, offset: 12, as: 'cron' }, 0.8, 'small'),
  job('stream-events-to-lake', 'hourly', 'k8s-prod', 'tier-1 team:data ingest', { every: 60, offset: 0, as: 'interval' }, 56, 'stream'),
  job('ingest-bank-statements', 'nightly', 'k8s-prod', 'tier-1 team:finance ingest', nightly(280), 8, 'etl'),
  job('ingest-app-store-reviews', 'nightly', 'serverless', 'tier-3 team:shop ingest', nightly(275), 4, 'poll'),
  job('ingest-weather', 'every-6-hours', 'serverless', 'tier-3 team:logistics ingest', { every: 360, offset: 40, as: 'cron' }, 2, 'poll'),
  job('dbt-run', 'staging', 'etl-process', 'tier-2 team:data dbt', nightly(100), 11, 'etl', { parameters: { select: 'staging.*' } }),
  job('dbt-run', 'marts', 'etl-process', 'tier-1 team:data dbt', nightly(85), 19, 'etl', { parameters: { select: 'marts.*' } }),
  job('dbt-run', 'snapshots', 'etl-process', 'tier-2 team:data dbt', nightly(310), 6, 'etl', { parameters: { select: 'snapshots.*' } }),
  job('nightly-report', 'board', 'k8s-prod', 'tier-1 team:finance report', nightly(60), 9, 'report'),
  job('nightly-report', 'operations', 'k8s-prod', 'tier-2 team:logistics report', nightly(55), 8, 'report'),
  job('nightly-report', 'marketing', 'k8s-prod', 'tier-3 team:web report', nightly(50, { repeat: 'weekdays' }), 8, 'report'),
  job('plan-deliveries', 'daily', 'k8s-prod', 'tier-1 team:logistics', nightly(70, { as: 'rrule' }), 13, 'sync'),
  job('price-update', 'nightly', 'k8s-prod', 'tier-1 team:pricing', nightly(95), 7, 'etl'),
  job('reconcile-payments', 'nightly', 'k8s-prod', 'tier-1 team:finance', nightly(110), 15, 'etl'),
  job('expire-carts', 'nightly', 'serverless', 'tier-3 team:shop', nightly(330), 2, 'small'),
  job('send-dunning-letters', 'weekdays', 'k8s-prod', 'tier-2 team:finance', nightly(45, { repeat: 'weekdays', as: 'rrule' }), 5, 'small'),
  job('customer-segments', 'nightly', 'etl-process', 'tier-2 team:web', nightly(80), 21, 'etl'),
  job('archive-raw-events', 'nightly', 'etl-process', 'tier-3 team:data', nightly(290), 28, 'sync', { parameters: { older_than_days: 90, ask_first: false } }),
  job('vacuum-warehouse', 'weekly', 'etl-process', 'tier-2 team:data warehouse', nightly(2 * DAYS + 240, { repeat: 'week' }), 38, 'small'),
  job('rotate-credentials', 'monthly', 'k8s-prod', 'tier-1 team:platform', nightly(6 * DAYS + 100, { repeat: 'month' }), 3, 'small'),
  job('close-books', 'monthly', 'k8s-prod', 'tier-1 team:finance', nightly(9 * DAYS + 150, { repeat: 'month', zone: EU }), 47, 'etl'),
  job('cost-report', 'weekly', 'serverless', 'tier-3 team:platform report', nightly(5 * DAYS + 60, { repeat: 'week', as: 'rrule' }), 4, 'small'),
  job('backup-metadata', 'nightly', 'etl-process', 'tier-1 team:platform', nightly(325), 16, 'bare'),
  job('check-certificates', 'daily', 'serverless', 'tier-3 team:platform', nightly(30), 1, 'small'),
  job('sync-helpdesk-users', 'every-2-hours', 'serverless', 'tier-3 team:support', { every: 120, offset: 33, as: 'cron' }, 2.5, 'poll'),
  job('demand-forecast', 'apac', 'k8s-prod', 'tier-2 team:logistics', nightly(260, { zone: TOKYO }), 24, 'etl'),
  job('slack-digest', 'served', null, 'tier-3 team:platform', nightly(20), 0.6, 'small'),
  job('re-run-attribution', 'on-demand', 'k8s-prod', 'tier-3 team:web', { byHand: true, shareOfDays: 0.4 }, 12, 'etl', { parameters: { window_days: 7 } }),
  job('restore-table', 'on-demand', 'etl-process', 'tier-2 team:data', { byHand: true, shareOfDays: 0.2 }, 18, 'sync', { parameters: { table: 'orders_archive' } }),
  job('fix-order-totals', null, null, 'adhoc', { byHand: true, shareOfDays: 0.25 }, 3, 'small'),
  // Upstream refuses <, >, &, % and / in the names of flows, and in no other name.
  job('javascript:alert(1) "onerror="alert(2)', '<img src=x onerror=alert(1)>', 'serverless', 'tier-3 <b>bold</b>', nightly(270), 2, 'small', { runName: '"><script>alert(3)</script>', parameters: { note: '</script><svg onload=alert(4)>' } }),
  job('تقرير-المخزون', 'ليلي', 'serverless', 'tier-3 فريق:مخزن', nightly(265), 3, 'poll'),
  job('🦄 unicorn-metrics', 'daily 🌈 👩‍👩‍👧‍👦', 'serverless', 'tier-3 🚀', nightly(40), 1.5, 'small'),
  job(`consolidate-${'regional-subsidiary-'.repeat(9)}figures`, 'quarterly-restatement-of-intercompany-balances-with-a-name-nobody-shortened', 'k8s-prod', 'tier-3 team:finance', nightly(65), 6, 'etl'),
]
