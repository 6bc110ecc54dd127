import type { Deployment } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { Picture } from './picture.ts'

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
  /** null: has none, or it was deleted. */
  subject: Deployment | null
  /** Its deployment is no longer there. */
  gone: boolean
  tags: readonly string[]
  /** Root runs by due time, oldest first. */
  runs: readonly FlowRun[]
}

/** When a run was due; one made by hand was due when it was made. */
export function dueAt(run: FlowRun): number {
  return run.expectedStartAt ?? run.createdAt
}

/** Every job the picture holds, whether it ran or not. */
export function toJobs(picture: Picture): Job[] {
  const runsByJob = new Map<string, FlowRun[]>()
  for (const run of picture.runs) {
    const id = run.deploymentId ?? `flow ${run.flowId}`
    const runs = runsByJob.get(id)
    if (runs === undefined)
      runsByJob.set(id, [run])
    else
      runs.push(run)
  }
  for (const runs of runsByJob.values())
    runs.sort((a, b) => dueAt(a) - dueAt(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))

  const deploymentCount = new Map<string, number>()
  for (const { flowId } of picture.deployments.values())
    deploymentCount.set(flowId, (deploymentCount.get(flowId) ?? 0) + 1)

  const jobs = [...picture.deployments.values()].map(deployment =>
    toDeployed(deployment, runsByJob.get(deployment.id) ?? [], { picture, alone: deploymentCount.get(deployment.flowId) === 1 }))
  for (const [id, runs] of runsByJob) {
    const first = runs[0]
    if (first !== undefined && !picture.deployments.has(id))
      jobs.push(toUndeployed(first, runs, picture))
  }
  return jobs
}

function toDeployed(deployment: Deployment, runs: readonly FlowRun[], { picture, alone }: { picture: Picture, alone: boolean }): Job {
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
    tags: [...new Set([...deployment.tags, ...(picture.flows.get(deployment.flowId)?.tags ?? [])])],
    runs,
  }
}

function toUndeployed(first: FlowRun, runs: readonly FlowRun[], picture: Picture): Job {
  const flow = flowName(first.flowId, picture)
  return {
    key: first.deploymentId === null ? `${flow}/` : `${flow}/#${first.deploymentId}`,
    name: flow,
    flowId: first.flowId,
    flow,
    deploymentId: first.deploymentId,
    deployment: null,
    subject: null,
    gone: first.deploymentId !== null,
    tags: [...new Set(runs.flatMap(run => run.tags))].filter(tag => tag !== 'auto-scheduled'),
    runs,
  }
}

/** A flow that was deleted, or whose page of the inventory failed, is named by its id. */
function flowName(flowId: string, picture: Picture): string {
  return picture.flows.get(flowId)?.name ?? `flow ${flowId.slice(0, 8)}`
}
