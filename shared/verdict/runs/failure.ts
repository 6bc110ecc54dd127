import { toCause, type Cause } from '../../causes/fingerprint.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { RunState } from '../../model/run-state.ts'
import { countNights, type Finding, type Question, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import type { Kind } from '../kind.ts'
import { formatClock, formatCount } from '../words.ts'
import { isBad, type RunsContext } from './judged-run.ts'

/** What still stands of the runs after the last good one: the last failure, for its streak. */
export function openFailure(after: readonly FlowRun[], context: RunsContext): Finding | null {
  const streak = after.filter(run => isBad(run))
  const last = streak.at(-1)
  if (last === undefined || context.job.gone)
    return null
  return toFailure(last, streak, { ...context, open: true })
}

/** Failures of the window that a later good run put right: one finding a job, told by the last of them. */
export function recoveredFailures(runs: readonly FlowRun[], lastGoodIndex: number, { job, question }: RunsContext): Finding[] {
  const put = (job.gone ? runs : runs.slice(0, Math.max(0, lastGoodIndex))).filter(run => isBad(run) && (run.endedAt ?? 0) >= question.fromAt && (run.endedAt ?? 0) <= question.at)
  const last = put.at(-1)
  if (last === undefined)
    return []
  const failure = toFailure(last, put, { job, question, open: false })
  const next = runs.slice(runs.indexOf(last) + 1, lastGoodIndex + 1).find(run => run.state?.type === 'COMPLETED') ?? null
  const clock = (at: number): string => formatClock(at, question.at, question.timeZone)
  const how = next === null ? 'its deployment was deleted since' : `its next good run ended ${clock(next.endedAt ?? dueAt(next))}`
  return [{ ...failure, evidence: [...failure.evidence, { text: how, at: next?.endedAt ?? null, runId: next?.id ?? null, source: 'state' }] }]
}

/** One failure, for the bad runs it stands for. */
export function toFailure(last: FlowRun, streak: readonly FlowRun[], { job, question, open }: RunsContext & { open: boolean }): Finding {
  const cause = causeOf(last, last.state, { job, question })
  const same = streak.filter(run => causeOf(run, run.state, { job, question })?.key === cause?.key)
  const nightCount = countNights(same.map(dueAt), THRESHOLDS.nightApartMs)
  const chronic = nightCount >= THRESHOLDS.chronicNightCount && cause !== null
  const kind = failureKind(last.state)
  const verb = { 'failed': 'failed', 'crashed': 'crashed', 'timed-out': 'timed out' }[kind]
  const first = same[0] ?? last
  const reason = reasonOf(last, question) ?? `${job.name} ${verb} and left no message`
  return toFinding({
    job,
    kind,
    section: open ? (chronic ? 'known' : 'needs-you') : 'recovered',
    open,
    sinceAt: first.endedAt ?? dueAt(first),
    run: last,
    cause,
    expectation: 'good-run',
    title: cause?.said ?? `${job.name} ${verb}`,
    reason,
    evidence: [
      { text: `${last.name} ${verb} ${formatClock(last.endedAt ?? dueAt(last), question.at, question.timeZone)}`, at: last.endedAt, runId: last.id, source: 'state' },
      ...(streak.length > 1 ? [{ text: `${formatCount(streak.length, 'bad run')} since its last good one`, at: null, runId: null, source: 'state' as const }] : []),
    ],
    nightCount,
  })
}

export function failureKind(state: RunState | null): Kind & ('failed' | 'crashed' | 'timed-out') {
  if (state?.name === 'TimedOut')
    return 'timed-out'
  return state?.type === 'CRASHED' ? 'crashed' : 'failed'
}

export function causeOf(run: FlowRun, state: RunState | null, { job, question }: RunsContext): Cause | null {
  return toCause(state?.message ?? null, question.picture.loggedErrors.get(run.id)?.text ?? null, job.key)
}

/** What the machine said, whole: the state's message, or the last error log where that is generic. */
function reasonOf(run: FlowRun, { picture }: Question): string | null {
  const logged = picture.loggedErrors.get(run.id)?.text ?? null
  const lastLine = logged?.trimEnd().split('\n').at(-1) ?? null
  return lastLine ?? run.state?.message ?? null
}
