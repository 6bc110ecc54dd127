import type { Deployment } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { Picture } from './picture.ts'
import { toInheritance, type LostDeployment, type Predecessor } from './slots/predecessors.ts'

/**
 * A deployment, or a flow's root runs that have no deployment.
 * Its lasting identity is `key` (flow name, deployment name): a deployment made anew under another id keeps it.
 */
export interface Job {
  key: string
  /** As people call it: the flow, with the deployment where the flow has several. */
  name: string
  flowId: string
  flow: string
  deploymentId: string | null
  /** null: has none, or it was deleted and its name with it. */
  deployment: string | null
  /** null: has none, it was deleted, or it was not read. */
  subject: Deployment | null
  /** Its deployment is no longer there, and nobody took over. */
  gone: boolean
  /** Deployments it was before it was made anew or renamed, oldest first: their runs are its own. */
  earlier: readonly Predecessor[]
  tags: readonly string[]
  /** Root runs by due time, oldest first. */
  runs: readonly FlowRun[]
  /** Good runs from before those, oldest first, where they are too few: they tell how long it usually takes, and nothing else. */
  older: readonly FlowRun[]
}

/** When a run was due; one made by hand was due when it was made. */
export function dueAt(run: FlowRun): number {
  return run.expectedStartAt ?? run.createdAt
}

/** Every job the picture holds, whether it ran or not, by key: upstream promises no order, and no verdict may hang on one. */
export function toJobs(picture: Picture): Job[] {
  const runsById = groupByDeployment(picture.runs)
  const lost = toLost(picture, runsById)
  // Where not the whole inventory was read, one that only runs name may well be there.
  const isUnread = ({ remembered }: LostDeployment): boolean => remembered === null && picture.unread.some(({ what }) => what === 'inventory')
  const { byHeir, ended } = toInheritance(lost.filter(one => !isUnread(one)), picture)
  const deploymentCount = new Map<string, number>()
  for (const { flowId } of picture.deployments.values())
    deploymentCount.set(flowId, (deploymentCount.get(flowId) ?? 0) + 1)

  const jobs = [...picture.deployments.values()].map((deployment) => {
    const earlier = byHeir.get(deployment.id) ?? []
    const own = [...earlier, deployment].map(({ id }) => runsById.get(id) ?? [])
    return toDeployed(deployment, { runs: earlier.length === 0 ? own[0] ?? [] : own.flat().sort(byDue), earlier, picture, alone: deploymentCount.get(deployment.flowId) === 1 })
  })
  const goneByKey = new Map<string, LostDeployment[]>()
  for (const one of ended.filter(({ runs }) => runs.length > 0)) {
    const key = one.remembered === null ? `#${one.id}` : `${one.remembered.flow}/${one.remembered.name}`
    goneByKey.set(key, [...goneByKey.get(key) ?? [], one])
  }
  for (const same of goneByKey.values())
    jobs.push(toGone(same, { picture, alone: same.every(({ flowId }) => !deploymentCount.has(flowId)) }))
  for (const one of lost.filter(isUnread))
    jobs.push({ ...toGone([one], { picture, alone: false }), gone: false })
  for (const [id, runs] of runsById) {
    const [first] = runs
    if (first !== undefined && id.startsWith(UNDEPLOYED))
      jobs.push(toUndeployed(first, runs, picture))
  }
  return jobs.sort((a, b) => a.key < b.key ? -1 : 1)
}

const UNDEPLOYED = 'flow '

function groupByDeployment(runs: readonly FlowRun[]): Map<string, FlowRun[]> {
  const byId = new Map<string, FlowRun[]>()
  for (const run of runs) {
    const id = run.deploymentId ?? `${UNDEPLOYED}${run.flowId}`
    const own = byId.get(id)
    if (own === undefined)
      byId.set(id, [run])
    else
      own.push(run)
  }
  for (const own of byId.values())
    own.sort(byDue)
  return byId
}

function byDue(a: FlowRun, b: FlowRun): number {
  return dueAt(a) - dueAt(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
}

/** Deployments that are no longer in the inventory: those that were seen there, and those that only runs name. */
function toLost({ deployments, remembered }: Picture, runsById: ReadonlyMap<string, readonly FlowRun[]>): LostDeployment[] {
  const lost: LostDeployment[] = [...remembered.gone.values()]
    .filter(({ id }) => !deployments.has(id))
    .map(gone => ({ id: gone.id, flowId: gone.flowId, remembered: gone, runs: runsById.get(gone.id) ?? [] }))
  for (const [id, runs] of runsById) {
    const [first] = runs
    if (first !== undefined && !id.startsWith(UNDEPLOYED) && !deployments.has(id) && !remembered.gone.has(id))
      lost.push({ id, flowId: first.flowId, remembered: null, runs })
  }
  return lost
}

function toDeployed(deployment: Deployment, { runs, earlier, picture, alone }: { runs: readonly FlowRun[], earlier: readonly Predecessor[], picture: Picture, alone: boolean }): Job {
  const flow = flowName(deployment.flowId, picture)
  return {
    key: `${flow}/${deployment.name}`,
    name: alone ? flow : `${flow}/${deployment.name}`,
    flowId: deployment.flowId,
    flow,
    deploymentId: deployment.id,
    deployment: deployment.name,
    subject: deployment,
    gone: false,
    earlier,
    tags: [...new Set([...deployment.tags, ...(picture.flows.get(deployment.flowId)?.tags ?? [])])],
    runs,
    older: [...earlier, deployment].flatMap(({ id }) => picture.olderRuns.get(id) ?? []),
  }
}

/** @param lost - at least one; several had the same name, one after the other */
function toGone(lost: readonly LostDeployment[], { picture, alone }: { picture: Picture, alone: boolean }): Job {
  const last = lost.reduce((newest, one) => (one.remembered?.goneAt ?? 0) >= (newest.remembered?.goneAt ?? 0) ? one : newest)
  const { remembered } = last
  const runs = lost.length === 1 ? last.runs : lost.flatMap(one => one.runs).sort(byDue)
  const flow = remembered?.flow ?? flowName(last.flowId, picture)
  const tags = new Set([...remembered?.tags ?? [], ...runs.flatMap(run => run.tags)])
  return {
    key: `${flow}/${remembered?.name ?? `#${last.id}`}`,
    name: alone || remembered === null ? flow : `${flow}/${remembered.name}`,
    flowId: last.flowId,
    flow,
    deploymentId: last.id,
    deployment: remembered?.name ?? null,
    subject: null,
    gone: true,
    earlier: [],
    tags: [...tags].filter(tag => tag !== AUTOMATIC_TAG),
    runs,
    older: [],
  }
}

const AUTOMATIC_TAG = 'auto-scheduled'

function toUndeployed(first: FlowRun, runs: readonly FlowRun[], picture: Picture): Job {
  const flow = flowName(first.flowId, picture)
  return {
    key: `${flow}/`,
    name: flow,
    flowId: first.flowId,
    flow,
    deploymentId: null,
    deployment: null,
    subject: null,
    gone: false,
    earlier: [],
    tags: [...new Set(runs.flatMap(run => run.tags))].filter(tag => tag !== AUTOMATIC_TAG),
    runs,
    older: [],
  }
}

/** A flow that was deleted, or whose page of the inventory failed, is named by its id. */
function flowName(flowId: string, picture: Picture): string {
  return picture.flows.get(flowId)?.name ?? `flow ${flowId.slice(0, 8)}`
}
