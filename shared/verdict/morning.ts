import type { Standards } from '../declared/expectation.ts'
import type { Window } from '../model/window.ts'
import { acknowledge, nextEnd } from './across/acknowledged.ts'
import { followChains } from './across/chains.ts'
import { nameChanges } from './across/changes.ts'
import { foldChildren } from './across/child-runs.ts'
import { rankByTier } from './across/declared-tier.ts'
import { sectionByJob, standOnce } from './across/one-section.ts'
import { blameRestedPools } from './across/rested-pool.ts'
import { blameTwins } from './across/scheduled-twice.ts'
import { blameServerGaps } from './across/server-gap.ts'
import { blameScheduler } from './across/silent-scheduler.ts'
import { blamePools } from './across/waiting-pool.ts'
import { judgeDeclared } from './declared/judge-declared.ts'
import type { Finding, JobJudgement, Question } from './finding.ts'
import { dueAt, toJobs, type Job } from './job.ts'
import { earliest, judgeRuns } from './judge-runs.ts'
import { judgeSlots } from './judge-slots.ts'
import type { Section } from './kind.ts'
import type { Picture } from './picture.ts'
import { narrowProblem, toProblems, worstFirst, type Problem } from './problem.ts'

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

/** One look across all jobs: it may change, fold or add findings. */
export type Pass = (judgements: readonly JobJudgement[], question: Question) => JobJudgement[]

/** What only shows across jobs, in this order: each sees what those before it made of the findings. */
const ACROSS: readonly Pass[] = [
  judgeDeclared,
  blameServerGaps,
  blameScheduler,
  blamePools,
  blameRestedPools,
  foldChildren,
  followChains,
  blameTwins,
  rankByTier,
  nameChanges,
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
  const all = toProblems(judgements.flatMap(({ findings }) => findings), picture.server)
  const problems = settle(inside.length === judgements.length ? all : narrowToAsked(all, question), asked)
  const sections = sectionByJob(problems)
  // The job whose trouble reached one that was asked for is told with it.
  const jobs = judgements.filter(({ job, inWindow }) => sections.has(job.key) || (inWindow && isAsked(job, question)))
  return {
    at,
    jobs,
    judgements,
    problems,
    ...countedOnce(jobs, sections),
    outsideCount: inside.length === judgements.length ? 0 : settle(all, asked).filter(problem => problem.section === 'needs-you' && !problems.some(({ id }) => id === problem.id)).length,
    runCount: inside.reduce((count, { job }) => count + job.runs.filter(run => isRunOfWindow(run, asked)).length, 0),
    changesAt: earliest([...judgements.map(({ changesAt }) => changesAt), nextEnd(asked)]),
  }
}

/** What was seen is known, each job stands once, worst first. */
function settle(problems: readonly Problem[], asked: Question): Problem[] {
  return standOnce(acknowledge(problems, asked)).sort(worstFirst)
}

/** The problems as far as they hit a job that is asked for, themselves or through what waits for them. */
function narrowToAsked(problems: readonly Problem[], question: MorningQuestion): Problem[] {
  return problems
    .map(problem => narrowProblem(
      problem,
      ({ job, consequences }) => isAsked(job, question) || consequences.some(consequence => isAsked(consequence, question)),
      finding => ({ ...finding, consequences: finding.consequences.filter(consequence => isAsked(consequence, question)) }),
    ))
    .filter(problem => problem !== null)
}

/** Whether a job is asked for: any of the tags, and any of the flows. */
export function isAsked(job: Pick<Job, 'tags' | 'flow'>, { tags, flows }: Pick<MorningQuestion, 'tags' | 'flows'>): boolean {
  return (tags.length === 0 || job.tags.some(tag => tags.includes(tag))) && (flows.length === 0 || flows.includes(job.flow))
}

/** Judges one job by its runs and its schedules. */
export function judgeJob(job: Job, question: Question): JobJudgement {
  const runs = judgeRuns(job, question)
  const slots = judgeSlots(job, question)
  const unknown = runs.unknown ?? slots.unknown
  return {
    job,
    findings: mergeOneJob([...runs.findings, ...slots.findings], unknown),
    // What may have been due belongs to it too.
    inWindow: slots.slots.length > 0 || slots.unknown !== null || job.runs.some(run => isRunOfWindow(run, question)),
    slots: slots.slots,
    absent: slots.absent,
    unknown,
    hasExpectation: slots.slots.length > 0 || job.subject?.schedules.some(({ active }) => active) === true,
    notes: slots.notes,
    changesAt: earliest([runs.changesAt, slots.changesAt]),
  }
}

/** What needs somebody hides what was put right: a job that failed again did not recover, and one that cannot be judged may not have. */
function mergeOneJob(findings: readonly Finding[], unknown: string | null): Finding[] {
  const open = findings.filter(finding => finding.open)
  return open.length > 0 || unknown !== null ? open : [...findings]
}

/** Ended in the window, or unfinished and due before its end. */
export function isRunOfWindow(run: Job['runs'][number], { fromAt, at }: Pick<Question, 'fromAt' | 'at'>): boolean {
  if (dueAt(run) > at)
    return false
  return run.endedAt === null || run.endedAt >= fromAt
}

/** Puts each job where its worst problem stands. */
function countedOnce(jobs: readonly JobJudgement[], sections: ReadonlyMap<string, Section>): Pick<Morning, 'bySection' | 'asExpected' | 'unknown'> {
  const inSection = (section: Section): JobJudgement[] => jobs.filter(({ job }) => sections.get(job.key) === section)
  const quiet = jobs.filter(({ job }) => !sections.has(job.key))
  return {
    bySection: { 'needs-you': inSection('needs-you'), 'worth-a-look': inSection('worth-a-look'), 'recovered': inSection('recovered'), 'known': inSection('known') },
    asExpected: quiet.filter(({ unknown }) => unknown === null),
    unknown: quiet.filter(({ unknown }) => unknown !== null),
  }
}
