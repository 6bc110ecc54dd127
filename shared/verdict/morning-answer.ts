import type { AcknowledgementAnswer, Evidence, IsoInstant, JobRow, MorningAnswer, MorningCounts, ProblemAnswer, ProblemJob } from '../api/morning.ts'
import { MINUTE_MS, THRESHOLDS } from '../expectations/thresholds.ts'
import { listUnmatched } from '../declared/resolved.ts'
import { nextSlot } from '../expectations/slots.ts'
import type { Acknowledgement } from '../model/acknowledgement.ts'
import { toMark, type Mark } from '../model/run-state.ts'
import type { Finding, JobJudgement } from './finding.ts'
import { dueAt, type Job } from './job.ts'
import type { Morning, MorningQuestion } from './morning.ts'
import { isRead, type Picture, type Unread } from './picture.ts'
import { consequencesOf, deadlineOf, tierOf, type Problem } from './problem.ts'
import { toSentence, toStatus, type Told } from './sentence.ts'
import { toStrip } from './strip.ts'
import { formatClock, formatCount } from './words.ts'

/** Milliseconds are enough for people; nothing is joined on these. */
export function toIso(at: number): IsoInstant {
  return new Date(at).toISOString()
}

/** What a morning was judged from. */
export interface JudgedFrom {
  /** As addresses name the server; null: the default one. */
  server?: string | null
  picture: Picture
  question: MorningQuestion
  /** The upstream's clock. */
  now: number
}

/** What the sentence about a morning rests on. */
export function toTold(morning: Morning, { picture, question, now }: JudgedFrom): Omit<Told, 'status'> {
  const { window } = question
  const complete = isComplete(picture, window)
  return {
    counts: toCounts(morning),
    complete,
    problemCount: morning.problems.filter(problem => problem.section === 'needs-you').length,
    demo: picture.demo,
    isEmpty: complete && picture.deployments.size === 0 && picture.runs.length === 0,
    at: morning.at,
    now,
    fromAt: window.fromAt,
    timeZone: window.timeZone,
    filter: toFilterWords(question),
  }
}

/** The sentence, and the status it says. */
export function toVerdict(told: Omit<Told, 'status'>): MorningAnswer['verdict'] {
  const status = toStatus(told)
  const parts = toSentence({ ...told, status })
  return { status, sentence: parts.map(({ text }) => text).join(''), parts }
}

/** A morning of one server as the wire carries it. */
export function toMorningAnswer(morning: Morning, from: JudgedFrom): MorningAnswer {
  const { server = null, picture, question, now } = from
  const { window } = question
  const told = toTold(morning, from)
  const { counts, complete } = told
  const at = morning.at ?? now
  const absentByJob = new Map(morning.jobs.map(({ job, absent }) => [job.key, absent]))
  return {
    servers: [{ name: picture.server, server }],
    others: [],
    demo: picture.demo,
    asOf: picture.asOf === null ? null : toIso(picture.asOf),
    window: { from: toIso(window.fromAt), to: toIso(window.toAt), tz: window.timeZone },
    complete,
    incomplete: [...picture.unread, ...unreadStretch(picture, { window, now })],
    verdict: toVerdict(told),
    counts,
    problems: morning.problems.map(problem => toProblemAnswer(problem, { server, at, fromAt: window.fromAt, timeZone: window.timeZone, absentByJob })),
    asExpected: morning.asExpected.map(judgement => toJobRow(judgement, { server, at, window })),
    unknown: morning.unknown.map(judgement => toJobRow(judgement, { server, at, window })),
    outsideCount: morning.outsideCount,
    checked: {
      runCount: morning.runCount,
      deploymentCount: picture.deployments.size,
      setAsideCount: picture.setAsideCount,
      reachFrom: toIso(Math.max(picture.reachFromAt, picture.runsKnownFromAt ?? picture.reachFromAt)),
      judgedCount: counts.jobs - counts.unknown,
      withoutExpectationCount: [...Object.values(morning.bySection).flat(), ...morning.asExpected].filter(({ hasExpectation }) => !hasExpectation).length,
    },
    unmatched: picture.asOf === null ? [] : listUnmatched(question.standards.expectations, morning.judgements.map(({ job }) => job)).map(({ line, match }) => ({ line, about: `${match.kind} ${match.name}` })),
    choices: toChoices(picture),
  }
}

/** A window may begin this much before what was read: both are counted back from an instant, but not from the same. */
const WINDOW_SLACK_MS = 5 * MINUTE_MS

/** Whether everything the verdict of a window rests on was read. */
export function isComplete(picture: Picture, { fromAt }: MorningQuestion['window']): boolean {
  return isRead(picture) && picture.runsKnownFromAt !== null && picture.runsKnownFromAt <= fromAt + WINDOW_SLACK_MS
}

/** What an earlier start of the window asks for and nobody read. */
function unreadStretch({ asOf, runsKnownFromAt, unread }: Picture, { window, now }: { window: MorningQuestion['window'], now: number }): Unread[] {
  if (asOf === null || unread.some(({ weighs }) => weighs !== 'detail') || (runsKnownFromAt !== null && runsKnownFromAt <= window.fromAt + WINDOW_SLACK_MS))
    return []
  const reason = runsKnownFromAt === null ? 'The runs were not read yet.' : `Runs due before ${formatClock(runsKnownFromAt, now, window.timeZone)} were not read.`
  return [{ what: 'runs', reason, weighs: 'expectations' }]
}

function toCounts({ jobs, bySection, asExpected, unknown }: Morning): MorningCounts {
  return {
    jobs: jobs.length,
    asExpected: asExpected.length,
    needsYou: bySection['needs-you'].length,
    worthALook: bySection['worth-a-look'].length,
    recovered: bySection.recovered.length,
    known: bySection.known.length,
    unknown: unknown.length,
  }
}

function toFilterWords({ tags, flows }: MorningQuestion): string | null {
  const words = [...(tags.length > 0 ? [`tag ${tags.join(' or ')}`] : []), ...(flows.length > 0 ? [`flow ${flows.join(' or ')}`] : [])]
  return words.length === 0 ? null : words.join(' and ')
}

/** Tags and flow names there are, sorted, for the filters of every page. */
export function toChoices(picture: Picture): MorningAnswer['choices'] {
  const tags = new Set<string>()
  for (const { tags: own } of [...picture.deployments.values(), ...picture.flows.values()])
    own.forEach(tag => tags.add(tag))
  return { tags: [...tags].sort(), flows: [...picture.flows.values()].map(({ name }) => name).sort() }
}

interface ProblemContext {
  /** As addresses name it; null: the default one. */
  server: string | null
  at: number
  /** Start of the window: what began before is not new. */
  fromAt: number
  timeZone: string
  absentByJob: ReadonlyMap<string, readonly number[]>
}

export function toProblemAnswer(problem: Problem, { server, at, fromAt, timeZone, absentByJob }: ProblemContext): ProblemAnswer {
  const { id, section, findings, open, sinceAt, nightCount, acknowledgement } = problem
  const [first] = findings
  const last = [...findings].sort((a, b) => (b.run?.endedAt ?? b.sinceAt) - (a.run?.endedAt ?? a.sinceAt))[0] ?? first
  const jobs = new Map(findings.map(finding => [finding.job.key, toProblemJob(finding)]))
  const shared = first.cause !== null && jobs.size > 1
  const deadline = deadlineOf(problem)
  return {
    server,
    id,
    section,
    kind: kindOf(findings),
    title: shared ? titleOf(findings) : first.title,
    reason: last.reason,
    cause: first.cause === null ? null : { key: first.cause.key, text: first.cause.text },
    since: toIso(sinceAt),
    open,
    jobs: [...jobs.values()],
    evidence: findings.flatMap(finding => finding.evidence).map((fact): Evidence => ({ ...fact, at: fact.at === null ? null : toIso(fact.at) })),
    runIds: [...new Set(findings.flatMap(({ run }) => run?.id ?? []))],
    isNew: nightCount < 2 && sinceAt >= fromAt && !hadEarlier(first, at),
    nightCount,
    strip: toStrip(first.job, absentByJob.get(first.job.key) ?? [], { at, timeZone }),
    nextSlot: nextSlotOf(first.job, at),
    consequences: consequencesOf(problem).map(job => toProblemJob({ job, run: null, slotAt: null })),
    changes: [...new Set(findings.flatMap(({ changes }) => changes))],
    tier: tierOf(problem),
    deadline: deadline === null ? null : { at: toIso(deadline.at), isMissed: deadline.isMissed },
    acknowledgement: acknowledgement === null ? null : toAcknowledgementAnswer(acknowledgement, { at, timeZone }),
    partition: first.partition,
  }
}

/** What somebody said, in words as of `at`. */
export function toAcknowledgementAnswer({ id, by, note, until, madeAt }: Acknowledgement, { at, timeZone }: Pick<ProblemContext, 'at' | 'timeZone'>): AcknowledgementAnswer {
  const words = {
    'date': () => until.kind === 'date' ? `until ${formatClock(until.at, at, timeZone)}` : '',
    'cause-changes': () => 'until its cause changes',
    'good-again': () => 'until it is good again',
    'always': () => 'until it is taken back',
  }
  return { id, by, note, until: words[until.kind](), madeAt: toIso(madeAt) }
}

/** The kind most of its jobs share; the first one's where none leads. */
function kindOf(findings: Problem['findings']): ProblemAnswer['kind'] {
  const counts = new Map<ProblemAnswer['kind'], number>()
  findings.forEach(({ kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1))
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? findings[0].kind
}

function titleOf(findings: Problem['findings']): string {
  const [{ cause, title, kind }] = findings
  if (kind === 'pool')
    return title
  const jobs = formatCount(new Set(findings.map(({ job }) => job.key)).size, 'job')
  if (kind === 'late')
    return `${jobs} wait: ${cause?.text ?? title}`
  // What every run said alike is said as it was; else with what differs left open.
  return cause !== null && findings.every(finding => finding.cause?.said === cause.said) ? cause.said : cause?.text ?? title
}

function toProblemJob({ job, run, slotAt }: Pick<Finding, 'job' | 'run' | 'slotAt'>): ProblemJob {
  return { flowId: job.flowId, deploymentId: job.deploymentId, flow: job.flow, deployment: job.deployment, runId: run?.id ?? null, slot: slotAt === null ? null : toIso(slotAt) }
}

/** Whether the job already went wrong on an earlier night of the reach; what it went wrong of is not compared. */
function hadEarlier({ job, sinceAt }: Finding, at: number): boolean {
  return job.runs.some(run => dueAt(run) < Math.min(sinceAt, at) - THRESHOLDS.nightApartMs && (run.state?.type === 'FAILED' || run.state?.type === 'CRASHED'))
}

/** When a job is due next; null when nothing is scheduled, or that cannot be told. */
export function nextSlotOf(job: Job, at: number): IsoInstant | null {
  if (job.subject === null || job.subject.paused)
    return null
  const next = job.subject.schedules.filter(({ active }) => active).map(({ rule }) => nextSlot(rule, at)).filter(slot => typeof slot === 'number')
  return next.length === 0 ? null : toIso(Math.min(...next))
}

/** One job as a row of its section. */
export function toJobRow({ job, slots, unknown, notes }: JobJudgement, { server, at, window }: { server: string | null, at: number, window: MorningQuestion['window'] }): JobRow {
  const runs = job.runs.filter(run => dueAt(run) <= at && (run.endedAt === null || run.endedAt >= window.fromAt))
  const last = runs.at(-1) ?? null
  const mark: Mark = unknown !== null ? 'unknown' : toMark(last?.state ?? { type: 'SCHEDULED', name: 'Scheduled' })
  const clock = (instant: number): string => formatClock(instant, at, window.timeZone)
  const fact = last === null
    ? (slots.at(-1) === undefined ? 'nothing ran' : notes.length > 0 ? null : `due ${clock(slots.at(-1) ?? at)}, starts any moment`)
    : `${formatCount(runs.length, 'run')}, ${last.endedAt === null ? `one going since ${clock(last.startedAt ?? dueAt(last))}` : `last ended ${clock(last.endedAt)}`}`
  return { server, flowId: job.flowId, deploymentId: job.deploymentId, flow: job.flow, deployment: job.deployment, runId: last?.id ?? null, mark, reason: [unknown ?? fact, ...notes].filter(part => part !== null).join('; ') }
}
