import { lateGraceMs } from '../../expectations/baseline.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { dueAt } from '../job.ts'
import { FINE, type RunsJudgement, type UnfinishedContext } from './judged-run.ts'
import { toLate } from './late.ts'
import { toPaused } from './paused-run.ts'
import { toRetry } from './retrying.ts'
import { judgeRunning } from './running-long.ts'
import { stuckAt, toStuck } from './stuck.ts'

/** One run that is not over. What one in an unknown state does matters no more once a later run was good. */
export function judgeUnfinished(run: FlowRun, context: UnfinishedContext): RunsJudgement {
  const { state } = run
  if (state === null || state.type === 'UNKNOWN')
    return context.lastGood !== null && dueAt(context.lastGood) > dueAt(run) ? FINE : { ...FINE, unknown: `${run.name} is in a state this page does not know: ${state?.name ?? 'none'}` }
  if (state.type === 'PAUSED')
    return { ...FINE, findings: [toPaused(run, state, context)] }
  const present = state.type === 'RUNNING' ? judgeRunning(run, state.at, context) : judgeWaiting(run, context)
  const retry = state.type === 'CANCELLING' ? null : toRetry(run, state, context)
  if (retry === null)
    return present
  // Nobody is needed between a flow's own attempts, unless the present one goes wrong; what failed before stays the problem it was.
  const [finding] = present.findings
  if (finding === undefined)
    return { ...present, findings: [retry], unknown: null }
  return retry.section === 'worth-a-look' ? present : { ...present, findings: [finding.kind === 'stuck' ? { ...retry, kind: 'stuck', title: finding.title, evidence: [...retry.evidence, ...finding.evidence] } : { ...retry, evidence: [...retry.evidence, { text: finding.reason, at: null, runId: run.id, source: 'state' }] }] }
}

function judgeWaiting(run: FlowRun, context: UnfinishedContext): RunsJudgement {
  const { job, runs, question, lastGood } = context
  if (run.state === null)
    return FINE
  const pastAt = stuckAt(run, run.state, context)
  if (pastAt !== null)
    return question.at <= pastAt ? { ...FINE, changesAt: pastAt } : { ...FINE, findings: [toStuck(run, run.state, context)] }
  const lateAt = dueAt(run) + lateGraceMs(runs)
  return question.at <= lateAt ? { ...FINE, changesAt: lateAt } : { ...FINE, findings: [toLate(run, { job, question, lastGood, runs })] }
}
