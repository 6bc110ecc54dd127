import type { NightSheet, SheetBar } from '../api/night-sheet.ts'
import { toMark } from '../model/run-state.ts'
import { dueAt, type Job } from './job.ts'
import { isRunOfWindow, type Morning, type MorningQuestion } from './morning.ts'
import { toIso } from './morning-answer.ts'

/** Past this many runs good ones are told as counts: more bars than pixels say nothing. */
const BAR_LIMIT = 3_000
const BUCKET_COUNT = 240

/** A server's morning, as it is drawn. */
export interface SheetMorning {
  /** As addresses name it; null: the default one. */
  server: string | null
  morning: Morning
  window: MorningQuestion['window']
  /** Its own clock. */
  now: number
  complete: boolean
}

/**
 * The runs of the window as bars and its missing slots as outlines, jobs that need somebody first, then by first due time. Of
 * several servers the first one's window and clock are the sheet's.
 */
export function toNightSheet(mornings: readonly [SheetMorning, ...SheetMorning[]]): NightSheet {
  const [{ window: { fromAt, toAt, timeZone }, now }] = mornings
  const jobs = mornings.flatMap(toSheetJobs).sort((a, b) => Number(b.problemId !== null) - Number(a.problemId !== null) || firstDue(a.job, fromAt) - firstDue(b.job, fromAt))
  const bars = jobs.flatMap(({ job, at, problemId, problemRuns }, index) => job.runs
    .filter(run => isRunOfWindow(run, { fromAt, at }))
    .map((run): SheetBar => ({
      runId: run.id,
      job: index,
      mark: toMark(run.state),
      startMs: Math.round((run.startedAt ?? dueAt(run)) - fromAt),
      endMs: run.endedAt === null ? null : Math.round(run.endedAt - fromAt),
      dueMs: run.expectedStartAt === null ? null : Math.round(run.expectedStartAt - fromAt),
      problemId: problemRuns.has(run.id) ? problemId : null,
    })))
  const dense = bars.length > BAR_LIMIT
  return {
    window: { from: toIso(fromAt), to: toIso(toAt), tz: timeZone },
    nowMs: toAt >= now - 60_000 ? now - fromAt : null,
    jobs: jobs.map(({ server, job: { flow, deployment } }) => ({ server, flow, deployment })),
    bars: dense ? bars.filter(bar => bar.mark !== 'completed') : bars,
    absent: jobs.flatMap(({ absent, problemId }, index) => absent.filter(slot => slot >= fromAt).map(slot => ({ job: index, dueMs: slot - fromAt, problemId }))),
    density: dense ? toDensity(bars.filter(bar => bar.mark === 'completed'), toAt - fromAt) : null,
    complete: mornings.every(({ complete }) => complete),
  }
}

interface SheetJob {
  server: string | null
  job: Job
  absent: readonly number[]
  /** Until when its server was judged. */
  at: number
  problemId: string | null
  /** Runs that stand for a problem of its server. */
  problemRuns: ReadonlySet<string>
}

function toSheetJobs({ server, morning, now }: SheetMorning): SheetJob[] {
  const problemOf = new Map<string, string>()
  const problemRuns = new Set<string>()
  for (const problem of [...morning.problems].reverse().filter(({ section }) => section === 'needs-you' || section === 'known')) {
    for (const { job, run, consequences } of problem.findings) {
      [job, ...consequences].forEach(({ key }) => problemOf.set(key, problem.id))
      if (run !== null)
        problemRuns.add(run.id)
    }
  }
  return morning.jobs.map(({ job, absent }) => ({ server, job, absent, at: morning.at ?? now, problemId: problemOf.get(job.key) ?? null, problemRuns }))
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
