import { toBaseline } from '../../expectations/baseline.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatCount, formatDuration } from '../words.ts'
import type { RunsContext } from './judged-run.ts'
import { wasMarkedByHand } from './marked-by-hand.ts'

/** The last good run of the window, where it took far longer or was over far sooner than the job's runs do. */
export function oddDuration(runs: readonly FlowRun[], { job, question }: RunsContext): Finding | null {
  const last = runs.findLast(run => run.state?.type === 'COMPLETED' && !wasMarkedByHand(run, question))
  if (last?.endedAt == null || last.endedAt < question.fromAt || last.runCount !== 1 || last.ranForMs === null)
    return null
  const baseline = toBaseline(runs, dueAt(last))
  const isSlow = baseline !== null && last.ranForMs > baseline.slowMs
  if (baseline === null || (!isSlow && last.ranForMs >= (baseline.fastMs ?? 0)))
    return null
  const usual = formatDuration(baseline.medianMs)
  const took = formatDuration(last.ranForMs)
  return toFinding({
    job,
    kind: isSlow ? 'slow' : 'fast',
    section: 'worth-a-look',
    sinceAt: last.endedAt,
    run: last,
    expectation: 'duration',
    title: isSlow ? `${job.name} took ${took}` : `${job.name} was over in ${took}`,
    reason: `took ${took}, usually ${usual}`,
    evidence: [{ text: `median of ${formatCount(baseline.runCount, 'earlier run')}: ${usual}; ${isSlow ? `slow past ${formatDuration(baseline.slowMs)}` : `fast under ${formatDuration(baseline.fastMs ?? 0)}`}`, at: null, runId: null, source: 'baseline' }],
  })
}
