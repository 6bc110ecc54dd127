import type { FlowRun } from '../model/flow-run.ts'
import { THRESHOLDS } from './thresholds.ts'

/** What a job's runs usually take, from its own good runs. */
export interface Baseline {
  medianMs: number
  /** Median absolute deviation. */
  madMs: number
  runCount: number
}

/**
 * The usual duration of `runs`, from the last completed ones that ran once (a retried run's time is a sum of attempts).
 *
 * @returns null with fewer than five of them: too few to judge by
 */
export function toBaseline(runs: readonly FlowRun[]): Baseline | null {
  const durations: number[] = []
  for (let index = runs.length - 1; index >= 0 && durations.length < THRESHOLDS.baselineWindowCount; index--) {
    const run = runs[index]
    if (run?.state?.type === 'COMPLETED' && run.runCount === 1 && run.ranForMs !== null)
      durations.push(run.ranForMs)
  }
  if (durations.length < THRESHOLDS.baselineRunCount)
    return null
  const medianMs = quantile(durations, 0.5)
  return { medianMs, madMs: quantile(durations.map(ms => Math.abs(ms - medianMs)), 0.5), runCount: durations.length }
}

/** Past this a running run is running long. */
export function longLimitMs({ medianMs, madMs }: Baseline): number {
  return Math.max(THRESHOLDS.longFactor * medianMs, medianMs + THRESHOLDS.longMadCount * madMs, medianMs + THRESHOLDS.longSlackMs)
}

/** How long a due run of this job may wait before it is late: five minutes, or twice its p95 start delay if that is more. */
export function lateGraceMs(runs: readonly FlowRun[]): number {
  const delays = runs
    .filter(run => run.startedAt !== null && run.expectedStartAt !== null && run.autoScheduled)
    .slice(-THRESHOLDS.baselineWindowCount)
    .map(run => Math.max(0, (run.startedAt ?? 0) - (run.expectedStartAt ?? 0)))
  if (delays.length < THRESHOLDS.baselineRunCount)
    return THRESHOLDS.lateGraceMs
  return Math.max(THRESHOLDS.lateGraceMs, 2 * quantile(delays, 0.95))
}

/**
 * The value below which the share `q` (0–1) of `values` lies, between neighbours by straight line.
 * `values` must not be empty.
 */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const position = (sorted.length - 1) * q
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}
