import { createHash } from 'node:crypto'
import type { Deployment, Flow, WorkPool } from '../../shared/model/deployment.ts'
import type { Unread } from '../../shared/verdict/picture.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads } from '../prefect/reads.ts'
import type { Listed } from '../prefect/rows.ts'

export interface Inventory {
  /** Reads all three lists; one that fails keeps its rows and is told. Throws when no list at all can be read. */
  read: (signal: AbortSignal) => Promise<Map<string, Unread | null>>
  maps: () => { flows: ReadonlyMap<string, Flow>, deployments: ReadonlyMap<string, Deployment>, workPools: ReadonlyMap<string, WorkPool> }
  /** Flows and deployments were read at least once. */
  isKnown: () => boolean
  /** The last reading of both was whole: what is not in them is gone. */
  isWhole: () => boolean
  setAsideCount: () => number
  changeCount: () => number
}

/** Flows, deployments and work pools as they are now. */
export function createInventory(reads: Reads): Inventory {
  const flows = createShelf<Flow>('flows', ({ id }) => id)
  const deployments = createShelf<Deployment>('deployments', ({ id }) => id)
  const workPools = createShelf<WorkPool>('work pools', ({ name }) => name)
  const shelves = [flows, deployments, workPools]
  return {
    async read(signal) {
      const [flowTrouble, deploymentTrouble, poolTrouble] = await Promise.all([
        flows.fill(reads.listFlows({ signal })),
        deployments.fill(reads.listDeployments({ signal })),
        workPools.fill(reads.listWorkPools({ signal })),
      ])
      return new Map<string, Unread | null>([
        ['flows', flowTrouble === null ? null : { what: 'inventory', reason: flowTrouble, weighs: 'verdict' }],
        ['deployments', deploymentTrouble === null ? null : { what: 'inventory', reason: deploymentTrouble, weighs: 'verdict' }],
        ['work pools', poolTrouble === null ? null : { what: 'work-pools', reason: poolTrouble, weighs: 'detail' }],
      ])
    },
    maps: () => ({ flows: flows.rows(), deployments: deployments.rows(), workPools: workPools.rows() }),
    isKnown: () => flows.isFilled() && deployments.isFilled(),
    isWhole: () => flows.isWhole() && deployments.isWhole(),
    setAsideCount: () => shelves.reduce((sum, shelf) => sum + shelf.setAsideCount(), 0),
    changeCount: () => shelves.reduce((sum, shelf) => sum + shelf.changeCount(), 0),
  }
}

interface Shelf<T> {
  /** Takes the rows; gives why they are not whole, null when they are. */
  fill: (answer: Promise<Listed<T>>) => Promise<string | null>
  rows: () => ReadonlyMap<string, T>
  isFilled: () => boolean
  isWhole: () => boolean
  setAsideCount: () => number
  changeCount: () => number
}

function createShelf<T>(name: string, keyOf: (row: T) => string): Shelf<T> {
  let rows: ReadonlyMap<string, T> = new Map()
  let signature = ''
  let isFilled = false
  let isWhole = false
  let setAsideCount = 0
  let changeCount = 0
  return {
    async fill(answer) {
      isWhole = false
      try {
        const listed = await answer
        const fresh = createHash('sha1').update(JSON.stringify(listed.rows)).digest('base64')
        if (fresh !== signature)
          changeCount += 1
        signature = fresh
        rows = new Map(listed.rows.map(row => [keyOf(row), row]))
        isFilled = true
        isWhole = listed.complete && listed.setAsideCount === 0
        setAsideCount = listed.setAsideCount
        if (!listed.complete)
          return `There are more than ${rows.size} ${name}: not all were read.`
        return setAsideCount === 0 ? null : `Of the ${name} ${setAsideCount} came in a shape that is not understood.`
      }
      catch (error) {
        if (!(error instanceof UpstreamError) || error.failure === 'unreachable' || error.failure === 'refused')
          throw error
        return `The ${name} could not be read: ${error.message}`
      }
    },
    rows: () => rows,
    isFilled: () => isFilled,
    isWhole: () => isWhole,
    setAsideCount: () => setAsideCount,
    changeCount: () => changeCount,
  }
}
