import { chance } from './chance.ts'
import { isAutomatic } from './flow-run-body.ts'
import { HOUR, MINUTE, SECOND } from './instant.ts'
import type { Job } from './night.ts'
import { dueAfter, REACH, toJobs, toNight } from './night.ts'
import type { RunNow } from './run-now.ts'
import { runAt } from './run-now.ts'
import type { RunPlan, Step } from './run-plan.ts'
import { KEPT, planRun } from './run-plan.ts'
import type { Night, Story } from './story.ts'
import { pausedAt, storyOf } from './story.ts'

/** Rows that the scheduler keeps ahead of each schedule, and how far ahead at least. */
const AHEAD_COUNT = 3
const AHEAD = HOUR
/** How soon the scheduler makes rows of a deployment that was resumed. */
const RESUMED_WITHIN = 2 * SECOND

export interface RunBook {
  night: Night
  jobs: readonly Job[]
  /** The rows there are at an instant, by due time, oldest first. */
  runsAt: (now: number) => RunNow[]
  /** null where there is no such row, or none yet. */
  findRun: (id: string, now: number) => RunNow | null
  /** Gives a run other steps: those it has taken, and what somebody made of it. */
  change: (id: string, steps: readonly Step[], now: number) => RunNow
  /** A run that somebody made. */
  add: (plan: RunPlan) => void
  /** The last time a deployment was paused or resumed; null: never. */
  switchOf: (job: Job, now: number) => Switch | null
  /** Makes no more rows of a deployment, and deletes those that wait. */
  pause: (job: Job, now: number) => void
  /** Makes rows again, those of the next slots at once. */
  resume: (job: Job, now: number) => void
}

export interface Switch { at: number, isPaused: boolean }

/** One job's way through time: the slots around the next row to be made. */
interface Course {
  job: Job
  /** The next slot, after the three before it. */
  slots: number[]
  /** When the row of the last of them is made. */
  nextMadeAt: number
}

/**
 * Every run there is, planned as time reaches it and forgotten when it is old.
 * The clock may stand or go on; before the latest instant asked for, rows that were dropped since are absent.
 */
export function createRunBook({ startAt, zone }: { startAt: number, zone: string }): RunBook {
  const night = toNight(startAt, zone)
  const jobs = toJobs(night)
  const courses = jobs.map(job => openCourse(job, startAt - REACH))
  const byId = new Map<string, RunPlan>()
  const over = new WeakMap<RunPlan, RunNow>()
  const switches = new Map<Job, Switch>()
  let plans: RunPlan[] = []
  let prunedAt = startAt

  /** What is over stands as it is, so that most rows are not worked out anew for each answer. */
  function standing(plan: RunPlan, now: number): RunNow | null {
    const known = over.get(plan)
    if (known !== undefined && known.state.at <= now)
      return known
    const run = runAt(plan, now)
    if (run !== null && run.endAt !== null && run.steps.length === plan.steps.length)
      over.set(plan, run)
    return run
  }

  function switchOf(job: Job, now: number): Switch | null {
    const planted = pausedAt(night)
    return switches.get(job) ?? (job.incident === 'paused' && now >= planted ? { at: planted, isPaused: true } : null)
  }

  /** The planted pause is over once somebody resumed it; what else is planted stays. */
  function storyAt(job: Job, dueAt: number): Story {
    return job.incident === 'paused' && switches.has(job) ? { kind: 'good' } : storyOf(job.spec, dueAt, night)
  }

  function keep(plan: RunPlan): void {
    for (const kept of [plan, ...plan.children]) {
      plans.push(kept)
      byId.set(kept.id, kept)
    }
  }

  function reach(now: number): void {
    const countBefore = plans.length
    for (const course of courses) {
      while (course.nextMadeAt <= now) {
        const plan = switches.get(course.job)?.isPaused === true ? null : planNext(course, storyAt)
        if (plan !== null && plan.dueAt > now - KEPT)
          keep(plan)
        moveOn(course)
      }
    }
    if (now - prunedAt > HOUR) {
      prunedAt = now
      for (const plan of plans.filter(({ dueAt }) => dueAt <= now - KEPT))
        byId.delete(plan.id)
      plans = plans.filter(({ dueAt }) => dueAt > now - KEPT)
    }
    if (plans.length > countBefore)
      plans.sort((a, b) => a.dueAt - b.dueAt)
  }

  return {
    night,
    jobs,
    change(id, steps, now) {
      const plan = byId.get(id)
      const changed = plan === undefined ? null : { ...plan, steps }
      const run = changed === null ? null : runAt(changed, now)
      if (changed === null || run === null)
        throw new Error(`there is no run ${id} to change`)
      byId.set(id, changed)
      plans = plans.map(kept => kept.id === id ? changed : kept)
      return run
    },
    add(plan) {
      keep(plan)
      plans.sort((a, b) => a.dueAt - b.dueAt)
    },
    switchOf,
    pause(job, now) {
      reach(now)
      const isDeleted = ({ plan, type, steps }: RunNow): boolean => plan.job === job && isAutomatic(plan) && type === 'SCHEDULED' && steps.every(step => step.type === 'SCHEDULED')
      const deleted = new Set(plans.filter(plan => plan.job === job).flatMap(plan => runAt(plan, now) ?? []).filter(isDeleted).map(({ plan }) => plan.id))
      deleted.forEach(id => byId.delete(id))
      plans = plans.filter(({ id }) => !deleted.has(id))
      switches.set(job, { at: now, isPaused: true })
    },
    resume(job, now) {
      reach(now)
      switches.set(job, { at: now, isPaused: false })
      const last = courses.find(course => course.job === job)?.slots.at(-1) ?? now
      // The course stands before its last slot; what it went past while nothing was made is made now.
      for (let dueAt = dueAfter(job, now); dueAt < last; dueAt = dueAfter(job, dueAt))
        keep(planRun(job, { dueAt, madeAt: now + RESUMED_WITHIN, story: storyAt(job, dueAt) }))
      plans.sort((a, b) => a.dueAt - b.dueAt)
    },
    runsAt(now) {
      reach(now)
      const runs: RunNow[] = []
      for (const plan of plans) {
        const run = standing(plan, now)
        if (run !== null && !isDeleted(run, night, now))
          runs.push(run)
      }
      return runs
    },
    findRun(id, now) {
      reach(now)
      const plan = byId.get(id)
      const run = plan === undefined ? null : runAt(plan, now)
      return run === null || isDeleted(run, night, now) ? null : run
    },
  }
}

/** A pause deletes the rows that wait; the slots after it get none. */
function isDeleted(run: RunNow, night: Night, now: number): boolean {
  return run.plan.story.kind === 'gone' && (run.plan.job.incident === 'paused' ? now >= pausedAt(night) : true)
}

function openCourse(job: Job, fromAt: number): Course {
  const slots = [dueAfter(job, Math.max(fromAt, job.madeAt))]
  const course = { job, slots, nextMadeAt: 0 }
  course.nextMadeAt = madeAt(course)
  return course
}

/** A row is made when it becomes the third ahead, or its turn within the hour comes; a run by hand when somebody starts it. */
function madeAt({ job, slots }: Course): number {
  const dueAt = slots.at(-1) ?? 0
  if (job.schedule === null)
    return dueAt
  const third = slots.at(-1 - AHEAD_COUNT) ?? dueAt - AHEAD
  const before = slots.at(-2) ?? dueAt
  const loopAt = Math.min(third, before - AHEAD)
  return Math.max(job.madeAt, loopAt + Math.round(chance(`${job.key} ${dueAt} loop`) * MINUTE * 1_000) / 1_000)
}

function planNext({ job, slots, nextMadeAt }: Course, storyAt: (job: Job, dueAt: number) => Story): RunPlan | null {
  const dueAt = slots.at(-1)
  if (dueAt === undefined)
    return null
  return planRun(job, { dueAt, madeAt: nextMadeAt, story: storyAt(job, dueAt) })
}

function moveOn(course: Course): void {
  course.slots.push(dueAfter(course.job, course.slots.at(-1) ?? 0))
  if (course.slots.length > AHEAD_COUNT + 1)
    course.slots.shift()
  course.nextMadeAt = madeAt(course)
}
