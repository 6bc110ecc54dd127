import { between, chance, countBetween, timedUuidOf } from './chance.ts'
import { toRepr, toTraceback } from './failures.ts'
import { MINUTE, SECOND } from './instant.ts'
import { extraLines, stageLines } from './log-lines.ts'
import type { RunPlan, Step } from './run-plan.ts'
import type { TaskPlan } from './task-plan.ts'

/** One line a run writes, and when its row arrives. */
export interface LogLine {
  id: string
  at: number
  /** Clients send lines in batches, so a row is there up to two seconds after its instant. */
  arrivesAt: number
  level: number
  logger: string
  message: string
  taskRunId: string | null
}

type Draft = Omit<LogLine, 'id' | 'arrivesAt'>

const FLOW = 'prefect.flow_runs'
const TASK = 'prefect.task_runs'
const WORKER = 'prefect.flow_runs.worker'
const INFO = 20
const WARNING = 30
const ERROR = 40

/** Lines of the job that says too much. */
const CHATTY_LINES = 2_000

/** Every line of a run, in order of time. */
export function planLogs(plan: RunPlan, tasks: readonly TaskPlan[]): readonly LogLine[] {
  const drafts = [...flowLines(plan), ...tasks.filter(task => task.child === null).flatMap(task => taskLines(plan, task)), ...chatter(plan, tasks), ...lastWords(plan, tasks)]
  drafts.sort((a, b) => a.at - b.at)
  return drafts.map((draft, index) => {
    const at = Math.round(draft.at * 1_000) / 1_000
    const arrivesAt = Math.round((at + between(`${plan.id} line ${index}`, 200, 2_000)) * 1_000) / 1_000
    return { ...draft, at, arrivesAt, id: timedUuidOf(arrivesAt, `${plan.id} line ${index}`) }
  })
}

function flowLines(plan: RunPlan): Draft[] {
  const line = (at: number, level: number, message: string, logger = FLOW): Draft => ({ at, level, logger, message, taskRunId: null })
  const kind = plan.parent === null ? 'flow run' : 'subflow run'
  return plan.steps.flatMap((step, index): Draft[] => {
    if (step.name === 'Pending' && plan.parent === null && plan.job.spec.pool !== null)
      return [line(step.at + 30, INFO, `Worker '${plan.job.spec.pool}' submitting flow run '${plan.id}'`, WORKER)]
    if (step.name === 'Submitting')
      return [line(step.at + 60, INFO, `Flow run '${plan.name}' submitted to infrastructure`, WORKER)]
    if (step.pause?.reschedule === false)
      return [line(step.at - 4, INFO, 'Pausing flow, execution will continue when this flow run is resumed.')]
    if (step.type === 'RUNNING' && plan.steps[index - 1]?.pause !== undefined)
      return [line(step.at + 4, INFO, 'Resuming flow run execution!')]
    if (step.type === 'RUNNING')
      return [line(step.at + 4, INFO, `Beginning ${kind} '${plan.name}' for flow '${plan.flow.name}'`)]
    if (step.name === 'AwaitingRetry' && plan.failure !== null && step.message !== null)
      return [line(step.at - 2, INFO, `Received non-final state 'AwaitingRetry' when proposing final state 'Failed' and will attempt to run again...`)]
    return index === 0 ? [] : endLines(plan, step).map(([level, message, beforeMs, logger]) => line(step.at - beforeMs, level, message, logger))
  })
}

function endLines({ failure, name, job }: RunPlan, step: Step): [level: number, message: string, beforeMs: number, logger?: string][] {
  switch (step.name) {
    case 'Completed':
      return [[INFO, 'Finished in state Completed()', -8]]
    case 'Failed':
      return failure === null
        ? []
        : [
            [ERROR, `Encountered exception during execution: ${toRepr(failure)}\n${toTraceback(failure, 'flow')}`, 14],
            [ERROR, `Finished in state Failed('${step.message}')`, -8],
          ]
    case 'TimedOut':
      return [[ERROR, step.message ?? '', 3], [ERROR, `Finished in state TimedOut('${step.message}', type=FAILED)`, -8]]
    case 'Crashed':
      return [[ERROR, `Process for flow run '${name}' exited with status code: 137; This indicates that the process exited due to a SIGKILL signal. Typically, this is either caused by manual cancellation or high memory usage causing the operating system to terminate the process.`, 40, WORKER]]
    case 'Cancelled':
      return [[INFO, `Flow run '${name}' cancelled; its pod in ${job.spec.pool} is gone`, 200, WORKER]]
    default:
      return []
  }
}

function taskLines(plan: RunPlan, task: TaskPlan): Draft[] {
  const line = (at: number, level: number, message: string): Draft => ({ at, level, logger: TASK, message, taskRunId: task.id })
  const running = task.steps.find(step => step.type === 'RUNNING')
  const last = task.steps.at(-1)
  if (last === undefined)
    return []
  // What hangs has done nothing yet that it could tell of; `lastWords` speaks for it.
  const isStuck = plan.story.kind === 'hangs' && last === running
  const spoken = running === undefined || isStuck ? [] : spoke(plan, task, running.at, last === running ? running.at + MINUTE : last.at, line)
  const retried = task.steps.find(step => step.name === 'AwaitingRetry')
  const again = retried === undefined ? [] : [line(retried.at, INFO, `Task run failed with exception: ReadTimeout('no bytes for 10 s') - Retry 1/2 will start 2 second(s) from now`)]
  return [...spoken, ...again, ...taskEnd(plan, last, line)]
}

function taskEnd({ failure }: RunPlan, last: Step, line: (at: number, level: number, message: string) => Draft): Draft[] {
  switch (last.name) {
    case 'Completed':
      return [line(last.at + 1, INFO, 'Finished in state Completed()')]
    case 'Cached':
      return [line(last.at + 1, INFO, 'Finished in state Cached(type=COMPLETED)')]
    case 'Failed':
      return [
        ...(failure === null ? [] : [line(last.at - 2, ERROR, `Task run failed with exception: ${toRepr(failure)}\n${toTraceback(failure, 'task')}`)]),
        line(last.at + 1, ERROR, `Finished in state Failed('${last.message}')`),
      ]
    case 'NotReady':
      return [line(last.at + 1, ERROR, `Finished in state NotReady("${last.message}", type=PENDING)`)]
    default:
      return []
  }
}

/** What the task itself says; one run in four says something odd. A task among hundreds keeps quiet. */
function spoke({ job, id, failure }: RunPlan, task: TaskPlan, from: number, to: number, line: (at: number, level: number, message: string) => Draft): Draft[] {
  if (job.spec.shape === 'fan' && task.task === 'sync-partition')
    return []
  const planted = job.incident !== null && failure !== null
  const extras = planted || chance(`${id} ${task.task} odd`) < 0.25 ? extraLines(`${id} ${task.id}`, planted) : []
  const lines = [...stageLines(task.task, task.id, job.spec), ...extras]
  return lines.map(([level, message], index) => line(from + 3 + (index / lines.length) * Math.max(0, to - from - 30), level, message))
}

/** The lines of the job that logs each batch. */
function chatter({ job, id }: RunPlan, tasks: readonly TaskPlan[]): Draft[] {
  const load = job.spec.shape === 'chatty' ? tasks.find(task => task.task === 'load') : undefined
  const from = load?.steps[1]?.at
  const to = load?.steps[2]?.at
  if (load === undefined || from === undefined || to === undefined)
    return []
  return Array.from({ length: CHATTY_LINES }, (_, index): Draft => {
    const slow = chance(`${id} batch ${index}`) < 0.01
    return {
      at: from + 50 + (index / CHATTY_LINES) * (to - from - 100),
      level: slow ? WARNING : INFO,
      logger: TASK,
      message: `batch ${index + 1}/${CHATTY_LINES}: ${countBetween(`${id} rows ${index}`, 4_800, 5_200)} rows of web_sessions${slow ? ', slow: 4.1 s' : ''}`,
      taskRunId: load.id,
    }
  })
}

/** The last thing heard of the run that hangs. */
function lastWords({ job, story }: RunPlan, tasks: readonly TaskPlan[]): Draft[] {
  const running = tasks.map(({ steps }) => steps.at(-1)).find(step => step?.type === 'RUNNING')
  if (story.kind !== 'hangs' || running === undefined)
    return []
  const say = (afterMs: number, level: number, message: string): Draft => ({ at: running.at + afterMs, level, logger: FLOW, message, taskRunId: null })
  return [
    say(2 * SECOND, INFO, `swapping alias ${job.spec.deployment}_live → ${job.spec.deployment}_build`),
    say(3 * SECOND, WARNING, 'waiting for lock on alias catalogue_live, held by pid 4127 (reindex of an earlier run)'),
  ]
}
