import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { toFinding } from '../finding.ts'
import { formatCount, formatDuration } from '../words.ts'
import { baselineFor, FINE, type RunsJudgement, type UnfinishedContext } from './judged-run.ts'
import { perhapsDead } from './perhaps-dead.ts'

/** Running counts from the present RUNNING state, not from the first start: a retried run is not long for its earlier attempts. */
export function judgeRunning(run: FlowRun, runningSinceAt: number, { job, runs, question }: UnfinishedContext): RunsJudgement {
  const baseline = baselineFor(run, runs, { job, question })
  const dead = perhapsDead(run, { runningSinceAt, baseline }, { job, question })
  if (dead !== null)
    return { ...FINE, findings: [dead] }
  const runningMs = question.at - runningSinceAt
  if (baseline === null) {
    const unjudgedAt = runningSinceAt + THRESHOLDS.unjudgedRunningMs
    return question.at <= unjudgedAt
      ? { ...FINE, changesAt: unjudgedAt }
      : { ...FINE, unknown: `has been running ${formatDuration(runningMs)}; too few earlier runs to say whether that is long` }
  }
  const longAt = runningSinceAt + baseline.slowMs
  if (question.at <= longAt)
    return { ...FINE, changesAt: longAt }
  const usual = formatDuration(baseline.medianMs)
  const finding = toFinding({
    job,
    kind: 'running-long',
    section: 'needs-you',
    sinceAt: runningSinceAt,
    run,
    expectation: 'duration',
    title: `${job.name} is still running`,
    reason: `running for ${formatDuration(runningMs)}, usually ${usual}`,
    evidence: [{ text: `median of ${formatCount(baseline.runCount, 'earlier run')}: ${usual}`, at: null, runId: null, source: 'baseline' }],
  })
  return { ...FINE, findings: [finding] }
}
