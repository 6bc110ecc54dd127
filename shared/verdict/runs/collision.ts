import type { FlowRun } from '../../model/flow-run.ts'
import type { Finding, Question } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock, formatCount } from '../words.ts'

/** What Prefect 3 writes on a run that a deployment's limit with the strategy CANCEL_NEW refused. */
const REFUSED = /concurrency limit reached/i

/** Runs that may hold a place at once; looked at from the last started back. */
const MOST_HOLDERS = 50

/** Runs that only gave way, by the id of the run that held the limit. */
export type GaveWay = ReadonlyMap<string, readonly FlowRun[]>

/**
 * The cancelled runs that gave way to another of their job that was going at the time: that run stands for their slots, well or
 * badly. One whose holder is not known is none of them.
 *
 * @param runs - of one job
 */
export function toGaveWay(runs: readonly FlowRun[]): GaveWay {
  const refused = runs.filter(({ state }) => state?.type === 'CANCELLED' && REFUSED.test(state.message ?? ''))
  if (refused.length === 0)
    return new Map()
  const started = runs.filter(run => run.startedAt !== null && run.state?.type !== 'CANCELLED').sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
  const byHolder = new Map<string, FlowRun[]>()
  for (const run of refused) {
    const holder = holderOf(run, started)
    if (holder !== null)
      byHolder.set(holder.id, [...byHolder.get(holder.id) ?? [], run])
  }
  return byHolder
}

function holderOf(run: FlowRun, started: readonly FlowRun[]): FlowRun | null {
  const at = run.endedAt ?? run.state?.at ?? dueAt(run)
  let [low, high] = [0, started.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((started[middle]?.startedAt ?? 0) <= at)
      low = middle + 1
    else
      high = middle
  }
  // A run may end between the refusal of its place and the record of it.
  return started.slice(Math.max(0, low - MOST_HOLDERS), low).findLast(other => other.endedAt === null || other.endedAt >= Math.min(at, dueAt(run))) ?? null
}

/** Says on the finding of a run which others gave way to it. */
export function withRefused(finding: Finding, gaveWay: GaveWay, question: Question): Finding {
  const refused = gaveWay.get(finding.run?.id ?? '')
  const [first] = refused ?? []
  if (refused === undefined || first === undefined)
    return finding
  const text = `${formatCount(refused.length, 'run')} gave way to it and did not run, the first due ${formatClock(dueAt(first), question.at, question.timeZone)}`
  return { ...finding, evidence: [...finding.evidence, { text, at: dueAt(first), runId: first.id, source: 'state' }] }
}
