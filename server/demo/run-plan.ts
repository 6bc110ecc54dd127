import { between, pick, timedUuidOf, uuidOf } from './chance.ts'
import type { Failure } from './failures.ts'
import { toFailure } from './failures.ts'
import { DAY, HOUR, MINUTE, SECOND } from './instant.ts'
import type { Job } from './night.ts'
import type { Story } from './story.ts'

export type StateType = 'SCHEDULED' | 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'CRASHED' | 'CANCELLING' | 'PAUSED'

/** A state entered at an instant. */
export interface Step {
  at: number
  type: StateType
  name: string
  message: string | null
  /** Of PAUSED. */
  pause?: Pause
}

export interface Pause {
  /** When it fails unless it was resumed; null: never. */
  untilAt: number | null
  /** Its process ends, and another one is to begin anew. */
  reschedule: boolean
  /** None is used twice by a run. */
  key: string
  /** It waits for input. */
  asks: boolean
}

/** All that one run does, known beforehand; the API shows the part whose instants have come. */
export interface RunPlan {
  id: string
  job: Job
  name: string
  /** null for a child: it belongs to a parent and its flow. */
  parent: { plan: RunPlan, taskRunId: string } | null
  flow: { id: string, name: string }
  dueAt: number
  story: Story
  failure: Failure | null
  /** In order of time; the first makes the row. */
  steps: readonly Step[]
  children: readonly RunPlan[]
}

const ADJECTIVES = ['amber', 'bold', 'calm', 'daring', 'eager', 'fancy', 'gentle', 'hasty', 'idle', 'jolly', 'keen', 'lively', 'merry', 'noble', 'olive', 'proud', 'quiet', 'rapid', 'solid', 'tidy', 'urban', 'vivid', 'witty', 'young'] as const
const ANIMALS = ['badger', 'bison', 'condor', 'dingo', 'egret', 'falcon', 'gecko', 'heron', 'ibex', 'jackal', 'kestrel', 'lemur', 'marten', 'newt', 'otter', 'puffin', 'quail', 'raven', 'stoat', 'tapir', 'urchin', 'vole', 'walrus', 'yak'] as const

export const nameOf = (key: string): string => `${pick(`${key} adjective`, ADJECTIVES)}-${pick(`${key} animal`, ANIMALS)}`

const TERMINAL: readonly StateType[] = ['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED']
export const isTerminal = (type: StateType): boolean => TERMINAL.includes(type)

/** A key's share in whole microseconds, so that instants look like those of a real clock. */
const jitter = (key: string, fromMs: number, toMs: number): number => Math.round(between(key, fromMs, toMs) * 1_000) / 1_000

/** The plan of the run due at `dueAt`, whose row a scheduler (or a person) makes at `madeAt`. */
export function planRun(job: Job, { dueAt, madeAt, story }: { dueAt: number, madeAt: number, story: Story }): RunPlan {
  const key = `${job.key} ${dueAt}`
  const failure = 'failure' in story ? toFailure(story.failure, key, job.spec.flow) : null
  const steps = [
    ...(job.schedule === null ? [] : [{ at: madeAt, type: 'SCHEDULED', name: 'Scheduled', message: 'Flow run scheduled' } as const]),
    ...stepsFrom(job, key, { dueAt, story, failure }),
  ]
  const plan: RunPlan = {
    id: job.schedule === null ? uuidOf(key) : timedUuidOf(madeAt, key),
    job,
    name: job.spec.runName ?? nameOf(key),
    parent: null,
    flow: { id: job.flowId, name: job.spec.flow },
    dueAt,
    story,
    failure,
    steps,
    children: [],
  }
  return job.spec.shape === 'report' ? { ...plan, children: planChildren(plan) } : plan
}

function stepsFrom(job: Job, key: string, { dueAt, story, failure }: { dueAt: number, story: Story, failure: Failure | null }): Step[] {
  const lateAt = dueAt + jitter(`${key} late`, 15 * SECOND, 20 * SECOND)
  if (story.kind === 'waits')
    return [{ at: lateAt, type: 'SCHEDULED', name: 'Late', message: null }]
  const usual = job.spec.minutes * MINUTE * between(`${key} length`, 0.85, 1.2)
  const steps: Step[] = []
  const start = (at: number): number => {
    const runningAt = at + (job.spec.pool === null ? jitter(`${key} ${at} go`, 30, 90) : jitter(`${key} ${at} go`, 1_200, 6_500))
    steps.push({ at, type: 'PENDING', name: 'Pending', message: null })
    if (job.spec.pool !== null)
      steps.push({ at: at + jitter(`${key} ${at} submit`, 90, 400), type: 'PENDING', name: 'Submitting', message: null })
    steps.push({ at: runningAt, type: 'RUNNING', name: 'Running', message: null })
    return runningAt
  }
  const end = (at: number, type: StateType, name: string, message: string | null): void => void steps.push({ at: Math.round(at * 1_000) / 1_000, type, name, message })
  const told = failure === null ? null : `Flow run encountered an exception: ${failure.type}: ${failure.message}`
  const runningAt = start(dueAt + (job.schedule === null ? 0 : jitter(`${key} pending`, 300, 2_500)))
  switch (story.kind) {
    case 'good':
      end(runningAt + usual, 'COMPLETED', 'Completed', null)
      break
    case 'fails':
      end(runningAt + usual * story.atShare, 'FAILED', 'Failed', told)
      break
    case 'asks': {
      const askedAt = runningAt + 1_500
      const untilAt = askedAt + HOUR
      steps.push({ at: askedAt, type: 'PAUSED', name: 'Paused', message: null, pause: { untilAt, reschedule: false, key: '1', asks: true } })
      end(untilAt, 'FAILED', 'Failed', 'Flow run encountered an exception: FlowPauseTimeout: Flow run was paused and never resumed.')
      break
    }
    case 'hangs':
    case 'gone':
      break
    case 'crashes':
      end(runningAt + usual * 0.7, 'CRASHED', 'Crashed', 'Flow run infrastructure exited with non-zero status code 137.')
      break
    case 'times-out':
      end(runningAt + story.afterMs + jitter(`${key} out`, 20, 400), 'FAILED', 'TimedOut', `Flow run exceeded timeout of ${(story.afterMs / SECOND).toFixed(1)} second(s)`)
      break
    case 'cancelled': {
      const askedAt = runningAt + usual * story.atShare
      end(askedAt, 'CANCELLING', 'Cancelling', null)
      end(askedAt + jitter(`${key} stop`, 4_000, 9_000), 'CANCELLED', 'Cancelled', 'Flow run was cancelled successfully.')
      break
    }
    case 'retries': {
      let againAt = runningAt
      for (let attempt = 0; attempt < story.failCount; attempt++) {
        const failedAt = againAt + usual * between(`${key} ${attempt} fail`, 0.45, 0.55)
        end(failedAt, 'SCHEDULED', 'AwaitingRetry', told)
        againAt = Math.round((failedAt + (job.spec.retries?.delayMinutes ?? 1) * MINUTE) * 1_000) / 1_000
        end(againAt, 'RUNNING', 'Running', null)
      }
      end(againAt + usual, 'COMPLETED', 'Completed', null)
      break
    }
    case 'fails-then-retried-by-hand':
      end(runningAt + usual * 0.4, 'FAILED', 'Failed', told)
      end(story.retryAt, 'SCHEDULED', 'AwaitingRetry', null)
      start(story.retryAt + 2 * SECOND)
      end(story.goodAt, 'COMPLETED', 'Completed', null)
      break
  }
  return steps
}

/** The subflows that a report starts, one after the other, in the second half of its time. */
function planChildren(parent: RunPlan): RunPlan[] {
  const running = parent.steps.find(step => step.type === 'RUNNING')
  const last = parent.steps.at(-1)
  if (running === undefined || last === undefined || !isTerminal(last.type))
    return []
  const lengthMs = last.at - running.at
  return ['refresh-dashboard', 'mail-summary'].flatMap((flow, index) => {
    const key = `${parent.id} ${flow}`
    const dueAt = Math.round((running.at + lengthMs * (0.5 + index * 0.25)) * 1_000) / 1_000
    const endAt = Math.round((dueAt + lengthMs * between(key, 0.12, 0.22)) * 1_000) / 1_000
    if (endAt > last.at)
      return []
    return [{
      ...parent,
      id: uuidOf(key),
      name: nameOf(key),
      parent: { plan: parent, taskRunId: timedUuidOf(dueAt, `${key} task`) },
      flow: { id: uuidOf(`flow ${flow}`), name: flow },
      dueAt,
      story: { kind: 'good' },
      failure: null,
      steps: [
        { at: dueAt, type: 'PENDING', name: 'Pending', message: null },
        { at: Math.round((dueAt + between(`${key} go`, 30, 120)) * 1_000) / 1_000, type: 'RUNNING', name: 'Running', message: null },
        { at: endAt, type: 'COMPLETED', name: 'Completed', message: null },
      ],
    } satisfies RunPlan]
  })
}

/** How long a row is kept after it was due. */
export const KEPT = 15 * DAY + HOUR

