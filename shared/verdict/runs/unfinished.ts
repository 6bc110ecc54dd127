import { lateGraceMs } from '../../expectations/baseline.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { dueAt } from '../job.ts'
import { FINE, type RunsJudgement, type UnfinishedContext } from './judged-run.ts'
import { toLate } from './late.ts'
import { toPaused } from './paused-run.ts'
import { toRetry } from './retrying.ts'
import { judgeRunning } from './running-long.ts'
import { toStuck } from './stuck.ts'

/** One run that is not over. */
export function judgeUnfinished(run: FlowRun, context: UnfinishedContext): RunsJudgement {
  const { job, runs, question } = context
  if (run.state === null || run.state.type === 'UNKNOWN')
    return { ...FINE, unknown: `${run.name} is in a state this page does not know: ${run.state?.name ?? 'none'}` }
  const retry = toRetry(run, run.state, context)
  if (retry !== null)
    return { ...FINE, findings: [retry] }
  if (run.state.type === 'PAUSED')
    return { ...FINE, findings: [toPaused(run, run.state, context)] }
  if (run.state.type === 'RUNNING')
    return judgeRunning(run, run.state.at, context)
  if (run.state.type === 'CANCELLING' || run.state.type === 'PENDING') {
    const stuckAt = run.state.at + THRESHOLDS.stuckMs
    return question.at <= stuckAt ? { ...FINE, changesAt: stuckAt } : { ...FINE, findings: [toStuck(run, run.state, context)] }
  }
  if (run.startedAt !== null)
    return FINE
  const lateAt = dueAt(run) + lateGraceMs(runs)
  return question.at <= lateAt ? { ...FINE, changesAt: lateAt } : { ...FINE, findings: [toLate(run, { job, question, lastGood: context.lastGood, runs })] }
}
