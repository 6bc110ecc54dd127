import { zoneOffsetMs } from '../model/zone.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { RunState } from '../model/run-state.ts'
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

interface Given {
  /** Whose days are meant: those of the job's schedule, never the reader's, so that all readers are told the same. */
  timeZone?: string
  /** State histories by run id: what a retried run took is known only from them. */
  histories?: ReadonlyMap<string, readonly RunState[]>
}

/**
 * The usual duration of a run due at `at`, from the last good runs before it. A job's kinds of nights are told apart: weekends
 * or a month's edge where they differ twofold and three are known a side, else by what was seen on such a day before.
 *
 * @param runs - of the job, by due time, oldest first; backfills left out
 * @returns null with fewer than five of them: too few to judge by
 */
export function toBaseline(runs: readonly FlowRun[], at = Number.POSITIVE_INFINITY, { timeZone = 'UTC', histories = new Map() }: Given = {}): Baseline | null {
  const took: Took[] = []
  for (let index = runs.length - 1; index >= 0 && took.length < THRESHOLDS.baselineWindowCount; index--) {
    const run = runs[index]
    const dueAt = run === undefined ? at : run.expectedStartAt ?? run.createdAt
    const ms = run === undefined || dueAt >= at || run.state?.type !== 'COMPLETED' ? null : spanOf(run, histories.get(run.id))
    if (ms !== null)
      took.push({ at: dueAt, ms })
  }
  const toDay = dayIn(timeZone)
  const alike = took.length < THRESHOLDS.baselineRunCount ? took : ofSuchDays(took, toDay(at), toDay)
  return alike.length < THRESHOLDS.baselineRunCount ? null : describe(alike, toDay(at), toDay)
}

/** How long an ended run was in its last RUNNING; null: not known. A retried run's own figure sums up its attempts. */
export function spanOf({ runCount, ranForMs, endedAt }: FlowRun, history?: readonly RunState[]): number | null {
  if (runCount === 1)
    return ranForMs
  const last = history?.findLast(state => state.type === 'RUNNING')
  return last === undefined || endedAt === null ? null : endedAt - last.at
}

/** @param took - newest first */
function describe(took: readonly Took[], day: Day | null, toDay: (at: number) => Day | null): Baseline {
  const durations = took.map(({ ms }) => ms)
  const medianMs = quantile(durations, 0.5)
  const madMs = quantile(durations.map(ms => Math.abs(ms - medianMs)), 0.5)
  const usual = usualRange(durations)
  const slowMs = Math.max(THRESHOLDS.longFactor * medianMs, medianMs + THRESHOLDS.longMadCount * madMs, medianMs + THRESHOLDS.longSlackMs, usual.toMs, seenLimitMs(durations, medianMs))
  const such = day === null ? [] : took.filter(other => isSuchDay(day, toDay(other.at))).map(({ ms }) => ms)
  const isFirstEdge = day?.isEdge === true && !took.some(other => isSameEdge(day, toDay(other.at)))
  return {
    medianMs,
    madMs,
    runCount: durations.length,
    slowMs: isFirstEdge ? THRESHOLDS.monthEdgeFactor * slowMs : Math.max(slowMs, seenOnceLimitMs(such, medianMs)),
    fastMs: durations.length < THRESHOLDS.fastRunCount ? null : Math.min(Math.min(...durations) / 2, usual.fromMs),
  }
}

/** Past what was seen before. What only the very last run took may be the beginning of what is wrong, so it must have been twice. */
function seenLimitMs(durations: readonly number[], medianMs: number): number {
  const [, second = 0] = durations.toSorted((a, b) => b - a)
  return Math.max(THRESHOLDS.seenTwiceFactor * second, seenOnceLimitMs(durations.slice(1), medianMs))
}

/** Past what was seen once; if that was far longer than the others, it is a kind of its own, of which little is known. */
function seenOnceLimitMs(seen: readonly number[], medianMs: number): number {
  const longest = Math.max(0, ...seen)
  return (longest > THRESHOLDS.ownKindFactor * medianMs ? THRESHOLDS.ownKindFactor : THRESHOLDS.seenOnceFactor) * longest
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

/** Runs of days like `day`, where such days differ twofold from the others and both were seen three times. */
function ofSuchDays(took: readonly Took[], day: Day | null, toDay: (at: number) => Day | null): readonly Took[] {
  for (const isSuch of [(one: Day | null) => one?.isWeekend === true, (one: Day | null) => one?.isEdge === true]) {
    const such = took.filter(one => isSuch(toDay(one.at)))
    const others = took.filter(one => !isSuch(toDay(one.at)))
    if (such.length < 3 || others.length < 3)
      continue
    const ratio = quantile(such.map(({ ms }) => ms), 0.5) / quantile(others.map(({ ms }) => ms), 0.5)
    if (ratio >= 2 || ratio <= 0.5)
      return isSuch(day) ? such : others
  }
  return took
}

interface Day {
  /** Days since 1970 on the zone's wall. */
  number: number
  isWeekend: boolean
  /** The last of a month or the first. */
  isEdge: boolean
}

function dayIn(timeZone: string): (at: number) => Day | null {
  return (at) => {
    if (!Number.isFinite(at))
      return null
    const number = Math.floor((at + zoneOffsetMs(at, timeZone)) / DAY_MS)
    const dayOfMonth = (days: number): number => new Date(days * DAY_MS).getUTCDate()
    return { number, isWeekend: [2, 3].includes(number % 7), isEdge: dayOfMonth(number) === 1 || dayOfMonth(number + 1) === 1 } // 1970 began on a Thursday
  }
}

function isSuchDay(one: Day, other: Day | null): boolean {
  return other !== null && (one.number % 7 === other.number % 7 || isSameEdge(one, other))
}

/** Edges of different months: that a month's last day went as usual says nothing of its successor's first. */
function isSameEdge(one: Day, other: Day | null): boolean {
  return other !== null && one.isEdge && other.isEdge && one.number - other.number > 7
}

/** How long a due run of this job may wait before it is late: five minutes, or twice its p95 start delay if that is more. */
export function lateGraceMs(runs: readonly FlowRun[]): number {
  const delays: number[] = []
  for (let index = runs.length - 1; index >= 0 && delays.length < THRESHOLDS.baselineWindowCount; index--) {
    const run = runs[index]
    if (run?.startedAt != null && run.expectedStartAt !== null && run.autoScheduled)
      delays.push(Math.max(0, run.startedAt - run.expectedStartAt))
  }
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
