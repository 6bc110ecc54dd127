import type { ProblemAnswer } from '../../../shared/api/morning.ts'
import { isPaused } from '../../../shared/verdict/slots/paused-cause.ts'
import { formatOf } from '../../../shared/verdict/words.ts'

/** Fewer of them stand as rows of their own. */
const LEAST_TOGETHER = 3

export interface PausedJobs {
  problems: readonly ProblemAnswer[]
  /** "12 paused, oldest 2024". */
  words: string
}

/** What is known, with the jobs put together that only wait for somebody to resume their deployment; null: they are few. What somebody said something about stays by itself. */
export function partPaused(problems: readonly ProblemAnswer[], { now, timeZone }: { now: number, timeZone: string }): { paused: PausedJobs | null, others: readonly ProblemAnswer[] } {
  const isOne = ({ section, cause, acknowledgement }: ProblemAnswer): boolean => section === 'known' && isPaused(cause) && acknowledgement === null
  const paused = problems.filter(isOne)
  if (paused.length < LEAST_TOGETHER)
    return { paused: null, others: problems }
  const oldestAt = Math.min(...paused.map(({ since }) => Date.parse(since)))
  return { paused: { problems: paused, words: `${paused.length} paused, oldest ${formatDay(oldestAt, now, timeZone)}` }, others: problems.filter(problem => !isOne(problem)) }
}

/** `3 Nov`, and of another year the year alone. */
function formatDay(at: number, now: number, timeZone: string): string {
  const year = (instant: number): string => formatOf(timeZone, { year: 'numeric' }).format(instant)
  return year(at) === year(now) ? formatOf(timeZone, { day: 'numeric', month: 'short' }).format(at) : year(at)
}
