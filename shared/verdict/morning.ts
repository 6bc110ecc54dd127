import type { Standards } from '../declared/expectation.ts'
import type { Window } from '../model/window.ts'
import type { Finding, JobJudgement, Question } from './finding.ts'
import { dueAt, toJobs, type Job } from './job.ts'
import { earliest, judgeRuns } from './judge-runs.ts'
import { judgeSlots } from './judge-slots.ts'
import type { Section } from './kind.ts'
import type { Picture } from './picture.ts'
import { toProblems, type Problem } from './problem.ts'
import { blameScheduler } from './silent-scheduler.ts'

/** What is asked of a morning: its window, and which jobs. An empty list asks for all. */
export interface MorningQuestion {
  window: Window
  tags: readonly string[]
  flows: readonly string[]
  standards: Standards
}

/** Each job stands in exactly one list but `jobs`. */
export interface Morning {
  /** The instant judged, and everything read by then; null: nothing was read yet. */
  at: number | null
  jobs: readonly JobJudgement[]
  /** Every job there is, asked for or not. */
  judgements: readonly JobJudgement[]
  bySection: Record<Section, readonly JobJudgement[]>
  asExpected: readonly JobJudgement[]
  unknown: readonly JobJudgement[]
  problems: readonly Problem[]
  /** Open problems that need somebody and that the filter hides. */
  outsideCount: number
  /** Runs that were due in the window or unfinished. */
  runCount: number
  /** The next instant at which the same picture would be judged otherwise; null: none. */
  changesAt: number | null
}

/** What only shows across jobs, in this order: each sees what those before it made of the findings. */
const ACROSS: readonly ((judgements: readonly JobJudgement[], question: Question) => JobJudgement[])[] = [
  blameScheduler,
]

/** The instant a picture can be judged at: `now` or the window's end, but never later than what was read. */
export function judgedAt(picture: Picture, { toAt }: Window, now: number): number | null {
  return picture.asOf === null ? null : Math.min(now, toAt, picture.asOf)
}

/**
 * Judges a picture. Pure: the same picture, question and `now` (epoch ms of the upstream's clock) give the same morning.
 * A window that ended earlier is judged as of its end, with what is known now.
 */
export function judgeMorning(picture: Picture, question: MorningQuestion, now: number): Morning {
  const at = judgedAt(picture, question.window, now)
  if (at === null)
    return { at, jobs: [], judgements: [], bySection: { 'needs-you': [], 'worth-a-look': [], 'recovered': [], 'known': [] }, asExpected: [], unknown: [], problems: [], outsideCount: 0, runCount: 0, changesAt: null }
  const asked: Question = { picture, fromAt: question.window.fromAt, at, timeZone: question.window.timeZone, standards: question.standards }
  const judgements = ACROSS.reduce<readonly JobJudgement[]>((judged, pass) => pass(judged, asked), toJobs(picture).map(job => judgeJob(job, asked)))
  const inside = judgements.filter(({ job }) => isAsked(job, question))
  const problems = toProblems(inside.flatMap(({ findings }) => findings), picture.server)
  const allProblems = inside.length === judgements.length ? problems : toProblems(judgements.flatMap(({ findings }) => findings), picture.server)
  const jobs = inside.filter(judgement => judgement.inWindow || judgement.findings.length > 0)
  return {
    at,
    jobs,
    judgements,
    problems,
    ...countedOnce(jobs, problems),
    outsideCount: needingCount(allProblems) - needingCount(allProblems.filter(problem => problem.findings.some(({ job }) => isAsked(job, question)))),
    runCount: inside.reduce((count, { job }) => count + job.runs.filter(run => isRunOfWindow(run, asked)).length, 0),
    changesAt: earliest(judgements.map(({ changesAt }) => changesAt)),
  }
}

/** Whether a job is asked for: any of the tags, and any of the flows. */
function isAsked(job: Job, { tags, flows }: MorningQuestion): boolean {
  return (tags.length === 0 || job.tags.some(tag => tags.includes(tag))) && (flows.length === 0 || flows.includes(job.flow))
}

/** Judges one job by its runs and its schedules. */
export function judgeJob(job: Job, question: Question): JobJudgement {
  const runs = judgeRuns(job, question)
  const slots = judgeSlots(job, question)
  return {
    job,
    findings: mergeOneJob([...runs.findings, ...slots.findings]),
    inWindow: slots.slots.length > 0 || job.runs.some(run => isRunOfWindow(run, question)),
    slots: slots.slots,
    absent: slots.absent,
    unknown: runs.unknown ?? slots.unknown,
    changesAt: earliest([runs.changesAt, slots.changesAt]),
  }
}

/** What needs somebody hides what was put right: a job that failed again did not recover. */
function mergeOneJob(findings: readonly Finding[]): Finding[] {
  const open = findings.filter(finding => finding.open)
  return open.length > 0 ? open : [...findings]
}

/** Ended in the window, or unfinished and due before its end. */
export function isRunOfWindow(run: Job['runs'][number], { fromAt, at }: Pick<Question, 'fromAt' | 'at'>): boolean {
  if (dueAt(run) > at)
    return false
  return run.endedAt === null || run.endedAt >= fromAt
}

const RANK: readonly Section[] = ['needs-you', 'known', 'worth-a-look', 'recovered']

/** Puts each job where its worst problem stands. */
function countedOnce(jobs: readonly JobJudgement[], problems: readonly Problem[]): Pick<Morning, 'bySection' | 'asExpected' | 'unknown'> {
  const sectionOf = new Map<string, Section>()
  for (const section of [...RANK].reverse()) {
    for (const problem of problems.filter(candidate => candidate.section === section))
      problem.findings.forEach(({ job }) => sectionOf.set(job.key, section))
  }
  const inSection = (section: Section): JobJudgement[] => jobs.filter(({ job }) => sectionOf.get(job.key) === section)
  const quiet = jobs.filter(({ job }) => !sectionOf.has(job.key))
  return {
    bySection: { 'needs-you': inSection('needs-you'), 'worth-a-look': inSection('worth-a-look'), 'recovered': inSection('recovered'), 'known': inSection('known') },
    asExpected: quiet.filter(({ unknown }) => unknown === null),
    unknown: quiet.filter(({ unknown }) => unknown !== null),
  }
}

function needingCount(problems: readonly Problem[]): number {
  return problems.filter(problem => problem.section === 'needs-you').length
}
