import type { Shape } from './catalogue.ts'

/** Tasks of one kind within a run; `from` and `to` are shares of the run's length. */
export interface Stage {
  task: string
  count: number
  from: number
  to: number
  /** `together`: mapped, all at once · `waves`: mapped, as many at once as there is room · `chain`: one after the other. */
  order: 'together' | 'waves' | 'chain'
  /** Names of its arguments; each takes what the stage before gave. */
  takes: readonly string[]
  /** Share of runs in which it comes from the cache, or its first attempt fails. */
  cached?: number
  retried?: number
}

const one = (task: string, from: number, to: number, more: Partial<Stage> = {}): Stage =>
  ({ task, count: 1, from, to, order: 'together', takes: ['upstream'], ...more })

const ETL: readonly Stage[] = [
  one('extract', 0.01, 0.3, { takes: ['table'], cached: 0.1 }),
  one('transform', 0.31, 0.58, { count: 3, takes: ['rows'] }),
  one('load', 0.6, 0.88, { takes: ['parts'] }),
  one('check-row-counts', 0.89, 0.97, { takes: ['loaded', 'expected'] }),
]

export const SHAPES: Readonly<Record<Shape, readonly Stage[]>> = {
  etl: ETL,
  chatty: ETL,
  sync: [one('fetch-page', 0.01, 0.45, { count: 4, takes: ['page'], retried: 0.2 }), one('merge', 0.47, 0.78, { takes: ['pages'] }), one('publish', 0.8, 0.97, { takes: ['merged'] })],
  small: [one('load-config', 0.02, 0.06, { takes: [], cached: 0.6 }), one('run', 0.08, 0.96, { takes: ['config'] })],
  poll: [one('fetch', 0.03, 0.55, { takes: ['cursor'], retried: 0.08 }), one('store', 0.6, 0.95, { takes: ['messages'] })],
  stream: [one('consume-batch', 0.01, 0.98, { count: 40, order: 'chain', takes: ['offset'] })],
  train: [
    one('load-dataset', 0.01, 0.12, { takes: ['snapshot'], cached: 0.3 }),
    one('prepare-shard', 0.13, 0.25, { count: 6, takes: ['dataset'] }),
    one('train-epoch', 0.26, 0.9, { count: 6, order: 'chain', takes: ['shards'] }),
    one('evaluate', 0.91, 0.98, { takes: ['model'] }),
  ],
  report: [one('collect-figures', 0.01, 0.3, { count: 3, takes: ['source'] }), one('render', 0.32, 0.48, { takes: ['figures'] })],
  fan: [one('list-partitions', 0.01, 0.05, { takes: ['table'] }), one('sync-partition', 0.06, 0.9, { count: 400, order: 'waves', takes: ['partition'], retried: 0.02 }), one('compact', 0.91, 0.98, { takes: ['partitions'] })],
  bare: [],
}
