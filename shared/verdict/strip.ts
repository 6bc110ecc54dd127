import type { StripNight } from '../api/morning.ts'
import { toMark, type Mark } from '../model/run-state.ts'
import { nightOf, nightsUpTo } from '../model/window.ts'
import { dueAt, type Job } from './job.ts'

const NIGHT_COUNT = 14

/** Which mark stands for a night that saw several: what needs a person first, then what is unfinished, then what went well. */
const WORST_FIRST: readonly Mark[] = ['failed', 'crashed', 'missing', 'late', 'unknown', 'paused', 'running', 'cancelled', 'completed', 'scheduled']

/**
 * The last 14 nights of a job, oldest first: the worst mark of each.
 *
 * @param absent - slots without a run, any order
 * @param at - the instant judged; what was due later is left out
 */
export function toStrip(job: Job, absent: readonly number[], { at, timeZone }: { at: number, timeZone: string }): StripNight[] {
  const nights = new Map<string, StripNight>(nightsUpTo(at, NIGHT_COUNT, timeZone).map(night => [night, { night, mark: null, runId: null }]))
  const put = (instant: number, mark: Mark, runId: string | null): void => {
    const night = nights.get(nightOf(instant, timeZone))
    if (night !== undefined && (night.mark === null || WORST_FIRST.indexOf(mark) < WORST_FIRST.indexOf(night.mark)))
      nights.set(night.night, { night: night.night, mark, runId })
  }
  for (const run of job.runs) {
    if (dueAt(run) <= at)
      put(dueAt(run), toMark(run.state), run.id)
  }
  for (const slot of absent)
    put(slot, 'missing', null)
  return [...nights.values()]
}
