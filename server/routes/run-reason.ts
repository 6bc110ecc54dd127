import type { H3Event } from 'h3'
import type { NamedTask, NamedTasks, ReasonAnswer, RootAnswer, RunDoing, RunReason } from '../../shared/api/reason.ts'
import { lateCause } from '../../shared/causes/late-cause.ts'
import { readHeadline } from '../../shared/causes/headline.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { isTerminal, STATE_TYPES, toMark } from '../../shared/model/run-state.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { titleOf, toRootCause, type TaskOf } from '../../shared/run/root-cause.ts'
import { changesSinceGood } from '../../shared/verdict/across/changes.ts'
import type { Finding } from '../../shared/verdict/finding.ts'
import type { Job } from '../../shared/verdict/job.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { consequencesOf } from '../../shared/verdict/problem.ts'
import { formatCount } from '../../shared/verdict/words.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { WHOLE_VIEW, type Judged } from './judged.ts'
import { findLastGood } from './last-good.ts'
import { readId } from './query.ts'
import { readCauses, type FoundCauses } from './run-causes.ts'
import { toLogRow, toShownRows } from './logs-scope.ts'
import { getOfRun, getRun, isLive } from './run-detail.ts'
import { findProblem } from './run.ts'

/** Tasks named one by one; the others are counted. */
const MOST_NAMED = 20
const MOST_AT_WORK = 200

/** Why a run failed, is late or is not over, from the place where it began to go wrong. */
export function reasonRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { run } = await getRun(deps, shown, readId(event, 'run'))
    const judged = deps.judge(shown, WHOLE_VIEW)
    const asking = { deps, shown, judged, job: findJob(run, judged) }
    const isBad = run.state !== null && isTerminal(run.state.type) && run.state.type !== 'COMPLETED'
    const lastGood = await findLastGood(run, { deps, shown, picture: judged.picture })
    const [causes, doing, changes] = await Promise.all([
      isBad ? getOfRun(deps, { shown, run, name: 'causes' }, async () => await readCauses(run, { deps, shown })) : null,
      run.state?.type === 'RUNNING' ? getOfRun(deps, { shown, run, name: 'doing' }, async () => await readDoing(run, lastGood, asking)) : null,
      findChanges(run, lastGood, asking),
    ])
    const answer: ReasonAnswer = {
      reason: causes === null || causes.path.length === 0 ? explainUnfinished(run, asking) : toReason(causes, judged.picture),
      doing,
      changes,
      lastGoodRunId: lastGood?.id ?? null,
      jobsNotRun: findJobsNotRun(run, judged),
      incomplete: causes?.incomplete ?? [],
      live: isLive(run, shown.watcher.now()),
    }
    return await answerJson(event, answer)
  }
}

interface Asking {
  deps: RouteDeps
  shown: Shown
  judged: Judged
  /** null: it is another run's child, or behind the reach of the picture. */
  job: Job | null
}

function findJob(run: FlowRun, { morning }: Judged): Job | null {
  return run.parentTaskRunId === null ? morning.judgements.find(({ job }) => job.flowId === run.flowId && job.deploymentId === run.deploymentId)?.job ?? null : null
}

/** What failed, in the words of the deepest place that has any. */
function toReason({ path, errorLine, around }: FoundCauses, picture: Picture): RunReason | null {
  const [first, ...below] = path
  if (first === undefined)
    return null
  const { cause, waited } = toRootCause([first, ...below])
  const root: RootAnswer = {
    kind: cause.kind,
    path: path.map(({ run }) => ({ runId: run.id, flow: picture.flows.get(run.flowId)?.name ?? null, name: run.name })),
    task: cause.task === null ? null : { id: cause.task.id, name: cause.task.name, attempt: cause.task.runCount },
    waited: toNamed(waited),
    alsoFailed: toNamed(path.flatMap(({ run, alsoFailed }) => alsoFailed.map(task => ({ task, runId: run.id })))),
    survived: toNamed(path.flatMap(({ run, survived }) => survived.map(task => ({ task, runId: run.id })))),
    atWork: toNamed(cause.atWork.map(task => ({ task: endedWithRun(task), runId: cause.run.id }))),
  }
  return {
    title: titleOf(cause),
    text: errorLine?.message ?? cause.message ?? 'No reason was recorded.',
    source: errorLine === null ? 'state' : 'log',
    at: toIso(cause.at),
    facts: [],
    root,
    around: around.length === 0 ? null : { runId: cause.run.id, lines: toShownRows(around, cause), errorId: errorLine?.id ?? null },
  }
}

function toNamed(tasks: readonly TaskOf[]): NamedTasks {
  return { count: tasks.length, tasks: tasks.slice(0, MOST_NAMED).map(({ task, runId }) => toNamedTask(task, runId)) }
}

/** What nobody was left to report the end of. */
function endedWithRun(task: TaskRun): TaskRun {
  const { state } = task
  return state === null || isTerminal(state.type) ? task : { ...task, state: { ...state, type: 'UNKNOWN', name: 'End not reported' } }
}

function toNamedTask({ id, name, state, childFlowRunId, startedAt, endedAt }: TaskRun, runId: string): NamedTask {
  const at = endedAt ?? state?.at ?? startedAt
  return {
    id,
    name,
    runId,
    childRunId: childFlowRunId,
    mark: toMark(state),
    stateName: state?.name ?? 'No state yet',
    at: at === null ? null : toIso(at),
    said: state?.message == null ? null : readHeadline(state.message)?.said ?? null,
  }
}

/** What the morning says of a run that is not over, or was not good for another reason than an end. */
function explainUnfinished(run: FlowRun, { judged, job }: Asking): RunReason | null {
  const { picture, morning } = judged
  const finding: Finding | undefined = morning.problems.flatMap(({ findings }) => findings).find(one => one.run?.id === run.id)
  const { state } = run
  if (finding !== undefined) {
    return {
      ...WITHOUT_ROOT,
      title: finding.title,
      text: finding.reason,
      source: finding.evidence[0]?.source ?? 'state',
      facts: finding.evidence.map(({ text }) => text).filter(text => text !== finding.reason),
    }
  }
  if (state?.type === 'SCHEDULED' && state.name === 'Late') {
    const cause = job === null ? null : lateCause(run, job, picture)
    return { ...WITHOUT_ROOT, title: 'It was due and has not started', text: cause === null ? 'The cause is not known.' : `Probably because ${cause.text}.`, source: cause === null ? 'state' : 'work-pool' }
  }
  return null
}

const WITHOUT_ROOT = { at: null, facts: [] as string[], root: null, around: null }

async function readDoing(run: FlowRun, lastGood: FlowRun | null, { deps, shown }: Asking): Promise<RunDoing> {
  const { reads } = shown
  const [atWork, completedCount, usualTaskCount, last] = await Promise.all([
    reads.listTaskRunsIn({ flowRunId: run.id, types: ['RUNNING'], cap: MOST_AT_WORK }),
    reads.countTaskRunsIn({ flowRunId: run.id, types: ['COMPLETED'] }),
    lastGood === null ? null : getOfRun(deps, { shown, run: lastGood, name: 'task count' }, async () => await reads.countTaskRunsIn({ flowRunId: lastGood.id, types: STATE_TYPES.filter(type => type !== 'UNKNOWN') })),
    reads.listLogs({ flowRunId: run.id, order: 'newest-first', limit: 1 }),
  ])
  const [line] = last.lines
  return { atWork: toNamed(atWork.rows.map(task => ({ task, runId: run.id }))), completedCount, usualTaskCount, lastLine: line === undefined ? null : toLogRow(line, { run }) }
}

/** What the verdict compares, and what the infrastructure was given: names only, since a value may be a secret. */
async function findChanges(run: FlowRun, lastGood: FlowRun | null, { deps, shown, judged, job }: Asking): Promise<string[]> {
  if (run.state?.type === 'COMPLETED' || lastGood === null)
    return []
  const { picture, question, now, morning } = judged
  const known = job === null ? [] : changesSinceGood(run, job, { picture, fromAt: question.window.fromAt, at: morning.at ?? now, timeZone: question.window.timeZone, standards: question.standards })
  const [own, good] = await Promise.all([getRun(deps, shown, run.id), getRun(deps, shown, lastGood.id)])
  const names = [...new Set([...Object.keys(own.setup.jobVariables), ...Object.keys(good.setup.jobVariables)])]
    .filter(name => JSON.stringify(own.setup.jobVariables[name]) !== JSON.stringify(good.setup.jobVariables[name])).sort()
  return names.length === 0 ? known : [...known, `${names.length === 1 ? 'another job variable' : `${formatCount(names.length, 'job variable')} differ`}: ${names.slice(0, MOST_NAMED).join(', ')}`]
}

function findJobsNotRun(run: FlowRun, judged: Judged): ReasonAnswer['jobsNotRun'] {
  const problem = findProblem(run, judged)
  return problem === null ? [] : consequencesOf(problem).map(({ flow, deployment }) => ({ flow, deployment }))
}
