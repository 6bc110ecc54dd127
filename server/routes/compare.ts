import type { H3Event } from 'h3'
import { z } from 'zod'
import type { CompareAnswer, Comparison, FactPair } from '../../shared/api/compare.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import type { TaskRun } from '../../shared/model/task-run.ts'
import { compareLogs, compareTasks, compareValues, type ReadLog } from '../../shared/run/compare.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import { formatDuration } from '../../shared/verdict/words.ts'
import { Refusal } from '../errors.ts'
import type { Listed } from '../prefect/rows.ts'
import { EVERY_RUN } from '../prefect/run-page.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { hideSecrets } from './hidden-secrets.ts'
import { findLastGood } from './last-good.ts'
import { toLogRow } from './logs-scope.ts'
import { readId, readQuery } from './query.ts'
import { getOfRun, getRun, type RunDetail } from './run-detail.ts'
import { toRunRow } from './run-row.ts'

/** Of each log, from its beginning: five pages. */
const MOST_LINES = 1_000
const PAGE_LINES = 200
const MOST_TASKS = 2_000
const MOST_CHOICES = 30
const CHOICES_KEPT_MS = 15_000

const CompareQuery = z.object({ with: z.string('the id of a run').regex(/^[\w-]{1,64}$/, 'the id of a run').optional() })

/** A run beside the last good one of its job, or beside any other. */
export function compareRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { with: asked } = readQuery(event, CompareQuery)
    const own = await getRun(deps, shown, readId(event, 'run'))
    const picture = shown.watcher.picture()
    const now = shown.watcher.now()
    const lastGood = await findLastGood(own.run, { deps, shown, picture })
    const otherId = asked ?? lastGood?.id ?? null
    if (otherId === own.run.id)
      throw new Refusal(400, 'with must be the id of another run.')
    const [other, choices] = await Promise.all([otherId === null ? null : getRun(deps, shown, otherId), listChoices(own.run, { deps, shown })])
    const answer: CompareAnswer = {
      asOf: toIso(now),
      run: toRunRow(own.run, picture, now),
      lastGoodRunId: lastGood?.id ?? null,
      comparison: other === null ? null : { other: toRunRow(other.run, picture, now), ...await compare(own, other, { deps, shown }) },
      choices: choices.map(run => toRunRow(run, picture, now)),
    }
    return await answerJson(event, answer)
  }
}

interface Asking {
  deps: RouteDeps
  shown: Shown
}

async function listChoices(run: FlowRun, { deps, shown }: Asking): Promise<FlowRun[]> {
  const { runs } = await deps.once.get(`choices ${shown.key} ${run.flowId}`, async () => await shown.reads.listRuns({ ...EVERY_RUN, flowIds: [run.flowId], toAt: shown.watcher.now() }, { limit: MOST_CHOICES }), () => CHOICES_KEPT_MS)
  return runs.filter(({ id, startedAt }) => id !== run.id && startedAt !== null).slice(0, MOST_CHOICES)
}

async function compare(own: RunDetail, other: RunDetail, asking: Asking): Promise<Omit<Comparison, 'other'>> {
  const [ownTasks, otherTasks, ownLog, otherLog] = await Promise.all([
    readTasks(own.run, asking), readTasks(other.run, asking), readLog(own.run, asking), readLog(other.run, asking),
  ])
  const log = compareLogs(ownLog, otherLog)
  return {
    facts: toFacts(own, other),
    parameters: hidden(compareValues(own.parameters ?? {}, other.parameters ?? {})),
    jobVariables: hidden(compareValues(own.setup.jobVariables, other.setup.jobVariables)),
    tasks: compareTasks(ownTasks.rows, otherTasks.rows),
    log: {
      own: log.own === null ? null : toLogRow(log.own, own),
      other: log.other === null ? null : toLogRow(log.other, other),
      ownReadCount: ownLog.lines.length,
      otherReadCount: otherLog.lines.length,
      isWhole: ownLog.isWhole && otherLog.isWhole,
    },
    incomplete: ownTasks.complete && otherTasks.complete ? [] : [`Of more than ${MOST_TASKS.toLocaleString('en-GB')} tasks of a run some are left out: counts and times of its tasks are not whole.`],
  }
}

/** Compared as they are, shown without secrets. */
function hidden({ different, sameCount }: Comparison['parameters']): Comparison['parameters'] {
  return {
    sameCount,
    different: different.map(({ name, own, other }) => {
      const show = (value: unknown): unknown => value === undefined ? undefined : hideSecrets({ [name]: value })[name]
      return { name, own: show(own), other: show(other) }
    }),
  }
}

async function readTasks(run: FlowRun, { deps, shown }: Asking): Promise<Listed<TaskRun>> {
  return await getOfRun(deps, { shown, run, name: 'compared tasks' }, async () => await shown.reads.listTaskRuns({ flowRunId: run.id, cap: MOST_TASKS }))
}

async function readLog(run: FlowRun, { deps, shown }: Asking): Promise<ReadLog> {
  return await getOfRun(deps, { shown, run, name: 'compared log' }, async () => {
    const lines = []
    for (let cursor: string | null = null; ;) {
      const page = await shown.reads.listLogs({ flowRunId: run.id, order: 'oldest-first', limit: PAGE_LINES, cursor })
      lines.push(...page.lines)
      cursor = page.cursor
      if (cursor === null || lines.length >= MOST_LINES)
        return { lines, isWhole: cursor === null, runName: run.name }
    }
  })
}

function toFacts(own: RunDetail, other: RunDetail): FactPair[] {
  const facts: [name: string, of: (detail: RunDetail) => string | null][] = [
    ['state', ({ run }) => run.state?.name ?? null],
    ['took', ({ run }) => run.ranForMs === null ? null : formatDuration(run.ranForMs)],
    ['waited to start', ({ run }) => run.startedAt === null || run.expectedStartAt === null ? null : formatDuration(Math.max(0, run.startedAt - run.expectedStartAt))],
    ['tries', ({ run }) => String(run.runCount)],
    ['deployment version', ({ run }) => run.deploymentVersion],
    ['flow version', ({ run }) => run.flowVersion],
    ['tags', ({ run }) => run.tags.filter(tag => tag !== 'auto-scheduled').toSorted().join(', ') || null],
    ['started by', ({ run }) => run.autoScheduled ? 'its schedule' : run.maker?.name ?? null],
    ['work pool', ({ run }) => run.workPool],
    ['work queue', ({ run }) => run.workQueue],
    ['worker', ({ setup }) => setup.worker],
  ]
  return facts.map(([name, of]) => ({ name, own: of(own), other: of(other) })).filter(fact => fact.own !== null || fact.other !== null)
}
