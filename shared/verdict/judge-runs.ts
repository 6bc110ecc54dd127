import { splitBackfills } from '../expectations/backfills.ts'
import { byPartition, toPartitionNames, toSlotNames } from '../expectations/partitions.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { isTerminal } from '../model/run-state.ts'
import type { Finding, Question } from './finding.ts'
import { dueAt, type Job } from './job.ts'
import { judgeBackfill } from './runs/backfill.ts'
import { openCancel } from './runs/cancelled.ts'
import { toGaveWay, withRefused } from './runs/collision.ts'
import { errorsLogged } from './runs/errors-logged.ts'
import { openFailure } from './runs/failure.ts'
import { foldParts } from './runs/fold-parts.ts'
import { isFrequent, judgeFrequent } from './runs/frequent.ts'
import { isBad, rowsFromAt, type PartContext, type RunsJudgement } from './runs/judged-run.ts'
import { foldWaiting } from './runs/late.ts'
import { markedByHand, wasMarkedByHand } from './runs/marked-by-hand.ts'
import { oddDuration } from './runs/odd-duration.ts'
import { recoveredFailures } from './runs/recovered.ts'
import { startedLate } from './runs/started-late.ts'
import { ranTwice } from './runs/twice.ts'
import { judgeUnfinished } from './runs/unfinished.ts'

/**
 * Judges the runs of one job that were due by `question.at`: each of its parts, if parameters part it, and each backfill.
 *
 * A failure stays open until a later-due good run; the last one stands for the streak. A run being retried carries the cause it
 * failed with. Late, running long and paused are judged on the run's present state; what an upstream clock stamped is believed.
 */
export function judgeRuns(job: Job, question: Question): RunsJudgement {
  const due = job.runs.every(run => dueAt(run) <= question.at) ? job.runs : job.runs.filter(run => dueAt(run) <= question.at)
  const { own: all, backfills } = splitBackfills(due)
  const gaveWay = toGaveWay(all)
  const left = new Set([...gaveWay.values()].flat())
  const own = left.size === 0 ? all : all.filter(run => !left.has(run))
  const partitionNames = toPartitionNames(own, job.subject?.schedules)
  let names: readonly string[] | null = null
  const slotNames = (): readonly string[] => names ??= toSlotNames(own, partitionNames)
  const parts = [...byPartition(own, partitionNames)].map(([partition, runs]) => {
    const judgement = judgePart(runs, { job, question, slotNames, isFrequent: isFrequent(runs, question.at) })
    return partition === null ? judgement : { ...judgement, findings: judgement.findings.map(finding => ({ ...finding, partition })) }
  })
  const batches = backfills.map(backfill => judgeBackfill(backfill, { job, question }))
  const findings = [...foldParts(parts.flatMap(part => part.findings)), ...batches.flatMap(batch => batch.findings)]
  return {
    findings: gaveWay.size === 0 ? findings : findings.map(finding => withRefused(finding, gaveWay, question)),
    unknown: [...parts, ...batches].find(({ unknown }) => unknown !== null)?.unknown ?? null,
    changesAt: earliest([...parts, ...batches].map(({ changesAt }) => changesAt)),
  }
}

function judgePart(runs: readonly FlowRun[], context: PartContext): RunsJudgement {
  const { job, question } = context
  const lastGoodIndex = runs.findLastIndex(run => run.state?.type === 'COMPLETED' && !wasMarkedByHand(run, question))
  const lastGood = runs[lastGoodIndex] ?? null
  const after = runs.slice(lastGoodIndex + 1)
  const judgements = runs.filter(run => run.state === null || !isTerminal(run.state.type)).map(run => judgeUnfinished(run, { job, runs, lastGood, question }))
  const findings = foldWaiting(judgements.flatMap(judgement => judgement.findings))
  const isRetried = findings.some(({ kind, expectation }) => kind === 'retrying' || (kind === 'stuck' && expectation === 'good-run'))
  findings.push(...context.isFrequent && !job.gone ? judgeFrequent(runs, context) : judgeEnded(runs, { ...context, lastGoodIndex, isRetried }))
  if (!findings.some(({ open }) => open) && (!context.isFrequent || after.filter(({ state }) => state?.type === 'CANCELLED').length > 2))
    findings.push(...[openCancel(after, context)].filter(finding => finding !== null))
  findings.push(...markedByHand(runs, context), ...oddities(runs, context))
  return {
    findings: findings.sort((a, b) => Number(b.kind !== 'late' && b.open) - Number(a.kind !== 'late' && a.open)),
    unknown: judgements.find(judgement => judgement.unknown !== null)?.unknown ?? unreadAfter(runs, context),
    changesAt: earliest(judgements.map(judgement => judgement.changesAt)),
  }
}

/** Where a part failed before all its runs are known and was not seen since, it may have come right unseen. */
function unreadAfter(runs: readonly FlowRun[], context: PartContext): string | null {
  const last = runs.at(-1)
  return last !== undefined && isBad(last) && dueAt(last) < rowsFromAt(context) && !context.job.gone ? `${last.name} failed, and not all that came after it was read` : null
}

interface EndedContext extends PartContext {
  lastGoodIndex: number
  isRetried: boolean
}

/** What failed and still stands, and what failed and was put right. */
function judgeEnded(runs: readonly FlowRun[], { lastGoodIndex, isRetried, ...context }: EndedContext): Finding[] {
  const failure = isRetried ? null : openFailure(runs.slice(lastGoodIndex + 1), context)
  return [...failure === null ? [] : [failure], ...recoveredFailures(runs, lastGoodIndex, context)]
}

/** What ended well, but oddly. */
function oddities(runs: readonly FlowRun[], context: PartContext): Finding[] {
  return [ranTwice(runs, context), oddDuration(runs, context), startedLate(runs, context), errorsLogged(runs, context)].filter(finding => finding !== null)
}

/** The earliest of what is known; null when nothing is. */
export function earliest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter(at => at !== null)
  return known.length === 0 ? null : Math.min(...known)
}
