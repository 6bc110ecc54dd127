import { splitBackfills } from '../expectations/backfills.ts'
import { byPartition, toPartitionNames } from '../expectations/partitions.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { isTerminal } from '../model/run-state.ts'
import type { Finding, Question } from './finding.ts'
import { dueAt, type Job } from './job.ts'
import { judgeBackfill } from './runs/backfill.ts'
import { openCancel } from './runs/cancelled.ts'
import { gaveWay } from './runs/collision.ts'
import { openFailure, recoveredFailures } from './runs/failure.ts'
import { isFrequent, judgeFrequent } from './runs/frequent.ts'
import type { RunsContext, RunsJudgement } from './runs/judged-run.ts'
import { foldWaiting } from './runs/late.ts'
import { markedByHand, wasMarkedByHand } from './runs/marked-by-hand.ts'
import { oddDuration } from './runs/odd-duration.ts'
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
  const due = job.runs.filter(run => dueAt(run) <= question.at)
  const { own, backfills } = splitBackfills(due)
  const context = { job, question }
  const parts = [...byPartition(own.filter(run => !gaveWay(run, own)), toPartitionNames(own))].map(([partition, runs]) => {
    const judgement = judgePart(runs, context)
    return partition === null ? judgement : { ...judgement, findings: judgement.findings.map(finding => ({ ...finding, partition })) }
  })
  return {
    findings: [...parts.flatMap(({ findings }) => findings), ...backfills.map(backfill => judgeBackfill(backfill, context)).filter(finding => finding !== null)],
    unknown: parts.find(({ unknown }) => unknown !== null)?.unknown ?? null,
    changesAt: earliest(parts.map(({ changesAt }) => changesAt)),
  }
}

function judgePart(runs: readonly FlowRun[], context: RunsContext): RunsJudgement {
  const { job, question } = context
  const lastGoodIndex = runs.findLastIndex(run => run.state?.type === 'COMPLETED' && !wasMarkedByHand(run, question))
  const lastGood = runs[lastGoodIndex] ?? null
  const after = runs.slice(lastGoodIndex + 1)
  const judgements = runs.filter(run => run.state === null || !isTerminal(run.state.type)).map(run => judgeUnfinished(run, { job, runs, lastGood, question }))
  const findings = foldWaiting(judgements.flatMap(judgement => judgement.findings))
  findings.push(...isFrequent(runs, question.at) && !job.gone ? judgeFrequent(runs, context) : judgeEnded(runs, { ...context, lastGoodIndex, isRetried: findings.some(({ kind }) => kind === 'retrying') }))
  if (findings.length === 0 && after.at(-1)?.state?.type === 'CANCELLED')
    findings.push(...[openCancel(after, context)].filter(finding => finding !== null))
  findings.push(...markedByHand(runs, context), ...oddities(runs, context))
  return {
    findings: findings.sort((a, b) => Number(b.kind !== 'late' && b.open) - Number(a.kind !== 'late' && a.open)),
    unknown: judgements.find(judgement => judgement.unknown !== null)?.unknown ?? null,
    changesAt: earliest(judgements.map(judgement => judgement.changesAt)),
  }
}

interface EndedContext extends RunsContext {
  lastGoodIndex: number
  isRetried: boolean
}

/** What failed and still stands, and what failed and was put right. */
function judgeEnded(runs: readonly FlowRun[], { lastGoodIndex, isRetried, ...context }: EndedContext): Finding[] {
  const failure = isRetried ? null : openFailure(runs.slice(lastGoodIndex + 1), context)
  return [...failure === null ? [] : [failure], ...recoveredFailures(runs, lastGoodIndex, context)]
}

/** What ended well, but oddly. */
function oddities(runs: readonly FlowRun[], context: RunsContext): Finding[] {
  return [ranTwice(runs, context), oddDuration(runs, context), startedLate(runs, context)].filter(finding => finding !== null)
}

/** The earliest of what is known; null when nothing is. */
export function earliest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter(at => at !== null)
  return known.length === 0 ? null : Math.min(...known)
}
