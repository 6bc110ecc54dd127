import type { FlowRun } from '../../model/flow-run.ts'
import type { RunState } from '../../model/run-state.ts'
import { type Finding, toFinding } from '../finding.ts'
import { formatClock, formatDuration } from '../words.ts'
import type { UnfinishedContext } from './judged-run.ts'

/** What each state that should pass by itself is doing. */
const DOING: Partial<Record<RunState['type'], string>> = { PENDING: 'has been taken but does not begin', CANCELLING: 'does not end though it was cancelled' }

/** A run that stays in a state it should have left long ago. */
export function toStuck(run: FlowRun, state: RunState, { job, question }: UnfinishedContext): Finding {
  const since = formatClock(state.at, question.at, question.timeZone)
  return toFinding({
    job,
    kind: 'stuck',
    section: 'needs-you',
    sinceAt: state.at,
    run,
    expectation: 'start',
    title: `${job.name} ${DOING[state.type] ?? 'is stuck'}`,
    reason: `${state.name} since ${since}, for ${formatDuration(question.at - state.at)}${state.message === null ? '' : `: ${state.message}`}`,
    evidence: [{ text: `${state.name} since ${since}`, at: state.at, runId: run.id, source: 'state' }],
  })
}
