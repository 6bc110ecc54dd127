import type { Cause } from '../../causes/fingerprint.ts'
import type { DueSlot } from '../../expectations/due-slots.ts'
import { lastMadeAt, scheduleText } from '../../expectations/schedule-eras.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { Finding, Question } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'
import type { Picture } from '../picture.ts'
import { formatClock } from '../words.ts'
import { PAUSED } from './paused-cause.ts'

/** Why a slot has no run, where something says so. */
export interface WhyAbsent {
  cause: Cause
  /** Since when, with its source in the words; null: nothing tells. */
  when: string | null
  evidence: Finding['evidence']
  /** It is so still, and goes on until somebody changes it. */
  lasts: boolean
}

interface AbsentContext {
  job: Job
  question: Question
  /** The last automatic run of the job that is known; null: none. */
  lastKept: FlowRun | null
}

/** Why a slot of a job has no run; null: not known. The instant is that of our reads, else what the server last wrote, else nothing better than the last kept slot. */
export function whyAbsent(slot: DueSlot, context: AbsentContext): WhyAbsent | null {
  const { job } = context
  const end = endOf(slot, context)
  if (end === 'off')
    return { ...toWhy('schedule off', isInForce(slot, job) ? 'its schedule was switched off' : 'its schedule is switched off', { ...context, told: toldBy(slot, job, { what: 'switched off', changedAt: slot.schedule?.updatedAt ?? null }) }), lasts: true }
  if (end === 'removed')
    return { ...toWhy('schedule removed', 'its schedule was removed', { ...context, told: toldBy(slot, job, { what: 'removed', changedAt: job.subject?.updatedAt ?? null }) }), lasts: true }
  if (isPausedAt(slot.at, context))
    return { ...toWhy(PAUSED, job.subject?.paused === true ? 'its deployment is paused' : 'its deployment was paused', { ...context, told: pauseOf(context) }), lasts: true }
  if (end === 'changed')
    return toWhy('schedule changed', 'its schedule was changed', { ...context, told: toldBy(slot, job, { what: 'changed', changedAt: null }) })
  const madeAnew = job.earlier.find(({ lastSeenAt }) => slot.at > lastSeenAt && slot.at < (job.subject?.createdAt ?? 0))
  if (madeAnew !== undefined)
    return toWhy('made anew', 'its deployment was deleted and made anew', { ...context, told: { what: 'gone', between: { fromAt: madeAnew.lastSeenAt, toAt: job.subject?.createdAt ?? slot.at }, changedAt: null, untilAt: null } })
  if (wasWaiting(slot.at, context))
    return toWhy('waiting run deleted', 'its waiting run was deleted', { ...context, told: { what: 'deleted', between: null, changedAt: changedAt(job), untilAt: null } })
  return null
}

/** How the schedule that names a slot ended, where that explains the slot; null: it goes on, or ended with that slot long over. */
function endOf(slot: DueSlot, context: AbsentContext): 'off' | 'removed' | 'changed' | null {
  const { told, schedule, followedBy } = slot
  if (told === 'off' || told === 'removed')
    return told
  if (told === 'rows')
    return context.job.subject?.schedules.length === 0 ? 'removed' : null
  if (schedule === null || followedBy?.seenBetween == null || !isTakenAt(slot.at, followedBy.seenBetween.fromAt, context))
    return null
  const texts = new Set(followedBy.schedules.map(scheduleText))
  if (texts.has(scheduleText(schedule)))
    return null
  if (texts.has(scheduleText({ ...schedule, active: false })))
    return 'off'
  return followedBy.schedules.some(({ active }) => active) ? 'changed' : 'removed'
}

/** Whether the schedule that names a slot is in force now. */
function isInForce({ schedule }: DueSlot, { subject }: Job): boolean {
  return schedule !== null && subject?.schedules.some(other => other.active && scheduleText(other) === scheduleText({ ...schedule, active: true })) === true
}

/** Whether its deployment was paused, as far as is known, when this slot was due: it still is, or was the last time. */
function isPausedAt(at: number, context: AbsentContext): boolean {
  const { job, question } = context
  const pause = question.picture.remembered.pauses.get(job.key)
  const isWithin = job.subject?.paused === true || (pause?.resumedAt !== undefined && at < pause.resumedAt)
  const activeAt = pause?.activeAt ?? null
  return isWithin && (activeAt === null || isTakenAt(at, activeAt, context))
}

/** Whether what happened after `fromAt` leaves a slot without a run: its row is not made any more, and one that waits is deleted. */
function isTakenAt(at: number, fromAt: number, context: AbsentContext): boolean {
  return at >= fromAt - THRESHOLDS.missingGraceMs || wasWaiting(at, context)
}

/** Whether a run of this slot was seen before it began, and then no more. */
function wasWaiting(at: number, { job, question: { picture } }: AbsentContext): boolean {
  return vanishedOf(job, picture).some(run => Math.abs(dueAt(run) - at) <= THRESHOLDS.slotJoinMs && isUnstarted(run))
}

/** Runs of a job that were seen and then deleted, by due time. */
export function vanishedOf({ deploymentId, earlier }: Pick<Job, 'deploymentId' | 'earlier'>, { vanished }: Picture): readonly FlowRun[] {
  return vanished.filter(run => run.deploymentId === deploymentId || earlier.some(({ id }) => id === run.deploymentId)).sort((a, b) => dueAt(a) - dueAt(b))
}

export function isUnstarted({ startedAt, endedAt }: FlowRun): boolean {
  return startedAt === null && endedAt === null
}

/** When the deployment or its schedules last changed; the beginning of time where the server does not say. */
export function changedAt({ subject }: Pick<Job, 'subject'>): number {
  return Math.max(subject?.updatedAt ?? Number.NEGATIVE_INFINITY, ...(subject?.schedules ?? []).map(lastMadeAt))
}

/** What tells since when, the best first. */
interface Told {
  what: string
  between: { fromAt: number, toAt: number } | null
  changedAt: number | null
  /** When it was first seen to be over; null: it is not, or that does not apply. */
  untilAt: number | null
}

function toldBy(slot: DueSlot, job: Job, { what, changedAt }: Pick<Told, 'what' | 'changedAt'>): Told {
  const { told, era: own, followedBy } = slot
  const era = told === 'on' ? followedBy : own
  return { what, between: era?.seenBetween ?? null, changedAt: era?.madeAt ?? changedAt, untilAt: told !== 'on' && isInForce(slot, job) ? followedBy?.fromAt ?? null : null }
}

function pauseOf({ job, question }: AbsentContext): Told {
  const pause = question.picture.remembered.pauses.get(job.key)
  return { what: 'paused', between: pause?.activeAt == null ? null : { fromAt: pause.activeAt, toAt: pause.pausedAt }, changedAt: job.subject?.updatedAt ?? null, untilAt: job.subject?.paused === true ? null : pause?.resumedAt ?? null }
}

function toWhy(key: string, text: string, { job, question, lastKept, told: { what, between, changedAt, untilAt } }: AbsentContext & { told: Told }): WhyAbsent {
  const clock = (at: number): string => formatClock(at, question.at, question.timeZone)
  const lastKeptAt = lastKept === null ? null : dueAt(lastKept)
  // A change before a slot that was kept is another one.
  const isItsChange = changedAt !== null && untilAt === null && changedAt >= (lastKeptAt ?? job.subject?.createdAt ?? 0) && changedAt <= question.at
  const changed = isItsChange ? `last changed ${clock(changedAt)}` : null
  const over = untilAt === null ? '' : ` until ${clock(untilAt)}`
  const seen = between === null ? null : `${what} between ${clock(between.fromAt)} and ${clock(between.toAt)}${over}`
  const when = seen ?? changed ?? (lastKeptAt === null ? null : `${what} after its last kept slot${over}`)
  const facts = [seen === null ? null : { text: seen, at: between?.toAt ?? null }, changed === null ? null : { text: `${text}; ${changed}`, at: changedAt }, seen === null && changed === null ? { text: when === null ? text : `${text}; ${when}`, at: lastKeptAt } : null]
  return { cause: { key: `${key} ${job.key}`, text, said: text }, when, evidence: facts.filter(fact => fact !== null).map(fact => ({ ...fact, runId: null, source: 'deployment' as const })), lasts: false }
}
