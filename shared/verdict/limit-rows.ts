import type { LimitHolder, LimitRow } from '../api/pools.ts'
import { loadOf } from '../causes/pool-load.ts'
import type { ConcurrencyLimit, TagLimit } from '../model/concurrency-limit.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { TaskRun } from '../model/task-run.ts'
import { toIso } from './morning-answer.ts'
import type { Picture } from './picture.ts'

/** What was read of limits; null: the server has no such list. */
export interface ReadLimits {
  limits: readonly ConcurrencyLimit[] | null
  tagLimits: readonly TagLimit[] | null
  /** Of the tasks that hold places, those that were read, by id. */
  tasks: ReadonlyMap<string, TaskRun>
  /** Runs of those tasks by id. */
  runs: ReadonlyMap<string, Pick<FlowRun, 'name'>>
}

const OF_DEPLOYMENT = 'deployment:'
const OF_TAG = 'tag:'

/**
 * Limits as rows, full ones first. Prefect names the tasks that hold places of a tag; of a deployment's limit its own runs do;
 * who holds those of a global one it does not tell.
 */
export function toLimitRows({ limits, tagLimits, tasks, runs }: ReadLimits, picture: Picture): LimitRow[] {
  const activeByName = new Map(limits?.map(({ name, active }) => [name, active]))
  const isOfTag = ({ name }: ConcurrencyLimit): boolean => name.startsWith(OF_TAG)
  const ofTags = tagLimits?.map(({ tag, limit, taskRunIds }): LimitRow => ({
    kind: 'tag',
    name: tag,
    deploymentId: null,
    limit,
    usedCount: taskRunIds.length,
    active: activeByName.get(`${OF_TAG}${tag}`) ?? true, // 2.20 cannot switch them off
    freedPerSecond: null,
    holders: taskRunIds.map(id => tasks.get(id)).filter(task => task !== undefined).flatMap(task => toTaskHolder(task, runs)),
  }))
  const others = limits?.filter(limit => ofTags === undefined || !isOfTag(limit)).map(limit => toRow(limit, picture))
  return [...others ?? [], ...ofTags ?? []].sort((a, b) => Number(isFull(b)) - Number(isFull(a)) || b.usedCount - a.usedCount || (a.name < b.name ? -1 : 1))
}

/** Whether whoever asks for a place of it waits. */
export function isFull({ active, limit, usedCount }: Pick<LimitRow, 'active' | 'limit' | 'usedCount'>): boolean {
  return active && usedCount >= limit
}

/** Runs of a deployment that take places of its limit, longest first. */
export function holdersOf(deploymentId: string, picture: Picture): LimitHolder[] {
  return (loadOf(picture).byDeployment.get(deploymentId) ?? []).map(({ id, name, startedAt, state }) => {
    const since = startedAt ?? state?.at ?? null
    return { runId: id, name, task: null, since: since === null ? null : toIso(since) }
  })
}

function toRow({ name, active, limit, usedCount, freedPerSecond }: ConcurrencyLimit, picture: Picture): LimitRow {
  const row = { limit, usedCount, active, freedPerSecond: freedPerSecond > 0 ? freedPerSecond : null }
  if (name.startsWith(OF_TAG))
    return { ...row, kind: 'tag', name: name.slice(OF_TAG.length), deploymentId: null, holders: null }
  if (!name.startsWith(OF_DEPLOYMENT))
    return { ...row, kind: 'global', name, deploymentId: null, holders: null }
  const id = name.slice(OF_DEPLOYMENT.length)
  const deployment = picture.deployments.get(id)
  const flow = deployment === undefined ? undefined : picture.flows.get(deployment.flowId)?.name
  return { ...row, kind: 'deployment', name: deployment === undefined ? id : `${flow ?? 'flow'}/${deployment.name}`, deploymentId: deployment === undefined ? null : id, holders: holdersOf(id, picture) }
}

function toTaskHolder({ name, flowRunId, startedAt, state }: TaskRun, runs: ReadLimits['runs']): LimitHolder[] {
  const since = startedAt ?? state?.at ?? null
  return flowRunId === null ? [] : [{ runId: flowRunId, name: runs.get(flowRunId)?.name ?? 'a run', task: name, since: since === null ? null : toIso(since) }]
}
