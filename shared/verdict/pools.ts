import type { PaceAnswer, PoolDeployment, PoolRow, PoolsAnswer, QueueRow } from '../api/pools.ts'
import { loadOf, placeOf, queueKey } from '../causes/pool-load.ts'
import { needsWorkers, workersOf } from '../causes/late-cause.ts'
import type { Deployment, WorkPool, WorkQueue } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { isOfWaiting, paceOf, waitingOf, waitsForPlace, type Pace, type Waiting } from './across/pool-pace.ts'
import { dueAt } from './job.ts'
import type { Morning } from './morning.ts'
import { nextSlotOf, toIso } from './morning-answer.ts'
import type { Picture } from './picture.ts'
import type { Problem } from './problem.ts'
import { missingOf } from './what-is-missing.ts'

/** What of the picture pools are told from. */
export const POOL_NEEDS = ['inventory', 'work-pools', 'runs'] as const

/** A morning of every job, and what it was judged of. */
export interface PoolsQuestion {
  picture: Picture
  morning: Pick<Morning, 'judgements' | 'problems'>
  at: number
}

/** One pool with what belongs to it. */
export interface PoolFacts {
  row: PoolRow
  /** null: not read. */
  queues: QueueRow[] | null
  /** Longest first. */
  holders: readonly FlowRun[]
  /** First due first. */
  waiting: readonly FlowRun[]
  problems: readonly Problem[]
  deployments: PoolDeployment[]
}

/** Every pool; those with problems first, then those in which most waits, then by name. */
export function toPoolsAnswer(question: PoolsQuestion): PoolsAnswer {
  const { picture } = question
  const pools = [...picture.workPools.values()].map(pool => toPoolRow(pool, question))
  return {
    asOf: picture.asOf === null ? null : toIso(picture.asOf),
    pools: pools.sort((a, b) => b.problemCount - a.problemCount || b.pace.waitingCount - a.pace.waitingCount || (a.name < b.name ? -1 : 1)),
    withoutPool: toWithoutPool(question),
    ...missingOf(picture, POOL_NEEDS),
  }
}

export function toPoolFacts(pool: WorkPool, question: PoolsQuestion): PoolFacts {
  const { picture } = question
  const waiting = waitingIn(pool, question)
  return {
    row: toPoolRow(pool, question),
    queues: queuesOf(pool, picture)?.map(queue => toQueueRow(queue, { pool, waiting, question })).sort((a, b) => b.pace.waitingCount - a.pace.waitingCount || (a.name < b.name ? -1 : 1)) ?? null,
    holders: loadOf(picture).byPool.get(pool.name) ?? [],
    waiting: waiting.map(({ run }) => run),
    problems: problemsOf(pool, question),
    deployments: deploymentsOf(pool, picture).map(deployment => toPoolDeployment(deployment, question)).sort((a, b) => `${a.flow}/${a.name}` < `${b.flow}/${b.name}` ? -1 : 1),
  }
}

function toPoolRow(pool: WorkPool, question: PoolsQuestion): PoolRow {
  const { picture } = question
  const { name, type, status, concurrencyLimit } = pool
  const workers = workersOf(pool, picture)
  const heardAt = workers?.map(({ lastHeartbeatAt }) => lastHeartbeatAt).filter(at => at !== null) ?? []
  return {
    name,
    type,
    paused: pool.paused || status === 'PAUSED',
    status,
    needsWorkers: needsWorkers(pool),
    workers: workers === null ? null : { count: workers.length, onlineCount: workers.filter(({ online }) => online).length, lastHeartbeat: heardAt.length === 0 ? null : toIso(Math.max(...heardAt)) },
    concurrencyLimit,
    holderCount: loadOf(picture).byPool.get(name)?.length ?? 0, // who is not in the load holds none
    pace: toPaceAnswer(paceOf(waitingIn(pool, question), { pool: name, queue: null }, question)),
    deploymentCount: deploymentsOf(pool, picture).length,
    stoppedQueues: queuesOf(pool, picture)?.filter(({ paused, concurrencyLimit: most }) => paused || most === 0).map(queue => queue.name) ?? null,
    problemCount: problemsOf(pool, question).filter(({ section }) => section === 'needs-you' || section === 'worth-a-look').length,
  }
}

function toQueueRow(queue: WorkQueue, { pool, waiting, question }: { pool: WorkPool, waiting: readonly Waiting[], question: PoolsQuestion }): QueueRow {
  const { name, paused, concurrencyLimit, lastPolledAt } = queue
  return {
    name,
    paused,
    concurrencyLimit,
    holderCount: loadOf(question.picture).byQueue.get(queueKey(pool.name, name))?.length ?? 0,
    pace: toPaceAnswer(paceOf(waiting.filter(one => one.queueName === name), { pool: pool.name, queue: name }, question)),
    lastPolled: lastPolledAt === null ? null : toIso(lastPolledAt),
  }
}

/** First due first. */
function waitingIn({ name }: WorkPool, question: PoolsQuestion): Waiting[] {
  return question.morning.judgements.flatMap(judgement => waitingOf(judgement, question)).filter(({ poolName }) => poolName === name).sort((a, b) => dueAt(a.run) - dueAt(b.run))
}

function queuesOf({ name }: WorkPool, { workQueues }: Picture): readonly WorkQueue[] | null {
  return workQueues?.filter(({ workPool }) => workPool === name) ?? null
}

function deploymentsOf({ name }: WorkPool, { deployments }: Picture): Deployment[] {
  return [...deployments.values()].filter(({ workPool }) => workPool === name)
}

function problemsOf({ name }: WorkPool, { picture, morning }: PoolsQuestion): Problem[] {
  return morning.problems.filter(problem => problem.open && isOfPool(problem, name, picture))
}

function isOfPool({ findings }: Problem, pool: string, picture: Picture): boolean {
  return findings.some(finding => isOfWaiting(finding) && waitsForPlace(finding.run) && placeOf(finding.run, finding.job.subject, picture).poolName === pool)
}

function toPaceAnswer({ waitingCount, oldestDueAt, startedCount, clearAt }: Pace): PaceAnswer {
  return { waitingCount, oldestDue: oldestDueAt === null ? null : toIso(oldestDueAt), startedCount, clearAt: clearAt === null ? null : toIso(clearAt) }
}

function toPoolDeployment({ id, name, flowId, paused, workQueue }: Deployment, { picture, morning, at }: PoolsQuestion): PoolDeployment {
  const job = morning.judgements.find(({ job }) => job.deploymentId === id)?.job
  return { id, name, flow: picture.flows.get(flowId)?.name ?? `flow ${flowId.slice(0, 8)}`, paused, queue: workQueue, nextSlot: job === undefined ? null : nextSlotOf(job, at) }
}

function toWithoutPool({ picture, morning }: PoolsQuestion): PoolsAnswer['withoutPool'] {
  const ids = new Set([...picture.deployments.values()].filter(({ workPool }) => workPool === null).map(({ id }) => id))
  if (ids.size === 0)
    return null
  const isOf = (run: FlowRun): boolean => run.deploymentId !== null && ids.has(run.deploymentId)
  return {
    deploymentCount: ids.size,
    runningCount: picture.runs.filter(run => isOf(run) && run.state?.type === 'RUNNING').length,
    waitingCount: new Set(morning.judgements.flatMap(({ findings }) => findings).filter(finding => isOfWaiting(finding) && isOf(finding.run)).map(({ run }) => run?.id)).size,
  }
}
