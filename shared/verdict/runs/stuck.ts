import { lateGraceMs } from '../../expectations/baseline.ts'
import { HOUR_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { RunState } from '../../model/run-state.ts'
import { type Finding, fromState, toFinding } from '../finding.ts'
import { formatClock, formatDuration } from '../words.ts'
import type { UnfinishedContext } from './judged-run.ts'

/** What each state that should pass by itself is doing. */
const DOING: Partial<Record<RunState['type'], string>> = { PENDING: 'has been taken but does not begin', CANCELLING: 'does not end though it was cancelled', SCHEDULED: 'should go on but does not' }

/** A flow's own retry may be set to wait. Where the server does not say until when, an hour is past what people set. */
const OWN_RETRY_MS = HOUR_MS

/**
 * When a run in a state that should pass by itself has been in it too long: past ten minutes, and past twice what the job's runs
 * usually need to begin. null: such a state may last.
 */
export function stuckAt(run: FlowRun, state: RunState, { runs, question }: UnfinishedContext): number | null {
  switch (state.type) {
    case 'CANCELLING':
      return state.at + THRESHOLDS.stuckMs
    case 'PENDING':
      return state.at + Math.max(THRESHOLDS.stuckMs, lateGraceMs(runs))
    case 'SCHEDULED': {
      if (run.startedAt === null)
        return null
      const wasBad = question.picture.histories.get(run.id)?.some(({ type }) => type === 'FAILED' || type === 'CRASHED') === true
      const isUnsaid = state.name === 'AwaitingRetry' && !wasBad && run.nextStartAt === null
      return Math.max(state.at, run.nextStartAt ?? state.at) + Math.max(isUnsaid ? OWN_RETRY_MS : THRESHOLDS.stuckMs, lateGraceMs(runs))
    }
    default:
      return null
  }
}

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
    evidence: [fromState(run, state, question)],
  })
}
