import { quantile } from '../../expectations/baseline.ts'
import { DAY_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { Finding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock } from '../words.ts'
import { toFailure } from './failure.ts'
import { isBad, rowsFromAt, type RunsContext } from './judged-run.ts'

/**
 * Whether a job runs so often that single failures say little. Its last day counts, whenever that was, so that a night's rest
 * changes nothing; runs that no schedule made count only if three days in a row had many: else somebody tried something out.
 *
 * @param runs - by due time, oldest first
 */
export function isFrequent(runs: readonly FlowRun[], at: number): boolean {
  const counts = [0, 0, 0]
  let automatic = 0
  let lastAt: number | null = null
  for (let index = runs.length - 1; index >= 0; index--) {
    const run = runs[index]
    if (run === undefined || dueAt(run) > at)
      continue
    lastAt ??= dueAt(run)
    const day = Math.floor((lastAt - dueAt(run)) / DAY_MS)
    if (day >= counts.length)
      break
    counts[day] = (counts[day] ?? 0) + 1
    automatic += day === 0 && run.autoScheduled ? 1 : 0
  }
  return automatic >= THRESHOLDS.frequentRunCount || counts.every(count => count >= THRESHOLDS.frequentRunCount)
}

/**
 * A frequent job is raised when its last three runs were bad or nothing was good for three periods, listed as flakier than usual
 * when its last day was worse than nearly all before, and else what failed of it is over.
 */
export function judgeFrequent(runs: readonly FlowRun[], context: RunsContext): Finding[] {
  const { question } = context
  const ended = runs.filter(run => isBad(run) || run.state?.type === 'COMPLETED')
  const lastGoodIndex = ended.findLastIndex(run => !isBad(run))
  const since = ended.slice(lastGoodIndex + 1).filter(run => dueAt(run) >= rowsFromAt(context))
  const last = since.at(-1)
  if (last !== undefined && (since.length >= THRESHOLDS.frequentBadCount || isSilent(runs, question.at)))
    return [toFailure(last, since, { ...context, open: true })]
  const inWindow = ended.filter(run => (run.endedAt ?? 0) >= question.fromAt)
  const bad = inWindow.filter(isBad)
  const lastBad = bad.at(-1)
  if (lastBad === undefined)
    return []
  const share = `${bad.length} of ${inWindow.length} runs failed`
  const failure = toFailure(lastBad, bad, { ...context, open: false })
  if (isFlakier(ended, context))
    return [{ ...failure, kind: 'flaky', section: 'worth-a-look', open: true, title: `${context.job.name} fails more often than usual`, reason: `${share} since ${formatClock(question.fromAt, question.at, question.timeZone)}; ${failure.reason}` }]
  return [{ ...failure, reason: `${share} (${formatClock(dueAt(lastBad), question.at, question.timeZone)}): ${failure.reason}` }]
}

/** Whether three runs or more came due since the last good one and had time to be so, whatever became of them. */
function isSilent(runs: readonly FlowRun[], at: number): boolean {
  const since = runs.slice(runs.findLastIndex(run => run.state?.type === 'COMPLETED') + 1)
  const recent = runs.slice(-THRESHOLDS.frequentRunCount).map(dueAt)
  const periodMs = quantile(recent.slice(1).map((due, index) => due - (recent[index] ?? due)), 0.5)
  return since.filter(run => run.endedAt !== null || at - dueAt(run) > periodMs).length >= THRESHOLDS.frequentBadCount
}

/**
 * Whether the last day saw three failures or more and a smaller share of good runs than the worst twentieth of the days before.
 * Of days of which only bad runs are known, as many runs as today's are taken to have been.
 */
function isFlakier(ended: readonly FlowRun[], context: RunsContext): boolean {
  const { at, picture } = context.question
  const counts = new Map<number, { bad: number, all: number }>()
  for (const run of ended) {
    const day = Math.floor((at - dueAt(run)) / DAY_MS)
    const count = counts.get(day) ?? { bad: 0, all: 0 }
    counts.set(day, { bad: count.bad + (isBad(run) ? 1 : 0), all: count.all + 1 })
  }
  const today = counts.get(0)
  if (today === undefined || today.bad < THRESHOLDS.frequentBadCount)
    return false
  const ratios: number[] = []
  const fromAt = Math.max(picture.reachFromAt, picture.runsKnownFromAt ?? at, context.job.subject?.createdAt ?? 0)
  for (let day = 1; at - (day + 1) * DAY_MS >= fromAt - 60_000; day++) {
    const count = counts.get(day)
    if (at - (day + 1) * DAY_MS < rowsFromAt(context))
      ratios.push(1 - (count?.bad ?? 0) / Math.max(today.all, count?.bad ?? 0))
    else if (count !== undefined)
      ratios.push(1 - count.bad / count.all)
  }
  // By one failure more at least: days do not hold the same number of runs.
  return ratios.length >= THRESHOLDS.baselineRunCount && 1 - (today.bad - 1) / today.all < quantile(ratios, 0.05)
}
