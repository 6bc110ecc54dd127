import { lateGraceMs, quantile, type Baseline } from '../expectations/baseline.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, THRESHOLDS } from '../expectations/thresholds.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { localParts } from '../model/zone.ts'

/** A deadline is this much past the latest end that was seen. */
const SLACK_MS = 15 * MINUTE_MS

/**
 * What history would let one expect of a deployment, as an entry of the settings file; null with fewer than five good runs.
 *
 * @param runs - of the job by due time, oldest first
 */
export function suggestExpectation({ name, runs, baseline, timeZone }: { name: string, runs: readonly FlowRun[], baseline: Pick<Baseline, 'slowMs'> | null, timeZone: string }): string | null {
  const good = runs.filter(run => run.state?.type === 'COMPLETED' && run.endedAt !== null && run.expectedStartAt !== null && run.autoScheduled)
  if (good.length < THRESHOLDS.baselineRunCount || baseline === null)
    return null
  const dueAts = good.map(run => run.expectedStartAt ?? 0)
  const gapMs = quantile(dueAts.slice(1).map((at, index) => at - (dueAts[index] ?? at)), 0.5)
  const doneBy = gapMs >= 20 * HOUR_MS && gapMs <= 28 * HOUR_MS ? latestEnd(good, timeZone) : null
  return [
    `- deployment: ${/^[\w./-]+$/.test(name) ? name : JSON.stringify(name)}`,
    ...(doneBy === null ? [] : [`  done_by: '${doneBy} ${timeZone}'`]),
    `  fresh_within: ${Math.ceil((gapMs + Math.max(2 * HOUR_MS, gapMs / 10)) / HOUR_MS)}h`,
    `  starts_within: ${Math.ceil(lateGraceMs(runs) / MINUTE_MS)}m`,
    `  takes_at_most: ${Math.ceil(baseline.slowMs / MINUTE_MS)}m`,
  ].join('\n')
}

/** The latest time of day by which a run was done, with slack, on five minutes; null where it lies past the midnight after it was due. */
function latestEnd(good: readonly FlowRun[], timeZone: string): string | null {
  const minutes = good.map((run) => {
    const { hour, minute } = localParts(run.expectedStartAt ?? 0, timeZone)
    return hour * 60 + minute + ((run.endedAt ?? 0) - (run.expectedStartAt ?? 0) + SLACK_MS) / MINUTE_MS
  })
  const latest = Math.ceil(Math.max(...minutes) / 5) * 5
  return latest >= DAY_MS / MINUTE_MS ? null : `${String(Math.floor(latest / 60)).padStart(2, '0')}:${String(latest % 60).padStart(2, '0')}`
}
