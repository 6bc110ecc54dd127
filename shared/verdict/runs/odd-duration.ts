import { spanOf, type Baseline } from '../../expectations/baseline.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, fromEarlierRuns, toFinding } from '../finding.ts'
import { formatDuration } from '../words.ts'
import { baselineEvidence, baselineFor, type PartContext, type RunsContext } from './judged-run.ts'
import { wasMarkedByHand } from './marked-by-hand.ts'

interface Odd {
  run: FlowRun
  tookMs: number
  baseline: Baseline
  isSlow: boolean
}

/**
 * The last good run of the window, where it took far longer or was over far sooner than the job's runs do. Of a frequent job the
 * last three must agree: one of them is weather.
 */
export function oddDuration(runs: readonly FlowRun[], context: PartContext): Finding | null {
  const { job, question, isFrequent } = context
  const good: FlowRun[] = []
  for (let index = runs.length - 1; index >= 0 && good.length < (isFrequent ? THRESHOLDS.frequentBadCount : 1); index--) {
    const run = runs[index]
    if (run?.state?.type === 'COMPLETED' && !wasMarkedByHand(run, question))
      good.push(run)
  }
  const [first] = good
  const earliest = good.at(-1)
  if (first?.endedAt == null || first.endedAt < question.fromAt || earliest === undefined)
    return null
  const baseline = baselineFor(earliest, runs, context)
  const [odd, ...others] = good.map(run => baseline === null ? null : toOdd(run, { baseline, context }))
  if (odd == null || others.some(other => other?.isSlow !== odd.isSlow))
    return null
  return told(odd, first.endedAt, { job, question })
}

function toOdd(run: FlowRun, { baseline, context }: { baseline: Baseline, context: PartContext }): Odd | null {
  const tookMs = spanOf(run, context.question.picture.histories.get(run.id))
  if (tookMs === null)
    return null
  const isSlow = tookMs > baseline.slowMs
  return isSlow || (baseline.fastMs !== null && tookMs < baseline.fastMs) ? { run, tookMs, baseline, isSlow } : null
}

function told({ run, tookMs, baseline, isSlow }: Odd, endedAt: number, { job, question }: RunsContext): Finding {
  const usual = formatDuration(baseline.medianMs)
  const took = formatDuration(tookMs)
  const limit = isSlow ? `slow past ${formatDuration(baseline.slowMs)}` : `fast under ${baseline.fastMs === null ? 'nothing' : formatDuration(baseline.fastMs)}`
  return toFinding({
    job,
    kind: isSlow ? 'slow' : 'fast',
    section: 'worth-a-look',
    sinceAt: endedAt,
    run,
    expectation: 'duration',
    title: isSlow ? `${job.name} took ${took}` : `${job.name} was over in ${took}`,
    reason: `took ${took}, usually ${usual}`,
    evidence: [baselineEvidence(baseline, question), fromEarlierRuns(limit)],
  })
}
