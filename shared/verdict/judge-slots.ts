import { withoutBackfills } from '../expectations/backfills.ts'
import { dueSlots, type DueSlot, type DueSlots } from '../expectations/due-slots.ts'
import { toEras, type ScheduleEra, type SeenSchedules } from '../expectations/schedule-eras.ts'
import { DAY_MS, THRESHOLDS } from '../expectations/thresholds.ts'
import type { Deployment } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { Finding, Question } from './finding.ts'
import { dueAt, type Job } from './job.ts'
import { oldestRunAt } from './held-runs.ts'
import { earliest } from './judge-runs.ts'
import { judgeRhythm } from './slots/by-rhythm.ts'
import { judgeDeleted } from './slots/deleted-runs.ts'
import { unfilled } from './slots/filled.ts'
import { judgeGone } from './slots/gone-job.ts'
import { knownRows, type KnownRows } from './slots/known-rows.ts'
import { foldMissing, judgeGroup, toJudgedGroups } from './slots/missing-slots.ts'
import { NO_SLOTS, type SlotsContext, type SlotsJudgement } from './slots/slots-judgement.ts'
import { firstSkipped, isRunOtherwise } from './slots/stopped.ts'
import { unreadSlots } from './slots/unread-slots.ts'
import { formatClock } from './words.ts'

/**
 * Judges the slots of one job that were due by `question.at`: those without a run are missing, and stay so until a later-due
 * run ended. Slots from before its runs are known are not judged. A job without a schedule is judged by its rhythm, if it has one.
 *
 * @param options.everySlot - as was declared: each absent slot stays open, whatever ran later
 */
export function judgeSlots(job: Job, question: Question, { everySlot = false }: { everySlot?: boolean } = {}): SlotsJudgement {
  const context: SlotsContext = { job, question, everySlot }
  const runs = withoutBackfills(job.runs)
  if (job.gone)
    return judgeGone(runs, context)
  if (job.subject === null)
    return job.deploymentId === null ? judgeRhythm(runs, context) : { ...NO_SLOTS, unknown: 'its deployment was not read' }
  const known = knownRows(job, question.picture, question.at)
  const due = toDue(job, { runs, known, question })
  if (due.slots.length === 0 && due.unknown === null && !job.subject.schedules.some(({ active }) => active))
    return judgeRhythm(runs, context)
  const stoppedAt = due.skipped?.at ?? due.slots.find(({ told }) => told === 'off' || told === 'removed')?.at ?? null
  if (stoppedAt !== null && !isScheduled(job.subject) && isRunOtherwise(runs, { stoppedAt, reachFromAt: question.picture.reachFromAt, at: question.at }))
    return judgeRhythm(runs.filter(run => dueAt(run) >= stoppedAt), context)
  return judgeDue(due, { ...context, runs, known, skipped: due.skipped })
}

function isScheduled({ paused, schedules }: Deployment): boolean {
  return !paused && schedules.some(({ active }) => active)
}

interface DueContext extends SlotsContext {
  /** Without backfills, by due time. */
  runs: readonly FlowRun[]
  known: KnownRows
  skipped: DueSlot | null
}

function judgeDue(due: DueSlots, { runs, known, skipped, ...context }: DueContext): SlotsJudgement {
  const { question: { at, fromAt } } = context
  const isOver = ({ at: dueAt }: DueSlot): boolean => at > dueAt + THRESHOLDS.missingGraceMs
  const over = due.slots.filter(isOver)
  const { absent, findings: deleted, notes } = judgeDeleted(withoutForgotten(unfilled(over.filter(slot => slot.at >= known.rowsFromAt), runs), context), { ...context, runs })
  const groups = toJudgedGroups(over, new Set(absent))
  const findings = [...foldMissing(groups.flatMap(group => judgeGroup(group, { ...context, runs, known, skipped })), groups.length), ...deleted]
  const told = due.slots.filter(slot => slot.at >= fromAt && slot.at >= known.keptFromAt)
  const pending = due.slots.find(slot => !isOver(slot))
  return {
    findings,
    slots: told.filter(({ told: by }) => by === 'on' || by === 'rows').map(slot => slot.at),
    absent: absent.map(slot => slot.at),
    unknown: unknownReason(due, context.question) ?? unreadSlots({ ...context, runs, known }),
    notes,
    changesAt: earliest([pending === undefined ? null : pending.at + THRESHOLDS.missingGraceMs, ...findings.map(knownAt)]),
  }
}

/** No server is known to keep them for less. */
const LEAST_KEPT_MS = 5 * DAY_MS

/** Leaves out slots from before the oldest run of all: a server that keeps its runs for a week has none of a month's slot ten days ago. */
function withoutForgotten(slots: readonly DueSlot[], { job, question: { picture, at } }: SlotsContext): readonly DueSlot[] {
  const isOld = (slot: DueSlot): boolean => slot.at < at - LEAST_KEPT_MS
  const oldestAt = slots.some(isOld) && job.subject?.paused !== true ? oldestRunAt(picture) : null
  return oldestAt === null ? slots : slots.filter(slot => !isOld(slot) || slot.at >= oldestAt || slot.told === 'off' || slot.told === 'removed')
}

/** When a finding becomes known by itself. */
function knownAt({ section, cause, sinceAt }: Finding): number | null {
  return section === 'needs-you' && cause !== null ? sinceAt + THRESHOLDS.skippedKnownMs : null
}

function toDue(job: Job, { runs, known, question }: { runs: readonly FlowRun[], known: KnownRows, question: Question }): DueSlots & { skipped: DueSlot | null } {
  const { picture, at } = question
  const isStopped = job.subject !== null && !isScheduled(job.subject)
  const lastEnded = runs.findLast(run => run.endedAt !== null && dueAt(run) <= at && (run.autoScheduled || !isStopped))
  const openFromAt = lastEnded === undefined ? known.rowsFromAt : dueAt(lastEnded)
  const hasParts = new Set(job.subject?.schedules.map(({ parameters }) => JSON.stringify(parameters))).size > 1
  const hasOff = job.subject?.schedules.some(({ active }) => !active) === true
  // What one schedule made last says nothing of another: their slots are looked at as far back as they are known.
  const wantedFromAt = hasParts || hasOff ? known.rowsFromAt : Math.min(question.fromAt, openFromAt, at - DAY_MS)
  const madeAt = job.earlier.length > 0 ? Number.NEGATIVE_INFINITY : job.subject?.createdAt ?? Number.NEGATIVE_INFINITY
  const fromAt = Math.max(madeAt, Math.min(known.rowsFromAt, known.keptFromAt), wantedFromAt)
  const eras = erasOf(job, picture.remembered.schedules)
  const due = fromAt > at ? NOTHING_DUE : dueSlots({ eras, schedules: job.subject?.schedules ?? [], runs, fromAt, toAt: at, rowsFromAt: known.rowsFromAt })
  const slots = due.slots.filter(slot => !job.earlier.some(({ isRenamed, lastSeenAt }) => isRenamed && slot.at > lastSeenAt && slot.at < (job.subject?.createdAt ?? 0)))
  const skipped = due.unknown === null ? firstSkipped(job, { eras, question }) : null
  const isTold = skipped === null || slots.some(slot => slot.at >= known.rowsFromAt)
  return { ...due, slots: isTold ? slots : [skipped, ...slots], skipped }
}

const NOTHING_DUE: DueSlots = { slots: [], unknown: null, changedAt: null }

/** The schedules of a job as they were seen, those of the deployments it was before among them. */
function erasOf({ key, earlier, subject }: Job, sightings: ReadonlyMap<string, readonly SeenSchedules[]>): ScheduleEra[] {
  const own = sightings.get(key) ?? []
  const before = earlier.filter(predecessor => predecessor.key !== key || own.length === 0).flatMap(({ key: oldKey, schedules, lastSeenAt }): readonly SeenSchedules[] =>
    sightings.get(oldKey) ?? (schedules === null ? [] : [{ schedules, firstSeenAt: lastSeenAt, lastSeenAt }]))
  return before.length + own.length === 0 ? [] : toEras([...before, ...own], subject?.schedules ?? null)
}

function unknownReason(due: DueSlots, question: Question): string | null {
  const clock = (at: number): string => formatClock(at, question.at, question.timeZone)
  if (due.unknown === 'unreadable')
    return 'its schedule could not be understood'
  if (due.unknown === 'changed' && (due.changedAt ?? 0) >= question.fromAt)
    return `its schedule was changed ${clock(due.changedAt ?? 0)}; what was due before is not known`
  return null
}
