import type { NightSheet, SheetBar } from '../api/night-sheet.ts'
import { toMark } from '../model/run-state.ts'
import { dueAt, type Job } from './job.ts'
import { isRunOfWindow, type Morning, type MorningQuestion } from './morning.ts'
import { toIso } from './morning-answer.ts'

/** Past this many runs good ones are told as counts: more bars than pixels say nothing. */
const BAR_LIMIT = 3_000
const BUCKET_COUNT = 240

/**
 * The runs of the window as bars and its missing slots as outlines, jobs that need somebody first, then by first due time.
 * `now` is the upstream's clock.
 */
export function toNightSheet(morning: Morning, { question, now, complete }: { question: MorningQuestion, now: number, complete: boolean }): NightSheet {
  const { fromAt, toAt, timeZone } = question.window
  const at = morning.at ?? now
  const problemOf = new Map<string, string>()
  const problemRuns = new Set<string>()
  for (const problem of [...morning.problems].reverse().filter(({ section }) => section === 'needs-you' || section === 'known')) {
    for (const { job, run, consequences } of problem.findings) {
      [job, ...consequences].forEach(({ key }) => problemOf.set(key, problem.id))
      if (run !== null)
        problemRuns.add(run.id)
    }
  }
  const jobs = [...morning.jobs].map(({ job, absent }) => ({ job, absent })).sort((a, b) => Number(problemOf.has(b.job.key)) - Number(problemOf.has(a.job.key)) || firstDue(a.job, fromAt) - firstDue(b.job, fromAt))
  const bars = jobs.flatMap(({ job }, index) => job.runs
    .filter(run => isRunOfWindow(run, { fromAt, at }))
    .map((run): SheetBar => ({
      runId: run.id,
      job: index,
      mark: toMark(run.state),
      startMs: Math.round((run.startedAt ?? dueAt(run)) - fromAt),
      endMs: run.endedAt === null ? null : Math.round(run.endedAt - fromAt),
      dueMs: run.expectedStartAt === null ? null : Math.round(run.expectedStartAt - fromAt),
      problemId: problemRuns.has(run.id) ? problemOf.get(job.key) ?? null : null,
    })))
  const dense = bars.length > BAR_LIMIT
  return {
    window: { from: toIso(fromAt), to: toIso(toAt), tz: timeZone },
    nowMs: toAt >= now - 60_000 ? now - fromAt : null,
    jobs: jobs.map(({ job: { flow, deployment } }) => ({ flow, deployment })),
    bars: dense ? bars.filter(bar => bar.mark !== 'completed') : bars,
    absent: jobs.flatMap(({ job, absent }, index) => absent.filter(slot => slot >= fromAt).map(slot => ({ job: index, dueMs: slot - fromAt, problemId: problemOf.get(job.key) ?? null }))),
    density: dense ? toDensity(bars.filter(bar => bar.mark === 'completed'), toAt - fromAt) : null,
    complete,
  }
}

function firstDue(job: Job, fromAt: number): number {
  const first = job.runs.find(run => run.endedAt === null || run.endedAt >= fromAt)
  return first === undefined ? Number.POSITIVE_INFINITY : dueAt(first)
}

function toDensity(bars: readonly SheetBar[], lengthMs: number): NonNullable<NightSheet['density']> {
  const bucketMs = Math.max(1, lengthMs / BUCKET_COUNT)
  const counts = Array.from({ length: BUCKET_COUNT }, () => 0)
  for (const { startMs } of bars) {
    const bucket = Math.min(BUCKET_COUNT - 1, Math.max(0, Math.floor(startMs / bucketMs)))
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return { bucketMs, counts }
}
