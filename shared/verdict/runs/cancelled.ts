import type { Cause } from '../../causes/fingerprint.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, type Question, toFinding } from '../finding.ts'
import { formatClock } from '../words.ts'
import type { RunsContext } from './judged-run.ts'

/** What Prefect's automations write by themselves when they cancel a run or change its state (3.8.8); a text of their own hides them. */
const BY_AUTOMATION = /\bby Automation (\S+)/i

/** What Prefect writes when a run that was prepared found its place taken (3.8.8). */
const LOST_PLACE = /concurrency slot lost/i

/**
 * The job's last run was cancelled and none came after. An automation's doing is a slot that failed; a person's is worth a look,
 * and of a run that a person had started only while it is fresh: who took it back knows.
 */
export function openCancel(after: readonly FlowRun[], { job, question }: RunsContext): Finding | null {
  const last = after.at(-1)
  if (last?.state?.type !== 'CANCELLED' || job.gone)
    return null
  const endedAt = last.endedAt ?? last.state.at
  const cause = cancelCause(last, question)
  if (cause === null && !last.autoScheduled && endedAt < question.fromAt)
    return null
  const clock = formatClock(endedAt, question.at, question.timeZone)
  const message = last.state.message
  return toFinding({
    job,
    kind: 'cancelled',
    section: cause === null ? 'worth-a-look' : 'needs-you',
    sinceAt: endedAt,
    run: last,
    cause,
    expectation: 'good-run',
    title: cause === null ? `${job.name} was cancelled` : `${job.name} was ${cause.text}`,
    reason: `${last.name} was cancelled ${clock}${cause === null ? `; Prefect does not record by whom. Not run since.` : `: ${cause.text}`}${message === null ? '' : ` It says: ${message}`}`,
    evidence: [{ text: `${last.name} was cancelled ${clock}`, at: last.endedAt, runId: last.id, source: 'state' }],
  })
}

/** Who or what cancelled a run, where its states say so; null: not told. The runner writes its own words over those of whoever asked. */
function cancelCause(run: FlowRun, { picture }: Question): Cause | null {
  const messages = [run.state, ...picture.histories.get(run.id) ?? []].map(state => state?.message ?? '')
  const automation = messages.map(message => BY_AUTOMATION.exec(message)?.[1]).find(id => id !== undefined)
  if (automation !== undefined)
    return { key: `cancelled by automation ${automation}`, text: `cancelled by automation ${automation}`, said: `cancelled by automation ${automation}` }
  if (messages.some(message => LOST_PLACE.test(message)))
    return { key: 'concurrency slot lost', text: 'cancelled, as its concurrency slot was lost while it was prepared', said: 'a concurrency slot was lost while the run was prepared' }
  return null
}
