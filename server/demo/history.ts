import type { Json } from './conditions.ts'
import { readInstant, SECOND, toSeconds, writeInstant } from './instant.ts'
import { untaught } from './refusal.ts'
import { latenessMs, ranForMs, type RunNow } from './run-now.ts'

/** What a history asks for beside its filters. */
export const HISTORY_KEYS = ['history_start', 'history_end', 'history_interval_seconds']

/** Upstream cuts a longer one without saying so; that trap is not laid here. */
const MOST_INTERVALS = 500

/** Runs by the interval they were due in and the state they are in now; the last interval is whole, even past the end. */
export function toHistory(runs: readonly RunNow[], body: Json, now: number): unknown[] {
  const startAt = readInstant(String(body['history_start'])) ?? 0
  const endAt = readInstant(String(body['history_end'])) ?? 0
  const lengthMs = Number(body['history_interval_seconds']) * SECOND
  const count = Math.ceil((endAt - startAt) / lengthMs)
  if (!(count <= MOST_INTERVALS))
    throw untaught(`a history of more than ${MOST_INTERVALS} intervals`)
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const [fromAt, toAt] = [startAt + index * lengthMs, startAt + (index + 1) * lengthMs]
    const byState = new Map<string, RunNow[]>()
    for (const run of runs.filter(({ plan }) => plan.dueAt >= fromAt && plan.dueAt < toAt)) {
      const key = JSON.stringify([run.type, run.state.name])
      byState.set(key, [...byState.get(key) ?? [], run])
    }
    return { interval_start: writeInstant(fromAt), interval_end: writeInstant(toAt), states: [...byState.values()].map(own => toStateCount(own, now)) }
  })
}

function toStateCount(runs: readonly RunNow[], now: number): unknown {
  const [first] = runs
  const sum = (of: (run: RunNow) => number): number => toSeconds(runs.reduce((total, run) => total + of(run), 0))
  return { state_type: first?.type, state_name: first?.state.name, count_runs: runs.length, sum_estimated_run_time: sum(run => ranForMs(run, now).present), sum_estimated_lateness: sum(run => latenessMs(run, now)) }
}
