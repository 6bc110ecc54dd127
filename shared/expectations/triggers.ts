import type { FlowRun } from '../model/flow-run.ts'
import { dueAt, type Job } from '../verdict/job.ts'
import type { ChildRun } from '../verdict/picture.ts'
import { quantile } from './baseline.ts'
import { THRESHOLDS } from './thresholds.ts'

/** What starts the runs of a job that has no rhythm of its own. */
export interface Trigger {
  upstream: Job
  /** Jobs whose ends are as near: it may be any of them. */
  rivals: readonly Job[]
  /** `end`: the good end of a run of the other job · `run`: a run of the other job, while it goes on. */
  by: 'end' | 'run'
  /** From what starts it to its start: nearly all of its runs took less. */
  delayMs: number
  /** It never failed to start the job before: only then is one that did not start missing. */
  isSteady: boolean
}

/** When one job started, and whether something else than a person or a schedule made it do so. */
interface Start {
  at: number
  isTriggered: boolean
  /** The run it was a part of. */
  root: FlowRun | null
}

/**
 * Learns what starts the jobs without a schedule whose runs a parent, an automation or an event starts nine times in ten.
 * The upstream is sure only if nearly each of the job's runs follows it closely, nearly each good end of it is followed by one,
 * and no other job's end is nearer. Where several end as near, it is one of them.
 */
export function learnTriggers(jobs: readonly Job[], children: readonly ChildRun[], at: number): Map<string, Trigger> {
  const triggers = new Map<string, Trigger>()
  const startsOf = toStarts(jobs, children, at)
  const candidates = jobs.filter(job => hasNoSchedule(job) && isTriggered(startsOf.get(job.key) ?? []))
  if (candidates.length === 0)
    return triggers
  const ends = jobs.map(job => ({ job, ends: goodEndsOf(job, at) })).filter(({ ends }) => ends.length >= THRESHOLDS.triggerRunCount)
  const jobOfRun = new Map(children.length === 0 ? [] : jobs.flatMap(job => job.runs.map(run => [run.id, job] as const)))
  for (const job of candidates) {
    const starts = startsOf.get(job.key) ?? []
    const trigger = parentOf(starts, jobOfRun, at) ?? nearestEnd(job, starts.filter(({ isTriggered }) => isTriggered).map(start => start.at), ends)
    if (trigger !== null)
      triggers.set(job.key, trigger)
  }
  return triggers
}

/** When runs of each job were made to start, ascending, those started from within another run included. */
export function toStarts(jobs: readonly Job[], children: readonly ChildRun[], at: number): Map<string, Start[]> {
  const byDeployment = new Map<string, Job>(jobs.filter(({ deploymentId }) => deploymentId !== null).map(job => [job.deploymentId ?? '', job]))
  const rootIds = new Set(children.map(({ rootRunId }) => rootRunId))
  const roots = new Map(children.length === 0 ? [] : jobs.flatMap(({ runs }) => runs.filter(({ id }) => rootIds.has(id)).map(run => [run.id, run] as const)))
  const starts = new Map<string, Start[]>(jobs.map(({ key, runs }) => [key, runs.filter(run => dueAt(run) <= at).map((run): Start => ({ at: dueAt(run), isTriggered: run.maker?.kind === 'automation' || run.parentTaskRunId !== null, root: null }))]))
  const isKnown = new Set<string>()
  for (const { run, rootRunId } of children) {
    const job = run.deploymentId === null ? undefined : byDeployment.get(run.deploymentId)
    if (job === undefined || dueAt(run) > at || isKnown.has(run.id))
      continue
    isKnown.add(run.id)
    starts.get(job.key)?.push({ at: dueAt(run), isTriggered: true, root: rootRunId === null ? null : roots.get(rootRunId) ?? null })
  }
  for (const list of starts.values())
    list.sort((a, b) => a.at - b.at)
  return starts
}

function hasNoSchedule({ subject }: Job): boolean {
  return subject !== null && subject.schedules.every(({ active }) => !active)
}

function isTriggered(starts: readonly Start[]): boolean {
  const count = starts.filter(start => start.isTriggered).length
  return count >= THRESHOLDS.triggerRunCount && count >= THRESHOLDS.triggerShare * starts.length
}

/** Instants at which runs of a job ended well, ascending. */
export function goodEndsOf({ runs }: Pick<Job, 'runs'>, at: number): number[] {
  return runs.filter(({ state, endedAt }) => state?.type === 'COMPLETED' && endedAt !== null && endedAt <= at).map(({ endedAt }) => endedAt ?? 0).sort((a, b) => a - b)
}

/** The job whose runs start it, if nearly all its starts come from there and nearly all good runs of that job start it. */
function parentOf(starts: readonly Start[], jobOfRun: ReadonlyMap<string, Job>, at: number): Trigger | null {
  const counts = new Map<Job, number>()
  for (const { root } of starts) {
    const job = root === null ? undefined : jobOfRun.get(root.id)
    if (job !== undefined)
      counts.set(job, (counts.get(job) ?? 0) + 1)
  }
  const [upstream, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
  const firstAt = starts[0]?.at ?? at
  if (upstream === undefined || count === undefined || count < THRESHOLDS.triggerRunCount || count < THRESHOLDS.triggerShare * starts.length)
    return null
  const started = new Set(starts.map(({ root }) => root?.id))
  const lastAt = starts.at(-1)?.at ?? at
  const good = upstream.runs.filter(run => run.state?.type === 'COMPLETED' && (run.endedAt ?? 0) >= firstAt && dueAt(run) <= lastAt)
  const answeredCount = good.filter(({ id }) => started.has(id)).length
  if (answeredCount < THRESHOLDS.triggerShare * good.length)
    return null
  const delays = starts.flatMap(({ at: startAt, root }) => root === null ? [] : [startAt - (root.startedAt ?? dueAt(root))])
  return { upstream, rivals: [], by: 'run', delayMs: quantile(delays, 0.99), isSteady: answeredCount === good.length }
}

interface Ending {
  job: Job
  ends: readonly number[]
}

function nearestEnd(own: Job, starts: readonly number[], endings: readonly Ending[]): Trigger | null {
  const sure = endings
    .filter(({ job, ends }) => job.key !== own.key && ends.length * 2 >= starts.length && ends.length <= 2 * starts.length + 2)
    .flatMap(({ job, ends }) => {
      const delays = closeDelays(starts, ends)
      return delays === null ? [] : [{ job, delays, answered: answeredRatio(ends, starts) }]
    })
    .filter(({ answered }) => answered >= THRESHOLDS.triggerShare)
  const [first, ...others] = sure.sort((a, b) => quantile(a.delays, 0.5) - quantile(b.delays, 0.5))
  if (first === undefined)
    return null
  const rivals = others.filter(({ delays }) => !isNearer(first.delays, delays))
  const within = [first, ...rivals].flatMap(({ delays }) => delays).filter(delay => delay <= THRESHOLDS.triggerWithinMs)
  return { upstream: first.job, rivals: rivals.map(({ job }) => job), by: 'end', delayMs: Math.max(0, quantile(within, 0.99)), isSteady: [first, ...rivals].every(({ answered }) => answered === 1) }
}

/**
 * From the last end before each start to it, endless where none was; null as soon as too many starts are not close to one.
 * Both ascending. Most pairs of jobs have nothing to do with each other, and there are as many as jobs squared.
 */
function closeDelays(starts: readonly number[], ends: readonly number[]): number[] | null {
  const mayMiss = Math.min(starts.length - THRESHOLDS.triggerRunCount, starts.length * (1 - THRESHOLDS.triggerShare))
  const delays: number[] = []
  let index = -1
  let missCount = 0
  for (const start of starts) {
    while (index + 1 < ends.length && (ends[index + 1] ?? 0) <= start + THRESHOLDS.clockSlackMs)
      index += 1
    const delay = index === -1 ? Number.POSITIVE_INFINITY : start - (ends[index] ?? 0)
    missCount += delay > THRESHOLDS.triggerWithinMs ? 1 : 0
    if (missCount > mayMiss)
      return null
    delays.push(delay)
  }
  return delays
}

/** The share of good ends between the first start and the last that were followed by one. */
function answeredRatio(ends: readonly number[], starts: readonly number[]): number {
  const [first, last] = [starts[0], starts.at(-1)]
  if (first === undefined || last === undefined)
    return 0
  const between = ends.filter(end => end >= first - THRESHOLDS.triggerWithinMs && end <= last + THRESHOLDS.clockSlackMs)
  let index = 0
  const answered = between.filter((end) => {
    while ((starts[index] ?? Number.POSITIVE_INFINITY) < end - THRESHOLDS.clockSlackMs)
      index += 1
    return (starts[index] ?? Number.POSITIVE_INFINITY) <= end + THRESHOLDS.triggerWithinMs
  })
  return between.length === 0 ? 0 : answered.length / between.length
}

/** Whether the ends behind `delays` came after the other's, nearly every time. */
function isNearer(delays: readonly number[], others: readonly number[]): boolean {
  return delays.filter((delay, index) => delay < (others[index] ?? Number.POSITIVE_INFINITY)).length >= THRESHOLDS.triggerShare * delays.length
}
