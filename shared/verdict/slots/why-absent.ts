import type { Cause } from '../../causes/fingerprint.ts'
import type { DueSlot } from '../../expectations/due-slots.ts'
import { nextSlot } from '../../expectations/slots.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { Deployment } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import type { Finding, Question } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'
import { formatClock } from '../words.ts'

/** Why a slot has no run, where something says so. */
export interface WhyAbsent {
  cause: Cause
  /** Since when, with its source in the words; null: nothing tells. */
  when: string | null
  evidence: Finding['evidence']
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
  if (slot.told === 'off')
    return toWhy('schedule off', 'its schedule is switched off', { ...context, told: toldBy(slot, 'switched off', slot.schedule?.updatedAt ?? null) })
  if (slot.told === 'removed' || (slot.told === 'rows' && job.subject?.schedules.length === 0))
    return toWhy('schedule removed', 'its schedule was removed', { ...context, told: toldBy(slot, 'removed', job.subject?.updatedAt ?? null) })
  if (isPausedAt(slot.at, context))
    return toWhy('paused', 'its deployment is paused', { ...context, told: pauseOf(context) })
  const madeAnew = job.earlier.find(({ lastSeenAt }) => slot.at > lastSeenAt && slot.at < (job.subject?.createdAt ?? 0))
  if (madeAnew !== undefined)
    return toWhy('made anew', 'its deployment was deleted and made anew', { ...context, told: { what: 'gone', between: { fromAt: madeAnew.lastSeenAt, toAt: job.subject?.createdAt ?? slot.at }, changedAt: null } })
  return null
}

/** Whether its deployment is paused now and already was, as far as is known, when this slot was due. */
function isPausedAt(at: number, { job, question }: Pick<AbsentContext, 'job' | 'question'>): boolean {
  const activeAt = question.picture.remembered.pauses.get(job.key)?.activeAt ?? null
  // A row that was late is deleted with the others: so a slot shortly before the pause is gone by it too.
  return job.subject?.paused === true && (activeAt === null || at >= activeAt - THRESHOLDS.missingGraceMs)
}

/** What tells since when, the best first. */
interface Told {
  what: string
  between: { fromAt: number, toAt: number } | null
  changedAt: number | null
}

function toldBy({ era }: DueSlot, what: string, changedAt: number | null): Told {
  return { what, between: era?.seenBetween ?? null, changedAt: era?.madeAt ?? changedAt }
}

function pauseOf({ job, question }: AbsentContext): Told {
  const pause = question.picture.remembered.pauses.get(job.key)
  return { what: 'paused', between: pause?.activeAt == null ? null : { fromAt: pause.activeAt, toAt: pause.pausedAt }, changedAt: job.subject?.updatedAt ?? null }
}

function toWhy(key: string, text: string, { job, question, lastKept, told: { what, between, changedAt } }: AbsentContext & { told: Told }): WhyAbsent {
  const clock = (at: number): string => formatClock(at, question.at, question.timeZone)
  const lastKeptAt = lastKept === null ? null : dueAt(lastKept)
  // A change before a slot that was kept is another one.
  const isItsChange = changedAt !== null && changedAt >= (lastKeptAt ?? job.subject?.createdAt ?? 0) && changedAt <= question.at
  const changed = isItsChange ? `last changed ${clock(changedAt)}` : null
  const seen = between === null ? null : `${what} between ${clock(between.fromAt)} and ${clock(between.toAt)}`
  const when = seen ?? changed ?? (lastKeptAt === null ? null : `${what} after its last kept slot`)
  const facts = [seen === null ? null : { text: seen, at: between?.toAt ?? null }, changed === null ? null : { text: `${text}; ${changed}`, at: changedAt }, seen === null && changed === null ? { text: when === null ? text : `${text}; ${when}`, at: lastKeptAt } : null]
  return { cause: { key: `${key} ${job.key}`, text, said: text }, when, evidence: facts.filter(fact => fact !== null).map(fact => ({ ...fact, runId: null, source: 'deployment' as const })) }
}

/**
 * The first slot a paused deployment skipped before its rows are known: it stays listed with the day it began. null where it is not
 * paused, or no instant is known to lie in the pause that far back.
 */
export function firstSkippedAt({ key, subject }: Pick<Job, 'key'> & { subject: Deployment | null }, { picture, at }: Question, beforeAt: number): number | null {
  if (subject?.paused !== true)
    return null
  const pause = picture.remembered.pauses.get(key)
  // What changed last on it was the pause or came after it.
  const pausedBy = pause === undefined ? subject.updatedAt : pause.activeAt !== null || subject.updatedAt === null ? pause.pausedAt : Math.min(pause.pausedAt, subject.updatedAt)
  if (pausedBy === null || pausedBy >= beforeAt)
    return null
  const skipped = subject.schedules.filter(({ active }) => active).map(({ rule }) => nextSlot(rule, pausedBy)).filter(slot => typeof slot === 'number')
  const first = skipped.length === 0 ? null : Math.min(...skipped)
  return first !== null && first < beforeAt && first + THRESHOLDS.missingGraceMs < at ? first : null
}
