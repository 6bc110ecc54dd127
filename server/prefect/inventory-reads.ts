import type { Deployment, Flow, Worker, WorkPool, WorkQueue } from '../../shared/model/deployment.ts'
import type { Client } from './client.ts'
import { getCount } from './count.ts'
import { toDeployment, toFlow, toWorkPool } from './inventory.ts'
import { listByIds, listByOffset, MOST_ROWS, type FilterPath, type OffsetCrawl, type Pager } from './paging.ts'
import { toWorker, toWorkQueue } from './pools.ts'
import type { ReadOptions, RowStretch } from './reads.ts'
import { readRows, type Listed } from './rows.ts'

const DEPLOYMENTS_AT_ONCE = 100

/** Reads of what there is to run, and of what runs it. */
export function createInventoryReads(client: Client, pager: Pager) {
  /** Page after page, or the one page that a stretch is: `complete` then says whether rows come behind it. */
  async function listStretch<Path extends FilterPath, T>(crawl: Omit<OffsetCrawl<Path, T>, 'cap'>, stretch: RowStretch | undefined): Promise<Listed<T>> {
    if (stretch === undefined)
      return await listByOffset(pager, { ...crawl, cap: MOST_ROWS })
    const { bodies, isLast } = await pager.read({ path: crawl.path, body: crawl.body, ...stretch, signal: crawl.signal })
    const { rows, setAsideCount, oddFields } = readRows(bodies, crawl.toRow)
    pager.noteOdd(crawl.path, oddFields)
    return { rows, setAsideCount, complete: isLast }
  }

  return {
    /** Newest first. */
    async listFlows({ stretch, signal }: ReadOptions & { stretch?: RowStretch } = {}): Promise<Listed<Flow>> {
      return await listStretch({ path: '/flows/filter', body: { sort: 'CREATED_DESC' }, toRow: toFlow, signal }, stretch)
    },

    async listFlowsById(ids: readonly string[], { signal }: ReadOptions = {}): Promise<Listed<Flow>> {
      return await listByIds(ids, async any_ => await listByOffset(pager, { path: '/flows/filter', body: { sort: 'CREATED_DESC', flows: { id: { any_ } } }, toRow: toFlow, cap: MOST_ROWS, signal }))
    },

    /** Newest first. Prefect 3.8.8 works some 7 ms for each, since it reads its list of time zones anew for every schedule: in small pages. */
    async listDeployments({ stretch, signal }: ReadOptions & { stretch?: RowStretch } = {}): Promise<Listed<Deployment>> {
      return await listStretch({ path: '/deployments/filter', body: { sort: 'CREATED_DESC' }, toRow: toDeployment, pageSize: DEPLOYMENTS_AT_ONCE, signal }, stretch)
    },

    /** How many deployments these flows have. */
    async countDeployments({ flowIds, signal }: ReadOptions & { flowIds: readonly string[] }): Promise<number> {
      return await getCount(client, { path: '/deployments/count', body: { flows: { id: { any_: [...flowIds] } } }, signal })
    },

    async listDeploymentsById(ids: readonly string[], { signal }: ReadOptions = {}): Promise<Listed<Deployment>> {
      return await listByIds(ids, async any_ => await listByOffset(pager, { path: '/deployments/filter', body: { sort: 'CREATED_DESC', deployments: { id: { any_ } } }, toRow: toDeployment, cap: MOST_ROWS, signal }))
    },

    async listWorkPools({ signal }: ReadOptions = {}): Promise<Listed<WorkPool>> {
      return await listByOffset(pager, { path: '/work_pools/filter', body: {}, toRow: toWorkPool, cap: MOST_ROWS, signal })
    },

    /** Queues of all pools. */
    async listWorkQueues({ signal }: ReadOptions = {}): Promise<Listed<WorkQueue>> {
      return await listByOffset(pager, { path: '/work_queues/filter', body: {}, toRow: toWorkQueue, cap: MOST_ROWS, signal })
    },

    /** Workers of one pool, those long gone included. */
    async listWorkers(workPool: string, { signal }: ReadOptions = {}): Promise<Listed<Worker>> {
      return await listByOffset(pager, { path: `/work_pools/${encodeURIComponent(workPool)}/workers/filter`, body: {}, toRow: body => toWorker(body, workPool), cap: MOST_ROWS, signal })
    },
  }
}
