import { between, chance, hexOf, timedUuidOf, uuidOf } from './chance.ts'
import { MINUTE, SECOND } from './instant.ts'
import { countStarts } from './run-now.ts'
import type { RunPlan, Step } from './run-plan.ts'
import type { Stage } from './shapes.ts'
import { SHAPES } from './shapes.ts'

/** All that one task of a run does. A child run has a task of its own in its parent, which only stands for it. */
export interface TaskPlan {
  id: string
  name: string
  task: string
  /** Which entry of the flow run into RUNNING it belongs to, from 1; 0 for the stand-in of a child. */
  attempt: number
  steps: readonly Step[]
  upstream: readonly TaskPlan[]
  takes: readonly string[]
  retries: number
  child: RunPlan | null
}

/** A stretch of RUNNING: when, how it ends, and how long it would have been had it gone well. */
interface Stretch {
  attempt: number
  from: number
  to: number
  ending: 'well' | 'failed' | 'killed' | 'cancelled' | 'stuck' | 'suspended'
  lengthMs: number
}

const micros = (at: number): number => Math.round(at * 1_000) / 1_000

/** The tasks of a run, as they come into being. */
export function planTasks(plan: RunPlan): readonly TaskPlan[] {
  if (plan.parent !== null)
    return []
  const tasks = stretchesOf(plan).flatMap(stretch => tasksOf(plan, stretch))
  return [...tasks, ...plan.children.flatMap(child => standIn(child, tasks.at(-1)))]
}

function stretchesOf({ id, steps, story, job }: RunPlan): Stretch[] {
  const usualMs = job.spec.minutes * MINUTE * between(`${id} usual`, 0.9, 1.1)
  const share = 'atShare' in story ? story.atShare : story.kind === 'crashes' ? 0.7 : story.kind === 'retries' ? 0.5 : 0.4
  return steps.flatMap((step, index): Stretch[] => {
    if (step.type !== 'RUNNING')
      return []
    const next = steps[index + 1]
    const attempt = countStarts(steps.slice(0, index + 1))
    if (next === undefined)
      return [{ attempt, from: step.at, to: Infinity, ending: 'stuck', lengthMs: usualMs }]
    const lastedMs = next.at - step.at
    const stretch = { attempt, from: step.at, to: next.at }
    if (next.pause !== undefined)
      return next.pause.reschedule ? [{ ...stretch, ending: 'suspended', lengthMs: usualMs }] : [] // who asks first has done nothing yet
    if (next.type === 'COMPLETED')
      return [{ ...stretch, ending: 'well', lengthMs: lastedMs }]
    if (next.name === 'TimedOut')
      return [{ ...stretch, ending: 'failed', lengthMs: lastedMs * 1.6 }]
    return [{ ...stretch, ending: next.type === 'CRASHED' ? 'killed' : next.type === 'CANCELLING' ? 'cancelled' : 'failed', lengthMs: lastedMs / share }]
  })
}

function tasksOf(plan: RunPlan, stretch: Stretch): TaskPlan[] {
  const tasks: TaskPlan[] = []
  let before: TaskPlan[] = []
  let broken = false
  for (const stage of SHAPES[plan.job.spec.shape]) {
    const made: TaskPlan[] = []
    for (let index = 0; index < stage.count; index++) {
      const upstream = stage.order === 'chain' && index > 0 ? made.slice(-1) : before
      const task = planTask(plan, stretch, stage, index, upstream)
      if (task !== null)
        made.push(task)
    }
    if (made.length === 0) {
      if (broken && stage.takes.length > 0 && plan.job.spec.shape === 'etl' && stretch.ending === 'failed')
        tasks.push(notReady(plan, stretch, stage, before))
      break
    }
    const failed = made.some(task => task.steps.at(-1)?.type === 'FAILED')
    broken ||= failed
    tasks.push(...made)
    before = made
  }
  return tasks
}

/** null when its turn does not come before the stretch ends. */
function planTask(plan: RunPlan, stretch: Stretch, stage: Stage, index: number, upstream: readonly TaskPlan[]): TaskPlan | null {
  const key = `${plan.id} ${stretch.attempt} ${stage.task} ${index}`
  const spanMs = (stage.to - stage.from) * stretch.lengthMs
  const [offset, lengthMs] = placeOf(stage, index, key)
  const at = micros(stretch.from + stage.from * stretch.lengthMs + offset * spanMs)
  if (at > stretch.to - 60)
    return null
  const startAt = micros(at + between(`${key} start`, 2, 40))
  const usualEndAt = micros(Math.max(startAt + 5, at + lengthMs * spanMs))
  const pending: Step = { at, type: 'PENDING', name: 'Pending', message: '' }
  const running: Step = { at: startAt, type: 'RUNNING', name: 'Running', message: '' }
  const cached = chance(`${key} cached`) < (stage.cached ?? 0)
  const retried = chance(`${key} retried`) < (stage.retried ?? 0) && usualEndAt - startAt > 4 * SECOND
  const steps = ((): Step[] => {
    if (stretch.ending === 'stuck' && stage === SHAPES[plan.job.spec.shape].at(-1))
      return [pending, running]
    if (usualEndAt >= stretch.to && stretch.ending !== 'suspended') // else what has begun ends by itself
      return [pending, running, ...brokenEnd(plan, stretch, stage, index)]
    if (cached)
      return [pending, { at: startAt, type: 'COMPLETED', name: 'Cached', message: '' }]
    const end: Step = { at: usualEndAt, type: 'COMPLETED', name: 'Completed', message: '' }
    if (!retried)
      return [pending, running, end]
    const failedAt = micros(startAt + (usualEndAt - startAt) * 0.4)
    return [
      pending,
      running,
      { at: failedAt, type: 'SCHEDULED', name: 'AwaitingRetry', message: 'Task run encountered an exception ReadTimeout: no bytes for 10 s' },
      { at: micros(failedAt + 2 * SECOND), type: 'RUNNING', name: 'Retrying', message: '' },
      end,
    ]
  })()
  return toTaskPlan(key, stage, stretch.attempt, steps, upstream)
}

function toTaskPlan(key: string, stage: Stage, attempt: number, steps: readonly Step[], upstream: readonly TaskPlan[]): TaskPlan {
  return {
    id: timedUuidOf(steps[0]?.at ?? 0, key),
    name: `${stage.task}-${hexOf(`${key} dynamic`, 3)}`,
    task: stage.task,
    attempt,
    steps,
    upstream,
    takes: stage.takes,
    retries: stage.retried === undefined ? 0 : 2,
    child: null,
  }
}

/** Where in its stage a task lies: share at which it starts, share that it takes. */
function placeOf({ count, order }: Stage, index: number, key: string): [offset: number, length: number] {
  if (order === 'chain')
    return [index / count, 0.97 / count]
  if (order === 'waves')
    return [0.94 * (index / count), between(key, 0.02, 0.055)]
  return [0, count === 1 ? 1 : between(key, 0.55, 1)]
}

/** How a task ends that is still at work when its flow run's stretch does. */
function brokenEnd(plan: RunPlan, stretch: Stretch, stage: Stage, index: number): Step[] {
  const at = micros(stretch.to - 20)
  switch (stretch.ending) {
    case 'killed': // nobody is left to report it: it stays RUNNING, as upstream's does
    case 'stuck':
    case 'suspended':
    case 'well':
      return []
    case 'cancelled':
      return [{ at: stretch.to, type: 'CANCELLED', name: 'Cancelled', message: 'The parent flow run was cancelled.' }]
    case 'failed': {
      if (index < stage.count - 1)
        return [{ at: micros(at - 30), type: 'COMPLETED', name: 'Completed', message: '' }]
      const told = plan.failure === null ? 'FlowRunTimeoutError: Scope timed out after 1800.0 second(s).' : `${plan.failure.type}: ${plan.failure.message}`
      return [{ at, type: 'FAILED', name: 'Failed', message: `Task run encountered an exception ${told}` }]
    }
  }
}

/** The task after the one that failed: made, never run. */
function notReady(plan: RunPlan, stretch: Stretch, stage: Stage, upstream: readonly TaskPlan[]): TaskPlan {
  const at = micros(stretch.to - 12)
  const failed = upstream.find(task => task.steps.at(-1)?.type === 'FAILED')
  return toTaskPlan(`${plan.id} ${stretch.attempt} ${stage.task} waits`, stage, stretch.attempt, [
    { at, type: 'PENDING', name: 'NotReady', message: `Upstream task run '${failed?.id ?? ''}' did not reach a 'COMPLETED' state.` },
  ], upstream)
}

/** The task that stands for a subflow in its parent. */
function standIn(child: RunPlan, before: TaskPlan | undefined): TaskPlan[] {
  return [{
    id: child.parent?.taskRunId ?? uuidOf(`${child.id} task`),
    name: `${child.flow.name}-0`,
    task: child.flow.name,
    attempt: 0,
    steps: child.steps.map(step => ({ ...step, message: step.message ?? '' })),
    upstream: before === undefined ? [] : [before],
    takes: ['page'],
    retries: 0,
    child,
  }]
}
