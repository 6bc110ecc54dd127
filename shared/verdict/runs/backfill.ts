import { parametersOf, type Backfill } from '../../expectations/backfills.ts'
import { MINUTE_MS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { isTerminal } from '../../model/run-state.ts'
import { type Finding, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatCount } from '../words.ts'
import { causeOf } from './failure.ts'
import { FINE, isBad, type RunsContext, type RunsJudgement } from './judged-run.ts'
import { judgeUnfinished } from './unfinished.ts'

/** While runs of it begin or end at least so often a backfill goes on, however many still wait. */
const PROGRESS_MS = 30 * MINUTE_MS

/**
 * A backfill is told once, as it was one act: by what failed in it and was not done since, else by what hangs in it. It needs
 * somebody while it goes on and in the window it ended in: whoever started it is about. Later it is worth a look, until done.
 */
export function judgeBackfill(backfill: Backfill, context: RunsContext): RunsJudgement {
  const going = backfill.filter(run => run.state === null || !isTerminal(run.state.type))
  const failure = toFailures(backfill, going.length, context)
  if (failure !== null)
    return { ...FINE, findings: [failure] }
  const { job } = context
  const runs = [...backfill].sort((a, b) => dueAt(a) - dueAt(b))
  const judgements = going.map(run => judgeUnfinished(run, { ...context, runs, lastGood: null }))
  const found = judgements.flatMap(({ findings }) => findings)
  const [told] = found.filter(({ kind }) => kind !== 'late' || isStill(backfill, context)).sort((a, b) => a.sinceAt - b.sinceAt)
  return {
    findings: told === undefined ? [] : [{ ...told, partition: 'backfill', title: `Backfill of ${job.name}: ${told.kind === 'late' ? `${formatCount(going.length, 'run')} wait and none begins` : told.title}` }],
    unknown: judgements.find(({ unknown }) => unknown !== null)?.unknown ?? null,
    changesAt: null,
  }
}

/** Whether no run of it goes on and none has begun or ended for a while. */
function isStill(backfill: Backfill, { question }: RunsContext): boolean {
  return !backfill.some(run => run.state?.type === 'RUNNING' || [run.startedAt, run.endedAt, run.createdAt].some(at => at !== null && at > question.at - PROGRESS_MS))
}

function toFailures(backfill: Backfill, goingCount: number, { job, question }: RunsContext): Finding | null {
  if (!backfill.some(isBad))
    return null
  const goodAt = new Map<string, number>()
  for (const run of job.runs) {
    if (run.state?.type === 'COMPLETED' && run.endedAt !== null)
      goodAt.set(parametersOf(run), Math.max(goodAt.get(parametersOf(run)) ?? run.endedAt, run.endedAt))
  }
  const failed = backfill.filter(run => isBad(run) && (goodAt.get(parametersOf(run)) ?? Number.NEGATIVE_INFINITY) < endOf(run)).sort((a, b) => endOf(a) - endOf(b))
  const last = failed.at(-1)
  if (last === undefined)
    return null
  const causes = new Map(failed.map(run => causeOf(run, run.state, { job, question })).map(cause => [cause?.key ?? '', cause]))
  const doneCount = backfill.filter(run => run.state?.type === 'COMPLETED').length
  const counts = [count(doneCount, 'done'), count(failed.length, 'failed'), ...(goingCount > 0 ? [count(goingCount, 'to go')] : []), causes.size === 1 ? 'one cause' : formatCount(causes.size, 'cause')].join(', ')
  const endedAt = Math.max(...backfill.map(endOf))
  return toFinding({
    job,
    kind: 'failed',
    section: goingCount > 0 || endedAt >= question.fromAt ? 'needs-you' : 'worth-a-look',
    sinceAt: Math.min(...failed.map(endOf)),
    run: last,
    cause: causes.size === 1 ? [...causes.values()][0] ?? null : null,
    partition: 'backfill',
    expectation: 'good-run',
    title: `Backfill of ${job.name}: ${counts}`,
    reason: `${counts}: ${last.state?.message ?? `${last.name} left no message`}`,
    evidence: [{ text: `${formatCount(backfill.length, 'run')} made by hand at once with differing parameters: ${counts}`, at: backfill[0]?.createdAt ?? null, runId: null, source: 'state' }],
  })
}

function endOf(run: FlowRun): number {
  return run.endedAt ?? run.createdAt
}

function count(runs: number, what: string): string {
  return `${runs.toLocaleString('en-GB')} ${what}`
}
