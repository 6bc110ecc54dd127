import { isTerminal } from '../model/run-state.ts'
import type { Question } from './finding.ts'
import { dueAt, type Job } from './job.ts'
import { openCancel } from './runs/cancelled.ts'
import { openFailure, recoveredFailures } from './runs/failure.ts'
import type { RunsJudgement } from './runs/judged-run.ts'
import { foldWaiting } from './runs/late.ts'
import { markedByHand, wasMarkedByHand } from './runs/marked-by-hand.ts'
import { judgeUnfinished } from './runs/unfinished.ts'

/**
 * Judges the runs of one job that were due by `question.at`.
 *
 * A failure stays open until a later-due good run; the last one stands for the streak. A run being retried carries the cause it
 * failed with. Late, running long and paused are judged on the run's present state; what an upstream clock stamped is believed.
 */
export function judgeRuns(job: Job, question: Question): RunsJudgement {
  const runs = job.runs.filter(run => dueAt(run) <= question.at)
  const lastGood = runs.findLast(run => run.state?.type === 'COMPLETED' && !wasMarkedByHand(run, question)) ?? null
  const after = lastGood === null ? runs : runs.slice(runs.indexOf(lastGood) + 1)
  const unfinished = runs.filter(run => run.state === null || !isTerminal(run.state.type))

  const judgements = unfinished.map(run => judgeUnfinished(run, { job, runs, lastGood, question }))
  const findings = foldWaiting(judgements.flatMap(judgement => judgement.findings))
  const isRetried = findings.some(finding => finding.kind === 'retrying')
  const failure = isRetried ? null : openFailure(after, { job, question })
  if (failure !== null)
    findings.unshift(failure)
  const cancelled = failure === null && findings.length === 0 ? openCancel(after, { job, question }) : null
  if (cancelled !== null)
    findings.push(cancelled)
  findings.push(...recoveredFailures(runs, lastGood, { job, question }), ...markedByHand(runs, { job, question }))
  return {
    findings,
    unknown: judgements.find(judgement => judgement.unknown !== null)?.unknown ?? null,
    changesAt: earliest(judgements.map(judgement => judgement.changesAt)),
  }
}

/** The earliest of what is known; null when nothing is. */
export function earliest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter(at => at !== null)
  return known.length === 0 ? null : Math.min(...known)
}
