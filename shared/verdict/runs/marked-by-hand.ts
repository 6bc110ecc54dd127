import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, type Question, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock } from '../words.ts'
import { failureKind } from './failure.ts'
import { isBad, type RunsContext } from './judged-run.ts'

/**
 * FAILED and then COMPLETED without RUNNING between, or COMPLETED without having run at all: somebody set the state, the work was
 * not done. What no schedule made may be the record of work done elsewhere.
 */
export function wasMarkedByHand(run: FlowRun, { picture }: Pick<Question, 'picture'>): boolean {
  if (run.state?.type !== 'COMPLETED')
    return false
  if (neverRan(run))
    return true
  const history = picture.histories.get(run.id)
  if (history === undefined)
    return false
  const lastBad = history.findLastIndex(state => isBad({ state }))
  return lastBad !== -1 && !history.slice(lastBad).some(state => state.type === 'RUNNING')
}

function neverRan({ autoScheduled, runCount, startedAt }: FlowRun): boolean {
  return autoScheduled && runCount === 0 && startedAt === null
}

/** A job whose last run of the window was set to completed without running again. */
export function markedByHand(runs: readonly FlowRun[], { job, question }: RunsContext): Finding[] {
  const marked = runs.at(-1)
  if (marked === undefined || !wasMarkedByHand(marked, question) || (marked.endedAt ?? 0) < question.fromAt)
    return []
  const failed = question.picture.histories.get(marked.id)?.findLast(state => isBad({ state })) ?? null
  const clock = formatClock(marked.endedAt ?? dueAt(marked), question.at, question.timeZone)
  return [toFinding({
    job,
    kind: failed === null ? 'missing' : failureKind(failed),
    section: 'worth-a-look',
    open: false,
    sinceAt: failed?.at ?? dueAt(marked),
    run: marked,
    expectation: 'good-run',
    title: failed === null ? `${job.name} did not run and was marked completed by hand` : `${job.name} failed and was marked completed by hand`,
    reason: failed?.message ?? `marked completed ${clock} without running${failed === null ? '' : ' again'}`,
    evidence: [{ text: `marked completed ${clock} without running${failed === null ? '' : ' again'}`, at: marked.endedAt, runId: marked.id, source: 'state' }],
  })]
}
