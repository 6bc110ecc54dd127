import type { Evidence } from '../api/morning.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { Picture } from '../verdict/picture.ts'
import { formatClock, formatCount } from '../verdict/words.ts'
import { workersOf } from './late-cause.ts'
import { loadOf, queueKey, type WaitingPlace } from './pool-load.ts'

type Fact = Omit<Evidence, 'at'> & { at: number | null }

interface Words {
  picture: Picture
  at: number
  timeZone: string
}

/** Holders named one by one; the rest are told as a number. */
const NAMED_COUNT = 8

/** What is known of the place in which runs wait, as it was read: pool, workers, queue, and who holds the places of a limit. */
export function waitingFacts({ pool, poolName, queue, queueName }: WaitingPlace, words: Words): Fact[] {
  const { picture } = words
  const queuePlace = queueName === null ? null : queueKey(poolName, queueName)
  return [
    ...(pool === null ? [] : [fact(`work pool ${pool.name} (${pool.type}): ${pool.paused ? 'paused' : pool.status ?? 'status not said'}${limitWords(pool.concurrencyLimit)}`)]),
    ...(pool === null ? [] : workerFacts(workersOf(pool, picture), words)),
    ...(queue === null || queuePlace === null ? [] : [fact(`work queue ${queuePlace}: ${queue.paused ? 'paused' : 'not paused'}${limitWords(queue.concurrencyLimit)}${queue.lastPolledAt === null ? '' : `, last asked for work ${formatClock(queue.lastPolledAt, words.at, words.timeZone)}`}`, queue.lastPolledAt)]),
    ...(pool?.concurrencyLimit == null && queue?.concurrencyLimit == null
      ? []
      : holderFacts((queue?.concurrencyLimit == null || queuePlace === null ? loadOf(picture).byPool.get(poolName ?? '') : loadOf(picture).byQueue.get(queuePlace)) ?? [], words)),
  ]
}

/** Who holds the places of a deployment's own limit. */
export function deploymentFacts(deploymentId: string | null, limit: number | null, words: Words): Fact[] {
  const holders = deploymentId === null ? [] : loadOf(words.picture).byDeployment.get(deploymentId) ?? []
  return [...(limit === null ? [] : [{ ...fact(`its deployment may run ${limit} at once`), source: 'deployment' as const }]), ...holderFacts(holders, words)]
}

function workerFacts(workers: ReturnType<typeof workersOf>, { at, timeZone }: Words): Fact[] {
  if (workers === null)
    return []
  const online = workers.filter(worker => worker.online)
  if (online.length > 0)
    return [fact(`${formatCount(online.length, 'worker')} online`)]
  const last = workers.filter(worker => worker.lastHeartbeatAt !== null).sort((a, b) => (b.lastHeartbeatAt ?? 0) - (a.lastHeartbeatAt ?? 0))[0]
  return [last?.lastHeartbeatAt == null ? fact('no worker is known') : fact(`worker ${last.name} was last heard ${formatClock(last.lastHeartbeatAt, at, timeZone)}`, last.lastHeartbeatAt)]
}

function holderFacts(holders: readonly FlowRun[], { picture, at, timeZone }: Words): Fact[] {
  const named = holders.slice(0, NAMED_COUNT).map((run): Fact => {
    const since = run.startedAt ?? run.state?.at ?? null
    const flow = picture.flows.get(run.flowId)?.name
    return { text: `${run.name}${flow === undefined ? '' : ` of ${flow}`} holds a place${since === null ? '' : ` since ${formatClock(since, at, timeZone)}`}`, at: since, runId: run.id, source: 'state' }
  })
  return holders.length > NAMED_COUNT ? [...named, fact(`${holders.length - NAMED_COUNT} more hold places`)] : named
}

function limitWords(limit: number | null): string {
  return limit === null ? '' : `, ${limit} at once`
}

function fact(text: string, at: number | null = null): Fact {
  return { text, at, runId: null, source: 'work-pool' }
}
