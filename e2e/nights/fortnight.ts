import { between, chance, countBetween, pick, uuidOf } from '../../server/demo/chance.ts'
import type { Deployment, Flow, WorkPool, WorkQueue } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { aDeployment, aFlow, aFlowRun, aRunState, aSchedule } from '../../shared/model/build.ts'
import type { RunState, StateType } from '../../shared/model/run-state.ts'
import type { ChildRun, LoggedError, Picture } from '../../shared/verdict/picture.ts'
import { NOTHING_REMEMBERED, type Remembered } from '../../shared/verdict/remembered.ts'
import { DAY, HOUR, MINUTE, type Rhythm } from './rhythm.ts'

export const REACH = 14 * DAY

/** A job as it was written: its deployment, and its runs by the slot they stand in. */
export interface WrittenJob {
  flow: Flow
  deployment: Deployment
  rhythm: Rhythm | null
  /** Slots of the reach up to now. */
  slots: readonly number[]
  runs: Map<number, FlowRun>
  usualMs: number
  sigma: number
}

/** Two weeks of a made-up server, well but for what is planted in it. */
export interface Fortnight {
  key: string
  zone: string
  now: number
  jobs: WrittenJob[]
  flows: Map<string, Flow>
  deployments: Map<string, Deployment>
  workPools: Map<string, WorkPool>
  /** Beside the default one of each pool. */
  workQueues: WorkQueue[]
  /** Beside those that stand in slots. */
  otherRuns: FlowRun[]
  /** What somebody planned for later. */
  ahead: FlowRun[]
  histories: Map<string, RunState[]>
  loggedErrors: Map<string, LoggedError | null>
  children: ChildRun[]
  vanished: FlowRun[]
  remembered: { -readonly [Name in keyof Remembered]: Remembered[Name] }
}

export function aFortnight(key: string, { zone, now }: { zone: string, now: number }): Fortnight {
  return { key, zone, now, jobs: [], flows: new Map(), deployments: new Map(), workPools: new Map([['process', { name: 'process', type: 'process', paused: false, status: 'READY', concurrencyLimit: null }]]), workQueues: [], otherRuns: [], ahead: [], histories: new Map(), loggedErrors: new Map(), children: [], vanished: [], remembered: { ...NOTHING_REMEMBERED } }
}

const FIRST = ['billing', 'orders', 'crm', 'ledger', 'stock', 'events', 'ads', 'mail', 'churn', 'fraud', 'geo', 'tax', 'price', 'web', 'app', 'ops'] as const
const SECOND = ['sync', 'load', 'export', 'report', 'clean', 'score', 'backup', 'merge', 'import', 'audit'] as const

/** Adds a job with a good run in each slot of the reach. `rhythm` null: no schedule. */
export function addJob(fortnight: Fortnight, rhythm: Rhythm | null, given: Partial<Deployment> = {}): WrittenJob {
  const key = `${fortnight.key} job ${fortnight.jobs.length}`
  const flow = aFlow({ id: uuidOf(`${key} flow`), name: `${pick(`${key} first`, FIRST)}-${pick(`${key} second`, SECOND)}-${fortnight.jobs.length}`, createdAt: fortnight.now - 400 * DAY })
  const madeAt = fortnight.now - between(`${key} made`, 30, 300) * DAY
  const deployment = aDeployment({
    id: uuidOf(`${key} deployment`),
    name: 'prod',
    flowId: flow.id,
    createdAt: madeAt,
    updatedAt: madeAt,
    schedules: rhythm === null ? [] : [aSchedule({ id: uuidOf(`${key} schedule`), rule: rhythm.rule, createdAt: madeAt, updatedAt: madeAt })],
    workPool: 'process',
    workQueue: 'default',
    entrypoint: `flows/${flow.name}.py:main`,
    version: '1.0',
    ...given,
  })
  const job: WrittenJob = {
    flow,
    deployment,
    rhythm,
    slots: rhythm === null ? [] : rhythm.dueBetween(fortnight.now - REACH, fortnight.now),
    runs: new Map(),
    usualMs: rhythm !== null && rhythm.periodMs < HOUR ? between(`${key} usual`, 5_000, 40_000) : Math.exp(between(`${key} usual`, Math.log(20_000), Math.log(50 * MINUTE))),
    sigma: between(`${key} sigma`, 0.05, 0.35),
  }
  fortnight.flows.set(flow.id, flow)
  fortnight.deployments.set(deployment.id, deployment)
  fortnight.jobs.push(job)
  for (const slot of job.slots)
    job.runs.set(slot, goodRun(fortnight, job, slot))
  return job
}

/** Makes it a flow whose runs no deployment holds. */
export function withoutDeployment(fortnight: Fortnight, job: WrittenJob): void {
  fortnight.deployments.delete(job.deployment.id)
}

/** The usual duration of a job with its usual noise: lognormal. */
export function durationOf(job: WrittenJob, key: string): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance(`${key} radius`))) * Math.cos(2 * Math.PI * chance(`${key} angle`))
  return job.usualMs * Math.exp(job.sigma * Math.max(-3, Math.min(3, normal)))
}

/** A run of a slot as it went, or as far as it has come by now. */
export function goodRun(fortnight: Fortnight, job: WrittenJob, slot: number, given: Partial<FlowRun> = {}): FlowRun {
  const key = `${job.deployment.id} ${slot} ${given.id ?? ''}`
  const startedAt = slot + between(`${key} delay`, 800, 9_000)
  const ranForMs = durationOf(job, key)
  const base = runOf(job, slot, key)
  if (startedAt > fortnight.now)
    return { ...base, state: stateOf('SCHEDULED', base.createdAt), ...given }
  if (startedAt + ranForMs > fortnight.now)
    return { ...base, startedAt, runCount: 1, ranForMs: fortnight.now - startedAt, state: stateOf('RUNNING', startedAt), ...given }
  const endedAt = startedAt + ranForMs
  return { ...base, startedAt, endedAt, runCount: 1, ranForMs, state: stateOf('COMPLETED', endedAt), ...given }
}

/** The next rows of each schedule, as the scheduler makes them. A job that is paused, gone or scheduled otherwise by now has none. */
export function rowsAhead({ jobs, deployments, now, ahead }: Fortnight): FlowRun[] {
  return [...ahead, ...jobs.flatMap((job) => {
    const { rhythm } = job
    const there = deployments.get(job.deployment.id)
    if (rhythm === null || there === undefined || there.paused)
      return []
    const next = rhythm.dueBetween(now, now + Math.min(3 * rhythm.periodMs, 4 * DAY)).slice(0, 3)
    return there.schedules.filter(({ active, rule }) => active && rule === rhythm.rule).flatMap(({ id, parameters }) =>
      next.map(slot => ({ ...runOf(job, slot, `${id} ahead ${slot}`), createdAt: now - MINUTE, scheduleId: id, parameters, state: stateOf('SCHEDULED', now - MINUTE) })))
  })]
}

/** A row that has not begun. */
export function runOf(job: WrittenJob, slot: number, key: string): FlowRun {
  return aFlowRun({
    id: uuidOf(`${key} run`),
    name: `${pick(`${key} name`, ['quiet', 'brisk', 'pale', 'tall', 'wry'])}-${pick(`${key} beast`, ['owl', 'lynx', 'newt', 'crow', 'hare'])}`,
    flowId: job.flow.id,
    deploymentId: job.deployment.id,
    createdAt: slot - between(`${key} made`, 1, 40) * HOUR,
    expectedStartAt: slot,
    autoScheduled: true,
    scheduleId: job.deployment.schedules[0]?.id ?? null,
    workPool: job.deployment.workPool,
    workQueue: job.deployment.workQueue,
    deploymentVersion: job.deployment.version,
    tags: ['auto-scheduled'],
  })
}

export function stateOf(type: StateType, at: number, given: Partial<RunState> = {}): RunState {
  return aRunState({ type, at, id: `${type} ${at} ${given.message ?? ''}`, ...given })
}

/** The same run, ended badly after a part of its usual time. */
export function failed(fortnight: Fortnight, job: WrittenJob, slot: number, { type = 'FAILED', name, message }: { type?: 'FAILED' | 'CRASHED', name?: string, message: string }): FlowRun {
  const run = goodRun(fortnight, job, slot)
  const startedAt = run.startedAt ?? slot + 2_000
  const ranForMs = Math.min(job.usualMs * 0.4, Math.max(1_000, (fortnight.now - startedAt) / 2))
  const endedAt = startedAt + ranForMs
  return { ...run, startedAt, endedAt, runCount: 1, ranForMs, state: stateOf(type, endedAt, { message, ...(name !== undefined && { name }) }) }
}

/** The last slots of a job that are over by now: its run had time to end well. */
export function overSlots(fortnight: Fortnight, job: WrittenJob): number[] {
  return job.slots.filter(slot => slot < fortnight.now - 3 * job.usualMs - 30 * MINUTE)
}

export function countOf(fortnight: Fortnight, what: string, from: number, to: number): number {
  return countBetween(`${fortnight.key} ${what}`, from, to)
}

export function toPicture(fortnight: Fortnight): Picture {
  const { now, flows, deployments, workPools, workQueues, histories, loggedErrors, children, vanished, remembered } = fortnight
  return {
    server: 'default',
    demo: false,
    asOf: now,
    reachFromAt: now - REACH,
    runsKnownFromAt: now - REACH,
    countedAdHoc: null,
    coverage: new Map(),
    flows,
    deployments,
    workPools,
    workQueues: [...[...workPools.values()].map(({ name, status }): WorkQueue => ({ name: 'default', workPool: name, paused: false, concurrencyLimit: null, lastPolledAt: now - (status === 'READY' ? 5_000 : 9 * HOUR) })), ...workQueues],
    workers: new Map(),
    runs: [...fortnight.jobs.flatMap(job => [...job.runs.values()]), ...fortnight.otherRuns],
    children,
    histories,
    loggedErrors,
    signsOfLife: new Map(),
    errorLines: new Map(),
    olderRuns: new Map(),
    vanished,
    remembered,
    unread: [],
    setAsideCount: 0,
  }
}
