import type { Hold, UpcomingAnswer, UpcomingJob } from '../../../shared/api/upcoming.ts'
import type { Mark } from '../../../shared/model/run-state.ts'
import { formatCount } from '../../format/count.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatMinute } from '../../format/instant.ts'

/** A reason with the jobs that it keeps from starting. */
export interface HeldJobs {
  hold: Hold
  jobs: readonly UpcomingJob[]
  /** Starts that it keeps, of all of them together. */
  count: number
}

/** What cannot start as things stand, in the order of the answer. A place that is full now keeps the next start only. */
export function heldJobs({ holds, jobs }: Pick<UpcomingAnswer, 'holds' | 'jobs'>): HeldJobs[] {
  return holds.map((hold, index) => {
    const own = jobs.filter(job => job.hold === index)
    return { hold, jobs: own, count: hold.kind === 'full' ? own.length : own.reduce((sum, { count }) => sum + count, 0) }
  })
}

/** `312 starts of 58 jobs in the next 24 hours`, and how many of the jobs cannot start. */
export function upcomingSentence({ holds, jobs }: Pick<UpcomingAnswer, 'holds' | 'jobs'>): { due: string, held: string | null } {
  const kindOf = ({ hold }: UpcomingJob): Hold['kind'] | null => hold === null ? null : holds[hold]?.kind ?? null
  const on = jobs.filter(job => kindOf(job) !== 'off')
  const held = on.filter(job => kindOf(job) !== null)
  const due = on.length === 0 ? 'Nothing is due in the next 24 hours.' : `${formatCount(on.reduce((sum, { count }) => sum + count, 0), 'start')} of ${formatCount(on.length, 'job')} in the next 24 hours.`
  return { due, held: held.length === 0 ? null : `${formatCount(held.length, 'job')} cannot start as things stand.` }
}

/** `once`, `4 times`, `288 times, every 5 m`. */
export function oftenWords({ count, band }: Pick<UpcomingJob, 'count' | 'band'>): string {
  if (band !== null)
    return `${formatCount(count, 'time')}, every ${formatDuration(band.everyMs)}`
  return count === 1 ? 'once' : formatCount(count, 'time')
}

/** What a bar stands for: `due 03:00, usually takes 12 m`. */
export function startWords(job: UpcomingJob, startMs: number, { fromAt, timeZone }: { fromAt: number, timeZone: string }): string {
  const clock = (ms: number): string => formatMinute(fromAt + ms, fromAt, timeZone)
  const usual = job.usualMs === null ? 'how long it takes is not known yet' : `usually takes ${formatDuration(job.usualMs)}`
  return job.band === null ? `due ${clock(startMs)}, ${usual}` : `${oftenWords(job)} from ${clock(job.band.fromMs)} to ${clock(job.band.toMs)}, ${usual}`
}

export const HELD_MARK = { off: 'paused', stopped: 'missing', full: 'late' } as const satisfies Record<Hold['kind'], Mark>

/** What a row says of its job; the reason stands above. */
export function heldWords(hold: Hold): string {
  return { off: hold.text, stopped: 'cannot start', full: 'no place free' }[hold.kind]
}
