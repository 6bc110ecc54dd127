import { toCause, type Cause } from '../../causes/fingerprint.ts'
import { withoutWrappers } from '../../causes/headline.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { RunState } from '../../model/run-state.ts'
import { countNights, type Finding, type Question, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import type { Kind } from '../kind.ts'
import { formatClock, formatCount } from '../words.ts'
import { isBad, rowsFromAt, type RunsContext } from './judged-run.ts'

/**
 * What still stands of the runs after the last good one: the last failure, for its streak. Where only bad runs are known of the
 * days before, good ones may lie between them, so that those do not count.
 */
export function openFailure(after: readonly FlowRun[], context: RunsContext): Finding | null {
  const knownFromAt = rowsFromAt(context)
  const streak = after.filter(run => isBad(run) && dueAt(run) >= knownFromAt)
  const last = streak.at(-1)
  if (last === undefined || context.job.gone)
    return null
  return toFailure(last, streak, { ...context, open: true })
}

/** One failure, for the bad runs it stands for. */
export function toFailure(last: FlowRun, streak: readonly FlowRun[], { job, question, open }: RunsContext & { open: boolean }): Finding {
  const toKey = causeKeys({ job, question })
  const cause = causeOf(last, last.state, { job, question })
  const same = streak.filter(run => toKey(run) === toKey(last))
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
      ...(streak.length > 1 ? [{ text: open ? `${formatCount(streak.length, 'bad run')} since its last good one` : formatCount(streak.length, 'bad run'), at: null, runId: null, source: 'state' as const }] : []),
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

/** Cause keys of runs, each text read once: a job that fails every minute says the same a thousand times. */
function causeKeys(context: RunsContext): (run: FlowRun) => string | null {
  const known = new Map<string, string | null>()
  return (run) => {
    const text = `${run.state?.message ?? ''}\n${context.question.picture.loggedErrors.get(run.id)?.text ?? ''}`
    let key = known.get(text)
    if (key === undefined)
      known.set(text, key = causeOf(run, run.state, context)?.key ?? null)
    return key
  }
}

/** What the machine said to its end, without Prefect's words in front: the state's message, or the last error log where that is generic. */
function reasonOf(run: FlowRun, { picture }: Question): string | null {
  const logged = picture.loggedErrors.get(run.id)?.text ?? null
  const lastLine = logged?.trimEnd().split('\n').at(-1) ?? null
  const said = lastLine ?? run.state?.message ?? null
  return said === null ? null : withoutWrappers(said) || said
}
