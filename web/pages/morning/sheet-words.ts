import type { NightSheet } from '../../../shared/api/night-sheet.ts'
import type { ProblemAnswer } from '../../../shared/api/morning.ts'
import type { SheetShape } from '../../../shared/timeline/night-sheet.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatMinute } from '../../format/instant.ts'
import { jobName, jobNames, shortNames } from '../../format/names.ts'

/** What the job of a bar is called; the answer names each, so that only a broken answer has none. */
export function barName(job: NightSheet['jobs'][number] | undefined): string {
  return job === undefined ? 'a job' : jobName(job)
}

const HAPPENED: Readonly<Record<SheetShape['mark'], string>> = { completed: 'completed', failed: 'failed', crashed: 'crashed', late: 'has not started', missing: 'did not run', running: 'is running', paused: 'is paused', cancelled: 'was cancelled', scheduled: 'is scheduled', unknown: 'is in an unknown state' }

/** What a bar stands for: `failed, began 01:05, took 45 s`. */
export function shapeWords({ mark, startMs, endMs }: SheetShape, { window, nowMs }: Pick<NightSheet, 'window' | 'nowMs'>): string {
  const fromAt = Date.parse(window.from)
  const now = nowMs === null ? Date.parse(window.to) : fromAt + nowMs
  const clock = formatMinute(fromAt + startMs, now, window.tz)
  if (mark === 'missing' || mark === 'late')
    return `${HAPPENED[mark]}, due ${clock}`
  const lengthMs = endMs === null ? now - fromAt - startMs : endMs - startMs
  return `${HAPPENED[mark]}, began ${clock}, ${endMs === null ? 'so far' : 'took'} ${formatDuration(Math.max(0, lengthMs))}`
}

/** What is written on the sheet: the job, and how many more have the same. Only what needs somebody is named. */
export function sheetNames(problems: readonly ProblemAnswer[]): Map<string, string> {
  return new Map(problems.filter(({ section }) => section === 'needs-you').map(({ id, jobs }) => {
    const all = jobNames(jobs)
    const [first = 'a job'] = all
    return [id, all.length > 1 && all.length < 4 ? shortNames(all).join(', ') : `${first}${all.length > 1 ? ` +${all.length - 1}` : ''}`]
  }))
}
