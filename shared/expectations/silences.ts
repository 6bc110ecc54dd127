import type { FlowRun } from '../model/flow-run.ts'
import { DAY_MS, THRESHOLDS } from './thresholds.ts'

/** A stretch in which nothing happened; instants are epoch ms. */
export interface Stretch {
  fromAt: number
  toAt: number
}

/** Every instant at which one of these runs is known to have changed, ascending. */
export function toActivity(runs: readonly FlowRun[], at: number): Float64Array {
  const instants: number[] = []
  for (const { createdAt, startedAt, endedAt, state } of runs) {
    for (const instant of [createdAt, startedAt, endedAt, state?.at ?? null]) {
      if (instant !== null && instant <= at)
        instants.push(instant)
    }
  }
  return Float64Array.from(instants).sort()
}

/**
 * Silences that ended in the window and are far longer than any at these hours of the earlier days.
 * Where too few earlier days saw anything happen, no silence is unusual.
 */
export function unusualSilences(activity: Float64Array, { fromAt, toAt, knownFromAt }: Stretch & { knownFromAt: number }): Stretch[] {
  const silences: Stretch[] = []
  for (let index = firstAfter(activity, fromAt); index < activity.length && (activity[index] ?? 0) <= toAt; index++) {
    const [before, after] = [activity[index - 1], activity[index]]
    if (before !== undefined && after !== undefined && after - before >= THRESHOLDS.silenceMs)
      silences.push({ fromAt: before, toAt: after })
  }
  return silences.filter((silence) => {
    const usual = usualSilencesMs(activity, silence, knownFromAt)
    return usual.length >= THRESHOLDS.silenceDayCount && silence.toAt - silence.fromAt >= THRESHOLDS.silenceFactor * Math.max(...usual)
  })
}

/** The longest silence that touches the same hours, of each earlier day that is known. */
function usualSilencesMs(activity: Float64Array, { fromAt, toAt }: Stretch, knownFromAt: number): number[] {
  const lengths: number[] = []
  for (let day = 1; fromAt - day * DAY_MS >= knownFromAt; day++) {
    const [start, end] = [fromAt - day * DAY_MS, toAt - day * DAY_MS]
    let longest = 0
    for (let index = firstAfter(activity, start); index < activity.length; index++) {
      const [before, after] = [activity[index - 1] ?? knownFromAt, activity[index] ?? end]
      longest = Math.max(longest, after - before)
      if (after >= end)
        break
    }
    lengths.push(longest)
  }
  return lengths
}

/** Index of the first instant later than `at`. */
function firstAfter(activity: Float64Array, at: number): number {
  let [low, high] = [0, activity.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((activity[middle] ?? 0) <= at)
      low = middle + 1
    else
      high = middle
  }
  return low
}
