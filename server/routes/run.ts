import type { H3Event } from 'h3'
import type { RunAnswer } from '../../shared/api/run.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { isTerminal } from '../../shared/model/run-state.ts'
import { actsOn } from '../../shared/run/run-acts.ts'
import type { Finding } from '../../shared/verdict/finding.ts'
import { dueAt } from '../../shared/verdict/job.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import type { Problem } from '../../shared/verdict/problem.ts'
import { usualDurationOf } from '../../shared/verdict/usual-duration.ts'
import { uiLink } from '../prefect/ui-links.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { hideSecrets } from './hidden-secrets.ts'
import { WHOLE_VIEW, type Judged } from './judged.ts'
import { readId } from './query.ts'
import { getRun, isLive } from './run-detail.ts'
import { toRunRow } from './run-row.ts'

/** The head of a run's page: the run, and what the morning knows of it. */
export function runRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { run, parameters, setup, pause } = await getRun(deps, shown, readId(event, 'run'))
    const judged = deps.judge(shown, WHOLE_VIEW)
    const { picture } = judged
    const now = shown.watcher.now()
    const [after, parent] = await Promise.all([
      findAfter(run, { deps, shown, picture, now }),
      findParent(run, { deps, shown }),
    ])
    const answer: RunAnswer = {
      asOf: toIso(now),
      run: toRunRow(run, picture, now),
      parameters: hideSecrets(parameters ?? {}),
      workPool: run.workPool,
      workQueue: run.workQueue,
      setup: { ...setup, jobVariables: hideSecrets(setup.jobVariables), deploymentVersion: run.deploymentVersion, flowVersion: run.flowVersion },
      problem: toProblemOfRun(findProblem(run, judged)),
      after,
      usualMs: findUsualMs(run, judged),
      parent,
      prefectUrl: shown.apiUrl === null ? null : uiLink(shown.apiUrl, 'flow-run', { id: run.id, version: shown.watcher.health().version }),
      acts: deps.actions ? actsOn(run, picture) : [],
      pause: pause === null ? null : { until: pause.untilAt === null ? null : toIso(pause.untilAt), isSuspended: pause.isSuspended, wantsInput: pause.inputKeys !== null },
      live: isLive(run, now),
    }
    return await answerJson(event, answer)
  }
}

interface Asking {
  deps: RouteDeps
  shown: Shown
}

/** The open problem that names the run, or that its job went on to have. */
export function findProblem(run: FlowRun, { morning }: Judged): Problem | null {
  const isOfJob = ({ job }: Finding): boolean => job.deploymentId === run.deploymentId && job.flowId === run.flowId && run.parentTaskRunId === null
  const isBad = run.state?.type === 'FAILED' || run.state?.type === 'CRASHED'
  const open = morning.problems.filter(problem => problem.open)
  return open.find(({ findings }) => findings.some(finding => finding.run?.id === run.id))
    ?? open.find(({ findings }) => isBad && findings.some(finding => isOfJob(finding) && finding.sinceAt <= (run.endedAt ?? 0)))
    ?? null
}

function toProblemOfRun(problem: Problem | null): RunAnswer['problem'] {
  if (problem === null)
    return null
  const { id, findings } = problem
  const title = findings.length > 1 && findings[0].cause !== null ? findings[0].cause.text : findings[0].title
  return { id, title, otherJobCount: new Set(findings.map(({ job }) => job.key)).size - 1 }
}

/** null: too few runs of its job are known, or it is another run's child. */
function findUsualMs(run: FlowRun, { morning, picture }: Judged): number | null {
  const judgement = run.parentTaskRunId === null ? morning.judgements.find(({ job }) => job.flowId === run.flowId && job.deploymentId === run.deploymentId) : undefined
  return judgement === undefined ? null : usualDurationOf(run, { job: judgement.job, picture })?.medianMs ?? null
}

/** What came next of the same job. A child run has no job of its own. */
async function findAfter(run: FlowRun, { deps, shown, picture, now }: Asking & { picture: Picture, now: number }): Promise<RunAnswer['after']> {
  if (run.state === null || !isTerminal(run.state.type) || run.parentTaskRunId !== null)
    return null
  const later = picture.runsKnownFromAt !== null && picture.runsKnownFromAt <= dueAt(run)
    ? picture.runs.filter(other => other.flowId === run.flowId && other.deploymentId === run.deploymentId)
    : (await deps.once.get(`after ${shown.key} ${run.id}`, async () => await shown.reads.listRunsOfJob({ flowId: run.flowId, deploymentId: run.deploymentId, fromAt: dueAt(run), toAt: now }), () => 15_000)).rows
  const next = later.filter(other => other.id !== run.id && dueAt(other) > dueAt(run) && dueAt(other) <= now).sort((a, b) => dueAt(a) - dueAt(b))[0]
  if (next === undefined)
    return { text: 'Nothing of this job ran since.', run: null }
  return { text: toAfterWords(next), run: toRunRow(next, picture, now) }
}

function toAfterWords({ state, startedAt }: FlowRun): string {
  if (state === null || !isTerminal(state.type))
    return startedAt === null ? 'The next run waits to start.' : 'The next run is still going.'
  return { COMPLETED: 'The next run completed.', FAILED: 'The next run failed, too.', CRASHED: 'The next run crashed.', CANCELLED: 'The next run was cancelled.' }[state.type as string] ?? 'The next run ended.'
}

async function findParent({ parentTaskRunId }: FlowRun, { deps, shown }: Asking): Promise<RunAnswer['parent']> {
  if (parentTaskRunId === null)
    return null
  const task = await deps.once.get(`task ${shown.key} ${parentTaskRunId}`, async () => await shown.reads.getTaskRun(parentTaskRunId), () => 3_600_000)
  if (task.flowRunId === null)
    return null
  const { run } = await getRun(deps, shown, task.flowRunId)
  return { runId: run.id, name: run.name }
}
