import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, toFinding } from '../finding.ts'
import { formatClock } from '../words.ts'
import type { RunsContext } from './judged-run.ts'

/** The job's last run was cancelled and none came after. */
export function openCancel(after: readonly FlowRun[], { job, question }: RunsContext): Finding | null {
  const last = after.at(-1)
  if (last?.state?.type !== 'CANCELLED' || job.gone)
    return null
  const clock = formatClock(last.endedAt ?? last.state.at, question.at, question.timeZone)
  return toFinding({
    job,
    kind: 'cancelled',
    section: 'worth-a-look',
    sinceAt: last.endedAt ?? last.state.at,
    run: last,
    expectation: 'good-run',
    title: `${job.name} was cancelled`,
    reason: last.state.message ?? `${last.name} was cancelled ${clock}; Prefect does not record by whom. Not run since.`,
    evidence: [{ text: `${last.name} was cancelled ${clock}`, at: last.endedAt, runId: last.id, source: 'state' }],
  })
}
