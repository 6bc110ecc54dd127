import { between, countBetween } from '../../server/demo/chance.ts'
import { fromWallTime, toWallTime } from '../../server/demo/wall-clock.ts'
import { addJob, goodRun, type Fortnight, type WrittenJob } from './fortnight.ts'
import type { Planted } from './planted.ts'
import { everyMs, HOUR, MINUTE } from './rhythm.ts'

/** Nothing is due so long before it: what ran is over. */
const QUIET_MS = 4 * MINUTE
const SHORT_MS = MINUTE

/**
 * For a while in the night the server is away: nothing starts, ends or is made, and what was due begins once it is back. A job every
 * five minutes shows that it is not always so quiet. None is planted where another incident left its mark in the midst of it.
 */
export function writeServerGap(fortnight: Fortnight, planted: readonly Planted[]): Planted[] {
  const { key, now } = fortnight
  const taken = new Set(planted.flatMap(({ jobs, consequences = [] }) => [...jobs, ...consequences]))
  const fromAt = quietInstant(fortnight)
  if (fromAt === null)
    return []
  const toAt = fromAt + countBetween(`${key} gap length`, 28, 55) * MINUTE
  const isIn = (at: number | null | undefined): boolean => at != null && at > fromAt && at <= toAt
  const isDue = (job: WrittenJob): boolean => job.slots.some(isIn)
  const others = [...fortnight.otherRuns, ...[...taken].flatMap(job => [...job.runs.values()])]
  if ([...taken].some(isDue) || others.some(({ createdAt, startedAt, endedAt, state }) => [createdAt, startedAt, endedAt, state?.at].some(isIn)))
    return []
  addJob(fortnight, everyMs(5 * MINUTE, fromAt - 90_000 - 12 * 24 * 100 * 5 * MINUTE))
  const well = fortnight.jobs.filter(job => !taken.has(job))
  for (const job of well.filter(({ runs }) => [...runs.values()].some(({ startedAt, endedAt }) => startedAt !== null && startedAt <= fromAt && (endedAt ?? now) > fromAt))) {
    job.usualMs = Math.min(job.usualMs, SHORT_MS)
    job.slots.forEach(slot => job.runs.set(slot, goodRun(fortnight, job, slot)))
  }
  for (const job of well) {
    for (const [slot, run] of job.runs) {
      const createdAt = isIn(run.createdAt) ? fromAt - between(`${run.id} made`, 1, 3) * HOUR : run.createdAt
      const late = goodRun(fortnight, job, toAt + between(`${key} ${job.deployment.id} ${slot}`, 2_000, 60_000))
      job.runs.set(slot, isIn(slot) ? { ...late, id: run.id, expectedStartAt: slot, createdAt } : { ...run, createdAt })
    }
  }
  fortnight.remembered.gaps = [{ fromAt, toAt: toAt + 1_000 }]
  return [{ name: 'server gap', jobs: well.filter(isDue), kinds: ['server-gap'], section: 'recovered' }]
}

/** An instant after four in the morning at which nothing was due for a while. */
function quietInstant({ key, now, zone, jobs }: Fortnight): number | null {
  const first = countBetween(`${key} gap minute`, 0, 40)
  for (let minute = 0; minute < 45; minute++) {
    const at = fromWallTime(zone, { ...toWallTime(zone, now), hour: 4, minute: (first + minute) % 45 }) + 7_000
    if (jobs.every(({ slots }) => slots.every(slot => slot > at || slot <= at - QUIET_MS)))
      return at
  }
  return null
}
