import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { toFinding } from '../finding.ts'
import { formatClock, formatDuration } from '../words.ts'
import { baselineEvidence, baselineFor, FINE, type RunsJudgement, type UnfinishedContext } from './judged-run.ts'
import { perhapsDead } from './perhaps-dead.ts'

/** Running counts from the present RUNNING state, not from the first start: a retried run is not long for its earlier attempts. */
export function judgeRunning(run: FlowRun, runningSinceAt: number, { job, runs, question }: UnfinishedContext): RunsJudgement {
  const dead = perhapsDead(run, runningSinceAt, { job, question })
  if (dead !== null)
    return { ...FINE, findings: [dead] }
  const baseline = baselineFor(run, runs, { job, question })
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
  const lastLineAt = question.picture.signsOfLife.get(run.id)?.log?.lastAt ?? null
  const finding = toFinding({
    job,
    kind: 'running-long',
    section: 'needs-you',
    sinceAt: runningSinceAt,
    run,
    expectation: 'duration',
    title: `${job.name} is still running`,
    reason: `running for ${formatDuration(runningMs)}, usually ${usual}`,
    evidence: [...(lastLineAt === null ? [] : [{ text: `its last log line ${formatClock(lastLineAt, question.at, question.timeZone)}`, at: lastLineAt, runId: run.id, source: 'log' as const }]), baselineEvidence(baseline, question)],
  })
  return { ...FINE, findings: [finding] }
}
