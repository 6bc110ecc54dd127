import type { FlowRun } from '../../model/flow-run.ts'
import type { RunState } from '../../model/run-state.ts'
import { type Finding, fromState, toFinding } from '../finding.ts'
import { formatClock } from '../words.ts'
import type { UnfinishedContext } from './judged-run.ts'

/** A run that waits for somebody's input or consent. */
export function toPaused(run: FlowRun, state: RunState, { job, question }: UnfinishedContext): Finding {
  return toFinding({
    job,
    kind: 'paused',
    section: 'needs-you',
    sinceAt: state.at,
    run,
    expectation: 'input',
    title: `${job.name} is paused and waits for somebody`,
    reason: state.message ?? `${state.name} since ${formatClock(state.at, question.at, question.timeZone)}`,
    evidence: [fromState(run, state, question)],
  })
}
