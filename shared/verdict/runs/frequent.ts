import { quantile } from '../../expectations/baseline.ts'
import { DAY_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { Finding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock } from '../words.ts'
import { toFailure } from './failure.ts'
import { isBad, type RunsContext } from './judged-run.ts'

/** Whether a job runs so often that single failures say little: the runs of its last day, ascending by due time. */
export function isFrequent(runs: readonly FlowRun[], at: number): boolean {
  const nth = runs.at(-THRESHOLDS.frequentRunCount)
  return nth !== undefined && dueAt(nth) > at - DAY_MS
}

/**
 * A frequent job is raised when its last three runs were bad or nothing was good for three periods, listed as flakier than usual
 * when its last day was worse than nearly all before, and else what failed of it is over.
 */
export function judgeFrequent(runs: readonly FlowRun[], context: RunsContext): Finding[] {
  const { question } = context
  const ended = runs.filter(run => isBad(run) || run.state?.type === 'COMPLETED')
  const lastGoodIndex = ended.findLastIndex(run => !isBad(run))
  const since = ended.slice(lastGoodIndex + 1)
  const last = since.at(-1)
  const lastGood = ended[lastGoodIndex]
  if (last !== undefined && (since.length >= THRESHOLDS.frequentBadCount || isSilent(lastGood, runs, question.at)))
    return [toFailure(last, since, { ...context, open: true })]
  const inWindow = ended.filter(run => (run.endedAt ?? 0) >= question.fromAt)
  const bad = inWindow.filter(isBad)
  const lastBad = bad.at(-1)
  if (lastBad === undefined)
    return []
  const share = `${bad.length} of ${inWindow.length} runs failed`
  const failure = toFailure(lastBad, bad, { ...context, open: false })
  if (isFlakier(ended, question.at))
    return [{ ...failure, kind: 'flaky', section: 'worth-a-look', open: true, title: `${context.job.name} fails more often than usual`, reason: `${share} since ${formatClock(question.fromAt, question.at, question.timeZone)}; ${failure.reason}` }]
  return [{ ...failure, reason: `${share} (${formatClock(dueAt(lastBad), question.at, question.timeZone)}): ${failure.reason}` }]
}

function isSilent(lastGood: FlowRun | undefined, runs: readonly FlowRun[], at: number): boolean {
  if (lastGood === undefined)
    return true
  const recent = runs.slice(-THRESHOLDS.frequentRunCount).map(dueAt)
  const gaps = recent.slice(1).map((due, index) => due - (recent[index] ?? due))
  return gaps.length > 0 && at - (lastGood.endedAt ?? dueAt(lastGood)) > THRESHOLDS.frequentBadCount * quantile(gaps, 0.5) + THRESHOLDS.lateGraceMs
}

/** Whether the last day saw three failures or more and a smaller share of good runs than the fifth-worst hundredth of the days before. */
function isFlakier(ended: readonly FlowRun[], at: number): boolean {
  const days = new Map<number, { bad: number, all: number }>()
  for (const run of ended) {
    const day = Math.floor((at - dueAt(run)) / DAY_MS)
    const count = days.get(day) ?? { bad: 0, all: 0 }
    days.set(day, { bad: count.bad + (isBad(run) ? 1 : 0), all: count.all + 1 })
  }
  const today = days.get(0)
  days.delete(0)
  if (today === undefined || today.bad < THRESHOLDS.frequentBadCount || days.size < THRESHOLDS.baselineRunCount)
    return false
  const ratioOf = ({ bad, all }: { bad: number, all: number }): number => 1 - bad / all
  return ratioOf(today) < quantile([...days.values()].map(ratioOf), 0.05)
}
