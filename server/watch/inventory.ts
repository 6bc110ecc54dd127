import type { Deployment, Flow, WorkPool } from '../../shared/model/deployment.ts'
import { MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { Unread } from '../../shared/verdict/picture.ts'
import type { Reads } from '../prefect/reads.ts'
import { createShelf } from './shelf.ts'
import type { Turn } from './turns.ts'

export interface InventoryMaps {
  flows: ReadonlyMap<string, Flow>
  deployments: ReadonlyMap<string, Deployment>
  workPools: ReadonlyMap<string, WorkPool>
}

export interface Inventory {
  /** Reads all three lists; one that fails keeps its rows and is told. Throws when the server cannot be reached or refuses. */
  read: (at: number, signal: AbortSignal) => Promise<void>
  /** What keeps each list as it is now. */
  turns: (now: () => number) => Turn[]
  maps: () => InventoryMaps
  /** Flows and deployments were read at least once. */
  isKnown: () => boolean
  /** When something of it was last read; null: not yet. */
  readAt: () => number | null
  setAsideCount: () => number
  changeCount: () => number
}

const FLOWS_AT_ONCE = 200
/** Prefect works long for each: see `listDeployments`. */
const DEPLOYMENTS_AT_ONCE = 25
/** Lists of more than one part are gone over a part at each refresh. */
const REFRESH_MS = 15_000

export interface InventoryListeners {
  /** Why one of the lists is not whole; null: it is. */
  onTrouble: (list: string, fact: Unread | null) => void
  /** All of it as it was at an instant: what is not in it was gone. */
  onWhole: (maps: InventoryMaps, at: number) => void
}

/** Flows, deployments and work pools as they are now. */
export function createInventory(reads: Reads, { onTrouble, onWhole }: InventoryListeners): Inventory {
  const flows = createShelf<Flow>({
    name: 'flows',
    keyOf: ({ id }) => id,
    tellOf: row => JSON.stringify(row),
    listAll: async signal => await reads.listFlows({ signal }),
    parts: { leastSize: FLOWS_AT_ONCE, list: async (stretch, signal) => await reads.listFlows({ stretch, signal }), listById: async (ids, signal) => await reads.listFlowsById(ids, { signal }) },
  })
  const deployments = createShelf<Deployment>({
    name: 'deployments',
    keyOf: ({ id }) => id,
    // Prefect stamps an update whenever a worker asks for work: that changes nothing.
    tellOf: row => JSON.stringify({ ...row, updatedAt: null }),
    listAll: async signal => await reads.listDeployments({ signal }),
    parts: { leastSize: DEPLOYMENTS_AT_ONCE, list: async (stretch, signal) => await reads.listDeployments({ stretch, signal }), listById: async (ids, signal) => await reads.listDeploymentsById(ids, { signal }) },
  })
  const workPools = createShelf<WorkPool>({ name: 'work pools', keyOf: ({ name }) => name, tellOf: row => JSON.stringify(row), listAll: async signal => await reads.listWorkPools({ signal }), parts: null })
  const shelves = [
    { shelf: flows, name: 'flows', what: 'inventory', weighs: 'expectations' },
    { shelf: deployments, name: 'deployments', what: 'inventory', weighs: 'expectations' },
    { shelf: workPools, name: 'work pools', what: 'work-pools', weighs: 'detail' },
  ] as const
  const maps = (): InventoryMaps => ({ flows: flows.rows(), deployments: deployments.rows(), workPools: workPools.rows() })
  let readAt: number | null = null
  let toldAt: number | null = null

  function settle({ name, what, weighs }: typeof shelves[number], trouble: string | null, at: number): void {
    onTrouble(name, trouble === null ? null : { what, reason: trouble, weighs })
    readAt = trouble === null ? at : readAt
  }

  function tellWhole(): void {
    const wholeAt = flows.wholeAt() === null ? null : deployments.wholeAt()
    if (wholeAt !== null && wholeAt !== toldAt)
      onWhole(maps(), wholeAt)
    toldAt = wholeAt ?? toldAt
  }

  return {
    async read(at, signal) {
      const troubles = await Promise.all(shelves.map(async ({ shelf }) => await shelf.fill(at, signal)))
      shelves.forEach((one, index) => settle(one, troubles[index] ?? null, at))
      tellWhole()
    },
    turns: now => shelves.map(one => ({
      everyMs: () => Math.max(REFRESH_MS, MINUTE_MS / one.shelf.partCount()),
      cost: () => 1,
      async work(signal) {
        const at = now()
        settle(one, await one.shelf.goOver(at, signal), at)
        tellWhole()
      },
    })),
    maps,
    isKnown: () => flows.isFilled() && deployments.isFilled(),
    readAt: () => readAt,
    setAsideCount: () => shelves.reduce((sum, { shelf }) => sum + shelf.setAsideCount(), 0),
    changeCount: () => shelves.reduce((sum, { shelf }) => sum + shelf.changeCount(), 0),
  }
}
