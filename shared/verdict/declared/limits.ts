import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, fromDeclared, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock, formatCount, formatDuration } from '../words.ts'
import { isGood } from './good-run.ts'
import type { DeclaredContext } from './judge-declared.ts'

/** Declared limits of how soon a run starts, how long it takes and how many are good. */
export function brokenLimits(context: DeclaredContext): Finding[] {
  const { job, question } = context
  const runs = job.runs.filter(run => dueAt(run) <= question.at && (run.endedAt === null || run.endedAt >= question.fromAt))
  const last = runs.at(-1)
  return last === undefined ? [] : [tooLate(last, context), tooLong(last, context), tooFewGood(runs, context)].filter(finding => finding !== null)
}

function tooLate(run: FlowRun, { job, declared: { startsWithinMs }, question }: DeclaredContext): Finding | null {
  if (startsWithinMs === null || run.expectedStartAt === null || (run.startedAt === null && run.endedAt !== null))
    return null
  const lateMs = (run.startedAt ?? question.at) - run.expectedStartAt
  if (lateMs <= startsWithinMs)
    return null
  const isOver = run.startedAt !== null
  return toFinding({
    job,
    kind: isOver ? 'started-late' : 'late',
    section: isOver ? 'worth-a-look' : 'needs-you',
    open: !isOver,
    sinceAt: run.expectedStartAt,
    run,
    expectation: 'start',
    title: isOver ? `${job.name} started ${formatDuration(lateMs)} late` : `${job.name} has not started`,
    reason: `due ${formatClock(run.expectedStartAt, question.at, question.timeZone)}, ${formatDuration(lateMs)} ${isOver ? 'before it began' : 'ago'}`,
    evidence: [fromDeclared(`starts within ${formatDuration(startsWithinMs)}`)],
  })
}

function tooLong(run: FlowRun, { job, declared: { takesAtMostMs }, question }: DeclaredContext): Finding | null {
  const isRunning = run.state?.type === 'RUNNING'
  const tookMs = isRunning ? question.at - (run.state?.at ?? question.at) : run.ranForMs
  if (takesAtMostMs === null || tookMs === null || tookMs <= takesAtMostMs || (!isRunning && run.state?.type !== 'COMPLETED'))
    return null
  return toFinding({
    job,
    kind: isRunning ? 'running-long' : 'slow',
    section: isRunning ? 'needs-you' : 'worth-a-look',
    sinceAt: isRunning ? run.state?.at ?? question.at : run.endedAt ?? question.at,
    run,
    expectation: 'duration',
    title: isRunning ? `${job.name} is still running` : `${job.name} took ${formatDuration(tookMs)}`,
    reason: `${isRunning ? 'running for' : 'took'} ${formatDuration(tookMs)}, declared at most ${formatDuration(takesAtMostMs)}`,
    evidence: [fromDeclared(`takes at most ${formatDuration(takesAtMostMs)}`)],
  })
}

function tooFewGood(runs: readonly FlowRun[], { job, declared, question }: DeclaredContext): Finding | null {
  const { succeedsAtLeast } = declared
  const ended = runs.filter(run => run.endedAt !== null && run.state?.type !== 'CANCELLED')
  const good = ended.filter(run => isGood(run, declared))
  if (succeedsAtLeast === null || ended.length === 0 || good.length / ended.length >= succeedsAtLeast)
    return null
  const lastBad = ended.findLast(run => !good.includes(run))
  return toFinding({
    job,
    kind: 'flaky',
    section: 'needs-you',
    sinceAt: lastBad?.endedAt ?? question.fromAt,
    run: lastBad ?? null,
    expectation: 'success-ratio',
    title: `${job.name}: ${good.length} of ${formatCount(ended.length, 'run')} were good`,
    reason: `declared: at least ${Math.round(succeedsAtLeast * 1_000) / 10} %`,
    evidence: [fromDeclared(`succeeds at least ${Math.round(succeedsAtLeast * 1_000) / 10} %`)],
  })
}
