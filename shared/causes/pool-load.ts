import type { FlowRun } from '../model/flow-run.ts'
import type { WorkPool, WorkQueue } from '../model/deployment.ts'
import type { Picture } from '../verdict/picture.ts'

/** Runs that take a place of a limit: begun, about to begin, or not yet gone. */
const HOLDS_A_PLACE: ReadonlySet<string> = new Set(['PENDING', 'RUNNING', 'CANCELLING'])

interface Load {
  byPool: ReadonlyMap<string, readonly FlowRun[]>
  byQueue: ReadonlyMap<string, readonly FlowRun[]>
  byDeployment: ReadonlyMap<string, readonly FlowRun[]>
}

/** Of each picture once: many late runs ask the same. */
const LOADS = new WeakMap<Picture, Load>()

/** Who holds the places of each pool, queue and deployment, longest first. */
export function loadOf(picture: Picture): Load {
  const known = LOADS.get(picture)
  if (known !== undefined)
    return known
  const [byPool, byQueue, byDeployment] = [new Map<string, FlowRun[]>(), new Map<string, FlowRun[]>(), new Map<string, FlowRun[]>()]
  const put = (map: Map<string, FlowRun[]>, key: string | null, run: FlowRun): void => {
    if (key === null)
      return
    const held = map.get(key)
    if (held === undefined)
      map.set(key, [run])
    else
      held.push(run)
  }
  const holding = [...picture.runs, ...picture.children.map(({ run }) => run)].filter(({ state }) => state !== null && HOLDS_A_PLACE.has(state.type))
  for (const run of holding.sort((a, b) => (a.startedAt ?? a.state?.at ?? 0) - (b.startedAt ?? b.state?.at ?? 0))) {
    put(byPool, run.workPool, run)
    put(byQueue, run.workPool === null || run.workQueue === null ? null : queueKey(run.workPool, run.workQueue), run)
    put(byDeployment, run.deploymentId, run)
  }
  const load = { byPool, byQueue, byDeployment }
  LOADS.set(picture, load)
  return load
}

export function queueKey(pool: string | null, queue: string): string {
  return pool === null ? queue : `${pool}/${queue}`
}

/** Where a run waits, as far as the inventory knows it. */
export interface WaitingPlace {
  pool: WorkPool | null
  poolName: string | null
  queue: WorkQueue | null
  queueName: string | null
}

export function placeOf(run: FlowRun, subject: { workPool: string | null, workQueue: string | null } | null, { workPools, workQueues }: Picture): WaitingPlace {
  const poolName = run.workPool ?? subject?.workPool ?? null
  const queueName = run.workQueue ?? subject?.workQueue ?? null
  return {
    poolName,
    queueName,
    pool: poolName === null ? null : workPools.get(poolName) ?? null,
    queue: queueName === null ? null : workQueues?.find(({ name, workPool }) => name === queueName && workPool === poolName) ?? null,
  }
}
