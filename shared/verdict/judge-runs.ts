import { lateGraceMs, longLimitMs, toBaseline } from '../expectations/baseline.ts'
import { THRESHOLDS } from '../expectations/thresholds.ts'
import { toCause, type Cause } from '../causes/fingerprint.ts'
import { lateCause } from '../causes/late-cause.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { isTerminal, type RunState } from '../model/run-state.ts'
import { countNights, type Finding, type Question } from './finding.ts'
import { dueAt, type Job } from './job.ts'
import type { Kind } from './kind.ts'
import { formatClock, formatCount, formatDuration } from './words.ts'

/** What a job's runs give: what is wrong, why they cannot be judged, and when that changes by itself. */
export interface RunsJudgement {
  findings: Finding[]
  unknown: string | null
  changesAt: number | null
}

const BAD = new Set(['FAILED', 'CRASHED'])

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

interface Context {
  job: Job
  question: Question
}

function openFailure(after: readonly FlowRun[], context: Context): Finding | null {
  const streak = after.filter(run => BAD.has(run.state?.type ?? ''))
  const last = streak.at(-1)
  if (last === undefined || context.job.gone)
    return null
  return toFailure(last, streak, { ...context, open: true })
}

/** Failures of the window that a later good run put right: one finding a job, told by the last of them. */
function recoveredFailures(runs: readonly FlowRun[], lastGood: FlowRun | null, { job, question }: Context): Finding[] {
  const bad = runs.filter(run => BAD.has(run.state?.type ?? '') && (run.endedAt ?? 0) >= question.fromAt && (run.endedAt ?? 0) <= question.at)
  const put = job.gone ? bad : bad.filter(run => lastGood !== null && runs.indexOf(run) < runs.indexOf(lastGood))
  const last = put.at(-1)
  if (last === undefined)
    return []
  const failure = toFailure(last, put, { job, question, open: false })
  const next = lastGood === null ? null : runs.slice(runs.indexOf(last) + 1).find(run => run.state?.type === 'COMPLETED') ?? lastGood
  const clock = (at: number): string => formatClock(at, question.at, question.timeZone)
  const how = next === null ? 'its deployment was deleted since' : `its next good run ended ${clock(next.endedAt ?? dueAt(next))}`
  return [{ ...failure, evidence: [...failure.evidence, { text: how, at: next?.endedAt ?? null, runId: next?.id ?? null, source: 'state' }] }]
}

function toFailure(last: FlowRun, streak: readonly FlowRun[], { job, question, open }: Context & { open: boolean }): Finding {
  const cause = causeOf(last, last.state, { job, question })
  const same = streak.filter(run => causeOf(run, run.state, { job, question })?.key === cause?.key)
  const nightCount = countNights(same.map(dueAt), THRESHOLDS.nightApartMs)
  const chronic = nightCount >= THRESHOLDS.chronicNightCount && cause !== null
  const kind = failureKind(last.state)
  const verb = { 'failed': 'failed', 'crashed': 'crashed', 'timed-out': 'timed out' }[kind]
  const first = same[0] ?? last
  const reason = reasonOf(last, question) ?? `${job.name} ${verb} and left no message`
  return {
    job,
    kind,
    section: open ? (chronic ? 'known' : 'needs-you') : 'recovered',
    open,
    sinceAt: first.endedAt ?? dueAt(first),
    run: last,
    slotAt: last.autoScheduled ? last.expectedStartAt : null,
    cause,
    expectation: 'good-run',
    title: cause?.said ?? `${job.name} ${verb}`,
    reason,
    evidence: [
      { text: `${last.name} ${verb} ${formatClock(last.endedAt ?? dueAt(last), question.at, question.timeZone)}`, at: last.endedAt, runId: last.id, source: 'state' },
      ...(streak.length > 1 ? [{ text: `${formatCount(streak.length, 'bad run')} since its last good one`, at: null, runId: null, source: 'state' as const }] : []),
    ],
    nightCount,
  }
}

function failureKind(state: RunState | null): Kind & ('failed' | 'crashed' | 'timed-out') {
  if (state?.name === 'TimedOut')
    return 'timed-out'
  return state?.type === 'CRASHED' ? 'crashed' : 'failed'
}

function causeOf(run: FlowRun, state: RunState | null, { job, question }: Context): Cause | null {
  return toCause(state?.message ?? null, question.picture.loggedErrors.get(run.id)?.text ?? null, job.key)
}

/** What the machine said, whole: the state's message, or the last error log where that is generic. */
function reasonOf(run: FlowRun, { picture }: Question): string | null {
  const logged = picture.loggedErrors.get(run.id)?.text ?? null
  const lastLine = logged?.trimEnd().split('\n').at(-1) ?? null
  return lastLine ?? run.state?.message ?? null
}

function openCancel(after: readonly FlowRun[], { job, question }: Context): Finding | null {
  const last = after.at(-1)
  if (last?.state?.type !== 'CANCELLED' || job.gone)
    return null
  const clock = formatClock(last.endedAt ?? last.state.at, question.at, question.timeZone)
  return {
    job,
    kind: 'cancelled',
    section: 'worth-a-look',
    open: true,
    sinceAt: last.endedAt ?? last.state.at,
    run: last,
    slotAt: last.autoScheduled ? last.expectedStartAt : null,
    cause: null,
    expectation: 'good-run',
    title: `${job.name} was cancelled`,
    reason: last.state.message ?? `${last.name} was cancelled ${clock}; Prefect does not record by whom. Not run since.`,
    evidence: [{ text: `${last.name} was cancelled ${clock}`, at: last.endedAt, runId: last.id, source: 'state' }],
    nightCount: 1,
  }
}

/** FAILED and then COMPLETED without RUNNING between: somebody set the state, the work was not done again. */
export function wasMarkedByHand(run: FlowRun, { picture }: Pick<Question, 'picture'>): boolean {
  const history = picture.histories.get(run.id)
  if (run.state?.type !== 'COMPLETED' || history === undefined)
    return false
  const lastBad = history.findLastIndex(state => BAD.has(state.type))
  return lastBad !== -1 && !history.slice(lastBad).some(state => state.type === 'RUNNING')
}

function markedByHand(runs: readonly FlowRun[], { job, question }: Context): Finding[] {
  const marked = runs.at(-1)
  if (marked === undefined || !wasMarkedByHand(marked, question) || (marked.endedAt ?? 0) < question.fromAt)
    return []
  const failed = question.picture.histories.get(marked.id)?.findLast(state => BAD.has(state.type)) ?? null
  const clock = formatClock(marked.endedAt ?? dueAt(marked), question.at, question.timeZone)
  return [{
    job,
    kind: failureKind(failed),
    section: 'worth-a-look',
    open: false,
    sinceAt: failed?.at ?? dueAt(marked),
    run: marked,
    slotAt: marked.autoScheduled ? marked.expectedStartAt : null,
    cause: null,
    expectation: 'good-run',
    title: `${job.name} failed and was marked completed by hand`,
    reason: failed?.message ?? `marked completed ${clock} without running again`,
    evidence: [{ text: `marked completed ${clock} without running again`, at: marked.endedAt, runId: marked.id, source: 'state' }],
    nightCount: 1,
  }]
}

interface UnfinishedContext extends Context {
  runs: readonly FlowRun[]
  lastGood: FlowRun | null
}

function judgeUnfinished(run: FlowRun, context: UnfinishedContext): RunsJudgement {
  const { job, runs, question } = context
  const fine: RunsJudgement = { findings: [], unknown: null, changesAt: null }
  if (run.state === null || run.state.type === 'UNKNOWN')
    return { ...fine, unknown: `${run.name} is in a state this page does not know: ${run.state?.name ?? 'none'}` }
  const retry = toRetry(run, run.state, context)
  if (retry !== null)
    return { ...fine, findings: [retry] }
  if (run.state.type === 'PAUSED')
    return { ...fine, findings: [toPaused(run, run.state, context)] }
  if (run.state.type === 'RUNNING')
    return judgeRunning(run, run.state.at, context)
  if (run.startedAt !== null || run.state.type === 'CANCELLING')
    return fine
  const lateAt = dueAt(run) + lateGraceMs(runs)
  return question.at <= lateAt ? { ...fine, changesAt: lateAt } : { ...fine, findings: [toLate(run, { job, question, lastGood: context.lastGood, runs })] }
}

/** Running counts from the present RUNNING state, not from the first start: a retried run is not long for its earlier attempts. */
function judgeRunning(run: FlowRun, runningSinceAt: number, { job, runs, question }: UnfinishedContext): RunsJudgement {
  const fine: RunsJudgement = { findings: [], unknown: null, changesAt: null }
  const baseline = toBaseline(runs)
  const runningMs = question.at - runningSinceAt
  if (baseline === null) {
    const unjudgedAt = runningSinceAt + THRESHOLDS.unjudgedRunningMs
    return question.at <= unjudgedAt
      ? { ...fine, changesAt: unjudgedAt }
      : { ...fine, unknown: `has been running ${formatDuration(runningMs)}; too few earlier runs to say whether that is long` }
  }
  const longAt = runningSinceAt + longLimitMs(baseline)
  if (question.at <= longAt)
    return { ...fine, changesAt: longAt }
  const usual = formatDuration(baseline.medianMs)
  const finding: Finding = {
    job,
    kind: 'running-long',
    section: 'needs-you',
    open: true,
    sinceAt: runningSinceAt,
    run,
    slotAt: run.autoScheduled ? run.expectedStartAt : null,
    cause: null,
    expectation: 'duration',
    title: `${job.name} is still running`,
    reason: `running for ${formatDuration(runningMs)}, usually ${usual}`,
    evidence: [{ text: `median of ${formatCount(baseline.runCount, 'earlier run')}: ${usual}`, at: null, runId: null, source: 'baseline' }],
    nightCount: 1,
  }
  return { ...fine, findings: [finding] }
}

/**
 * A run that failed and is not over stays listed, with the cause it failed with, until it completes.
 * Between a flow's own attempts (AwaitingRetry, Retrying) nobody is needed yet.
 */
function toRetry(run: FlowRun, state: RunState, { job, question }: UnfinishedContext): Finding | null {
  const history = question.picture.histories.get(run.id) ?? []
  const failed = history.findLast(past => BAD.has(past.type)) ?? null
  const isOwnRetry = state.name === 'AwaitingRetry' || state.name === 'Retrying' || (run.runCount > 1 && state.type === 'RUNNING')
  if (failed === null && !isOwnRetry)
    return null
  const waiting = history.findLast(past => past.name === 'AwaitingRetry') ?? (state.name === 'AwaitingRetry' ? state : null)
  const told = failed ?? waiting
  const retriedAt = (failed === null ? null : history.find(past => past.at > failed.at)?.at) ?? state.at
  const clock = formatClock(retriedAt, question.at, question.timeZone)
  return {
    job,
    kind: 'retrying',
    section: failed === null ? 'worth-a-look' : 'needs-you',
    open: true,
    sinceAt: failed?.at ?? retriedAt,
    run,
    slotAt: run.autoScheduled ? run.expectedStartAt : null,
    cause: causeOf(run, told, { job, question }),
    expectation: 'good-run',
    title: failed === null ? `${job.name} is on attempt ${Math.max(2, run.runCount + (state.type === 'RUNNING' ? 0 : 1))}` : `${job.name} failed and is being retried since ${clock}`,
    reason: told?.message ?? (failed === null ? 'an attempt failed; its own retries go on' : `failed ${formatClock(failed.at, question.at, question.timeZone)}, being retried since ${clock}`),
    evidence: [{ text: failed === null ? `attempt failed, retried since ${clock}` : `being retried since ${clock}`, at: retriedAt, runId: run.id, source: 'state' }],
    nightCount: 1,
  }
}

function toPaused(run: FlowRun, state: RunState, { job, question }: UnfinishedContext): Finding {
  return {
    job,
    kind: 'paused',
    section: 'needs-you',
    open: true,
    sinceAt: state.at,
    run,
    slotAt: run.autoScheduled ? run.expectedStartAt : null,
    cause: null,
    expectation: 'input',
    title: `${job.name} is paused and waits for somebody`,
    reason: state.message ?? `${state.name} since ${formatClock(state.at, question.at, question.timeZone)}`,
    evidence: [{ text: `${state.name} since ${formatClock(state.at, question.at, question.timeZone)}`, at: state.at, runId: run.id, source: 'state' }],
    nightCount: 1,
  }
}

function toLate(run: FlowRun, { job, question, lastGood, runs }: UnfinishedContext): Finding {
  const due = dueAt(run)
  const overtaken = lastGood !== null && runs.indexOf(lastGood) > runs.indexOf(run)
  const clock = formatClock(due, question.at, question.timeZone)
  const cause = lateCause(run, job, question.picture)
  const waits = `due ${clock}, ${formatDuration(question.at - due)} ago`
  return {
    job,
    kind: 'late',
    section: overtaken ? 'worth-a-look' : 'needs-you',
    open: true,
    sinceAt: due,
    run,
    slotAt: run.autoScheduled ? run.expectedStartAt : null,
    cause,
    expectation: 'start',
    title: `${job.name} has not started`,
    reason: cause === null ? `${waits}; Prefect says ${run.state?.name ?? 'nothing'}, cause not known` : `${waits}: ${cause.text}`,
    evidence: [{ text: waits, at: due, runId: run.id, source: 'state' }],
    nightCount: 1,
  }
}

/** Several runs of one job that wait are one finding, told by the oldest. */
function foldWaiting(findings: readonly Finding[]): Finding[] {
  const late = findings.filter(finding => finding.kind === 'late')
  const [oldest] = late
  if (oldest === undefined || late.length === 1)
    return [...findings]
  const told = { text: `${formatCount(late.length, 'run')} of it wait`, at: null, runId: null, source: 'state' as const }
  return [...findings.filter(finding => finding.kind !== 'late'), { ...oldest, evidence: [...oldest.evidence, told] }]
}
