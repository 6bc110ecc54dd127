import { lateCause } from '../../causes/late-cause.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock, formatCount, formatDuration } from '../words.ts'
import type { UnfinishedContext } from './judged-run.ts'

/** A run that is past its grace and has not begun. */
export function toLate(run: FlowRun, { job, question, lastGood, runs }: UnfinishedContext): Finding {
  const due = dueAt(run)
  const overtaken = lastGood !== null && runs.indexOf(lastGood) > runs.indexOf(run)
  const clock = formatClock(due, question.at, question.timeZone)
  const cause = lateCause(run, job, question.picture)
  const waits = `due ${clock}, ${formatDuration(question.at - due)} ago`
  return toFinding({
    job,
    kind: 'late',
    section: overtaken ? 'worth-a-look' : 'needs-you',
    sinceAt: due,
    run,
    cause,
    expectation: 'start',
    title: `${job.name} has not started`,
    reason: cause === null ? `${waits}; Prefect says ${run.state?.name ?? 'nothing'}, cause not known` : `${waits}: ${cause.text}`,
    evidence: [{ text: waits, at: due, runId: run.id, source: 'state' }],
  })
}

/** Several runs of one job that wait are one finding, told by the oldest. */
export function foldWaiting(findings: readonly Finding[]): Finding[] {
  const late = findings.filter(finding => finding.kind === 'late')
  const [oldest] = late
  if (oldest === undefined || late.length === 1)
    return [...findings]
  const told = { text: `${formatCount(late.length, 'run')} of it wait`, at: null, runId: null, source: 'state' as const }
  return [...findings.filter(finding => finding.kind !== 'late'), { ...oldest, evidence: [...oldest.evidence, told] }]
}
