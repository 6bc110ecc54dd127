import { toActivity, unusualSilences, type Stretch } from '../../expectations/silences.ts'
import { HOUR_MS, MINUTE_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { type Finding, type JobJudgement, type Question, toFinding } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'
import type { Kind } from '../kind.ts'
import { formatClock, formatCount } from '../words.ts'

/** What a server that is away does to a job. */
const DONE_BY_A_GAP: readonly Kind[] = ['late', 'started-late', 'stuck', 'crashed', 'cancelled']

/** An exit code over 128 is a signal that hit the run itself: a killed or segfaulted process is not the server's doing. */
const KILLED = /(?:code|status)(?: code)?:? (?:1(?:2[89]|[3-9]\d)|2\d\d)\b|OOMKilled|out of memory/i

/** A stretch in which the server was away, and what it did. */
interface Gap extends Stretch {
  /** When the last of what had piled up began. */
  drainedAt: number
  slots: readonly GapSlot[]
}

/** A slot that was due while the server was away. */
interface GapSlot {
  job: Job
  at: number
  /** null: no row was ever made. */
  run: FlowRun | null
}

/**
 * What a server that was away delayed, dropped, crashed or cancelled is one problem: put right when nothing of it is left.
 * A silence is a gap only if jobs were due in it and began after it; that our reads failed says nothing by itself.
 */
export function blameServerGaps(judgements: readonly JobJudgement[], question: Question): JobJudgement[] {
  return toGaps(judgements, question).reduce<JobJudgement[]>((judged, gap) => fold(judged, gap, question), [...judgements])
}

function toGaps(judgements: readonly JobJudgement[], question: Question): Gap[] {
  const { picture, fromAt, at } = question
  const read = picture.remembered.gaps
    // While First Light itself did not run, nobody knows whether the server was there.
    .filter(gap => gap.unattended !== true && gap.toAt <= at && gap.toAt > fromAt && gap.toAt - gap.fromAt >= THRESHOLDS.lateGraceMs)
    .map(gap => toGap(gap, { judgements, question, leastJobs: 1 }))
    .filter(gap => gap !== null)
  const knownFromAt = Math.max(picture.reachFromAt, picture.runsKnownFromAt ?? at)
  const inferred = knownFromAt >= fromAt
    ? []
    : unusualSilences(toActivity([...picture.runs, ...picture.children.map(({ run }) => run)], at), { fromAt, toAt: at, knownFromAt })
        .filter(silence => !read.some(gap => silence.fromAt < gap.toAt && gap.fromAt < silence.toAt))
        .map(silence => toGap(silence, { judgements, question, leastJobs: THRESHOLDS.gapJobCount }))
        .filter(gap => gap !== null)
  return [...read, ...inferred].sort((a, b) => a.fromAt - b.fromAt)
}

interface GapContext {
  judgements: readonly JobJudgement[]
  question: Question
  leastJobs: number
}

/** null where too few jobs were held up by it, or a good part of those that were due began in the midst of it. */
function toGap({ fromAt, toAt }: Stretch, { judgements, question, leastJobs }: GapContext): Gap | null {
  const slots: GapSlot[] = []
  const [held, kept] = [new Set<string>(), new Set<string>()]
  for (const judgement of judgements) {
    const { job } = judgement
    for (const run of dueBetween(job, fromAt, toAt)) {
      if (changedWithin(run, { fromAt, toAt })) {
        kept.add(job.key)
        continue
      }
      if (judgement.findings.some(finding => finding.run?.id === run.id && isExplained(finding)))
        continue
      slots.push({ job, at: dueAt(run), run })
      if ((run.startedAt ?? question.at) - dueAt(run) > THRESHOLDS.lateGraceMs)
        held.add(job.key)
    }
    slots.push(...neverMade(judgement, { fromAt, toAt }).map(slot => ({ job, at: slot, run: null })))
  }
  const jobs = new Set(slots.map(({ job }) => job.key))
  const began = slots.filter(({ run }) => run?.startedAt != null)
  if (jobs.size < leastJobs || held.size === 0 || began.length === 0 || kept.size * 2 > jobs.size)
    return null
  const gap = { fromAt, toAt, slots, drainedAt: drainedAt(judgements, { fromAt, toAt, question }) }
  // An hour's silence with a start right behind it is a gap; one whose jobs begin at some time of the next day is not.
  const promptly = began.filter(({ run }) => (run?.startedAt ?? 0) <= toAt + Math.max(THRESHOLDS.lateGraceMs, (toAt - fromAt) / 2))
  return promptly.length * 2 >= began.length ? gap : null
}

/** The server took note of it in the midst of the stretch, so it was not away. */
function changedWithin({ startedAt, state }: FlowRun, { fromAt, toAt }: Stretch): boolean {
  const changedAt = startedAt ?? state?.at ?? null
  return changedAt !== null && changedAt > fromAt && changedAt < toAt - THRESHOLDS.gapEdgeMs
}

/** A wait for a silent or paused pool goes on whatever the server did. */
function isExplained({ kind, cause }: Finding): boolean {
  return kind === 'late' && cause !== null
}

/**
 * Slots without a row that the gap can be blamed for: the scheduler makes the next three runs of a schedule beforehand, and those
 * of the next hour, so that a row which lacks among them was lost otherwise.
 */
function neverMade({ absent, slots, findings }: JobJudgement, { fromAt, toAt }: Stretch): number[] {
  if (findings.some(({ kind, cause }) => kind === 'missing' && cause !== null))
    return []
  const madeUntil = Math.max(fromAt + HOUR_MS, slots.filter(slot => slot > fromAt)[2] ?? Number.POSITIVE_INFINITY)
  return absent.filter(slot => slot > madeUntil && slot <= toAt)
}

function dueBetween({ runs }: Job, fromAt: number, toAt: number): FlowRun[] {
  return runs.filter(run => run.autoScheduled && dueAt(run) > fromAt && dueAt(run) <= toAt)
}

/** What was due before the backlog was gone and began late prolongs it; at most by four times the gap. */
function drainedAt(judgements: readonly JobJudgement[], { fromAt, toAt, question }: Stretch & { question: Question }): number {
  const latest = Math.min(question.at, toAt + 4 * (toAt - fromAt))
  const runs = judgements.flatMap(({ job }) => dueBetween(job, fromAt, latest)).sort((a, b) => dueAt(a) - dueAt(b))
  let drained = toAt
  for (const run of runs) {
    if (dueAt(run) > drained)
      break
    if (run.startedAt !== null && run.startedAt <= latest && (dueAt(run) <= toAt || run.startedAt - dueAt(run) > THRESHOLDS.lateGraceMs))
      drained = Math.max(drained, run.startedAt)
  }
  return drained
}

function fold(judgements: readonly JobJudgement[], gap: Gap, question: Question): JobJudgement[] {
  const slotsByJob = new Map<string, GapSlot[]>()
  for (const slot of gap.slots)
    slotsByJob.set(slot.job.key, [...slotsByJob.get(slot.job.key) ?? [], slot])
  const lost = new Set(gap.slots.filter(({ run }) => run === null).map(({ job, at }) => `${job.key} ${at}`))
  const isOfGap = (finding: Finding): boolean => finding.kind === 'missing' ? finding.cause === null && lost.has(`${finding.job.key} ${finding.sinceAt}`) && (finding.slotAt ?? 0) <= gap.toAt : belongs(finding, gap)
  const hit = judgements.filter(({ job, findings }) => slotsByJob.has(job.key) || findings.some(isOfGap))
  const left = hit.filter(({ findings }) => findings.some(finding => isOfGap(finding) && finding.open && finding.section !== 'worth-a-look'))
  const title = titleOf(gap, question)
  return judgements.map((judgement) => {
    if (!hit.includes(judgement))
      return judgement
    const own = judgement.findings.filter(isOfGap)
    const told = toGapFinding(judgement.job, { gap, title, isLeft: left.length > 0, own, slots: slotsByJob.get(judgement.job.key) ?? [], question })
    const others = judgement.findings.filter(finding => !isOfGap(finding))
    // A job that has trouble of its own is told there.
    return { ...judgement, findings: others.some(({ open }) => open) && own.length === 0 ? others : [...others, told] }
  })
}

function belongs(finding: Finding, { fromAt, toAt, drainedAt }: Gap): boolean {
  const { kind, run, slotAt, sinceAt } = finding
  if (!DONE_BY_A_GAP.includes(kind) || isExplained(finding) || (run !== null && kind !== 'crashed' && changedWithin(run, { fromAt, toAt })))
    return false
  if (kind === 'crashed')
    return run?.endedAt != null && run.endedAt > fromAt && run.endedAt <= Math.max(drainedAt, toAt + THRESHOLDS.lateGraceMs) && !KILLED.test(run.state?.message ?? '')
  const due = run === null ? slotAt ?? sinceAt : dueAt(run)
  return due > fromAt && due <= drainedAt && (kind !== 'cancelled' || run?.startedAt == null)
}

/** `server gap 02:00–02:19: 61 slots, 60 caught up, 1 not`. */
function titleOf({ fromAt, toAt, slots }: Gap, { at, timeZone }: Question): string {
  const caughtUp = slots.filter(isCaughtUp).length
  const counts = slots.length === 0 ? '' : `: ${formatCount(slots.length, 'slot')}, ${caughtUp === slots.length ? (slots.length === 1 ? 'caught up' : 'all caught up') : `${caughtUp} caught up, ${slots.length - caughtUp} not`}`
  return `server gap ${formatClock(fromAt, at, timeZone)}–${formatClock(toAt, at, timeZone)}${counts}`
}

/** Its run began, and was not lost. */
function isCaughtUp({ run }: GapSlot): boolean {
  return run?.startedAt != null && run.state?.type !== 'CRASHED' && run.state?.type !== 'CANCELLED'
}

interface GapTold {
  gap: Gap
  title: string
  isLeft: boolean
  own: readonly Finding[]
  slots: readonly GapSlot[]
  question: Question
}

function toGapFinding(job: Job, { gap, title, isLeft, own, slots, question: { at, timeZone, picture } }: GapTold): Finding {
  const clock = (instant: number): string => formatClock(instant, at, timeZone)
  const [first] = own
  const last = slots.at(-1)
  const unread = picture.remembered.gaps.some(({ fromAt, toAt, unattended }) => unattended !== true && fromAt < gap.toAt && gap.fromAt < toAt)
  return toFinding({
    job,
    kind: 'server-gap',
    section: isLeft ? 'needs-you' : 'recovered',
    open: isLeft,
    sinceAt: gap.fromAt,
    run: first?.run ?? last?.run ?? null,
    slotAt: first?.slotAt ?? last?.at ?? null,
    cause: { key: `server gap ${new Date(Math.floor(gap.fromAt / MINUTE_MS) * MINUTE_MS).toISOString()}`, text: title, said: title },
    expectation: 'start',
    title,
    reason: unread ? `Prefect could not be read from ${clock(gap.fromAt)} to ${clock(gap.toAt)}` : `nothing happened on the whole server from ${clock(gap.fromAt)} to ${clock(gap.toAt)}`,
    evidence: [
      ...slots.map(slot => ({ text: `${job.name} due ${clock(slot.at)}, ${slot.run?.startedAt == null ? (slot.run === null ? 'no run was made' : 'not started') : `started ${clock(slot.run.startedAt)}`}`, at: slot.at, runId: slot.run?.id ?? null, source: 'schedule' as const })),
      ...own.filter(({ kind }) => kind === 'crashed' || kind === 'cancelled').flatMap(({ evidence }) => evidence),
    ],
    tier: own.reduce<Finding['tier']>((highest, { tier }) => tier < highest ? tier : highest, first?.tier ?? 2),
    deadline: first?.deadline ?? null,
  })
}
