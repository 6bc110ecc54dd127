import type { FlowRun } from '../model/flow-run.ts'
import { DAY_MS, THRESHOLDS } from './thresholds.ts'

/** What a job's runs usually take, from its own good runs. */
export interface Baseline {
  medianMs: number
  /** Median absolute deviation. */
  madMs: number
  runCount: number
  /** Past this a run took, or is taking, long. */
  slowMs: number
  /** Under this it was over too soon; null with fewer than ten runs. */
  fastMs: number | null
}

interface Took {
  at: number
  ms: number
}

/**
 * The usual duration of a run due at `at`, from the last good runs before it that ran once (a retried run's time is a sum of
 * attempts). Weekends, or the days around a month's end, speak for themselves alone where they take twice as long or half.
 *
 * @param runs - of the job, by due time, oldest first; backfills left out
 * @returns null with fewer than five of them: too few to judge by
 */
export function toBaseline(runs: readonly FlowRun[], at = Number.POSITIVE_INFINITY): Baseline | null {
  const took: Took[] = []
  for (let index = runs.length - 1; index >= 0 && took.length < THRESHOLDS.baselineWindowCount; index--) {
    const run = runs[index]
    const dueAt = run === undefined ? at : run.expectedStartAt ?? run.createdAt
    if (dueAt < at && run?.state?.type === 'COMPLETED' && run.runCount === 1 && run.ranForMs !== null)
      took.push({ at: dueAt, ms: run.ranForMs })
  }
  if (took.length < THRESHOLDS.baselineRunCount)
    return null
  const alike = ofSuchDays(took, at)
  return alike.length < THRESHOLDS.baselineRunCount ? null : describe(alike, at)
}

function describe(took: readonly Took[], at: number): Baseline {
  const durations = took.map(({ ms }) => ms)
  const medianMs = quantile(durations, 0.5)
  const madMs = quantile(durations.map(ms => Math.abs(ms - medianMs)), 0.5)
  const descending = durations.toSorted((a, b) => b - a)
  const usual = usualRange(durations)
  // A night as long as two others, or as the same weekday's before, is one of this job's kinds of nights.
  const seenMs = Math.max(descending[1] ?? 0, ...took.filter(other => isSameWeekday(other.at, at)).map(({ ms }) => ms))
  const slowMs = Math.max(THRESHOLDS.longFactor * medianMs, medianMs + THRESHOLDS.longMadCount * madMs, medianMs + THRESHOLDS.longSlackMs, usual.toMs, 2 * seenMs)
  const isFirstOfItsKind = isMonthEdge(at) && !took.some(other => isMonthEdge(other.at))
  return {
    medianMs,
    madMs,
    runCount: durations.length,
    slowMs: isFirstOfItsKind ? THRESHOLDS.monthEdgeFactor * slowMs : slowMs,
    fastMs: durations.length < THRESHOLDS.fastRunCount || isFirstOfItsKind ? null : Math.min((descending.at(-1) ?? 0) / 2, usual.fromMs),
  }
}

/**
 * Where nearly all durations of such a job lie. Durations are lognormal rather than normal, so the spread is that of their
 * logarithms, without the least and the most; with few of them it is known less well, and the range is wider.
 */
function usualRange(durations: readonly number[]): { fromMs: number, toMs: number } {
  const logs = durations.map(ms => Math.log(Math.max(1, ms))).sort((a, b) => a - b)
  const middle = quantile(logs, 0.5)
  const kept = logs.length >= 8 ? logs.slice(1, -1) : logs
  const mean = kept.reduce((sum, log) => sum + log, 0) / kept.length
  const spread = Math.sqrt(kept.reduce((sum, log) => sum + (log - mean) ** 2, 0) / Math.max(1, kept.length - 1))
  const reach = THRESHOLDS.usualSpreadCount * (1 + 3 / logs.length) * spread
  return { fromMs: Math.exp(middle - reach), toMs: Math.exp(middle + reach) }
}

/** Runs of days like `at`, where such days differ twofold from the others and both were seen three times. */
function ofSuchDays(took: readonly Took[], at: number): readonly Took[] {
  for (const isSuch of [isWeekend, isMonthEdge]) {
    const such = took.filter(one => isSuch(one.at))
    const others = took.filter(one => !isSuch(one.at))
    if (such.length < 3 || others.length < 3)
      continue
    const ratio = quantile(such.map(({ ms }) => ms), 0.5) / quantile(others.map(({ ms }) => ms), 0.5)
    if (ratio >= 2 || ratio <= 0.5)
      return isSuch(at) ? such : others
  }
  return took
}

// Days are those of UTC, whoever looks: a job's nights then keep their kind from week to week, if not their name.
function isWeekend(at: number): boolean {
  return Number.isFinite(at) && [0, 6].includes(new Date(at).getUTCDay())
}

/** The last two days of a month and the first. */
function isMonthEdge(at: number): boolean {
  return Number.isFinite(at) && [-1, 1, 2].some(days => new Date(at + days * DAY_MS).getUTCMonth() !== new Date(at).getUTCMonth())
}

function isSameWeekday(one: number, other: number): boolean {
  return Number.isFinite(other) && new Date(one).getUTCDay() === new Date(other).getUTCDay()
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
