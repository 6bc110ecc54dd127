import { aroundWallTime, isExpectedAt } from '../../declared/calendar.ts'
import type { Declared } from '../../declared/resolved.ts'
import { scheduledSlots } from '../../expectations/slots.ts'
import { type Finding, fromDeclared, toFinding } from '../finding.ts'
import { dueAt } from '../job.ts'
import { formatClock } from '../words.ts'
import { isGood } from './good-run.ts'
import type { DeclaredContext } from './judge-declared.ts'

/** The declared time a job must be done by: the next one, or the one just missed. null: none is declared, or not for these days. */
export function deadlineOf({ doneBy, calendar }: Declared, context: DeclaredContext): Finding['deadline'] {
  if (doneBy === null)
    return null
  const timeZone = doneBy.timeZone ?? context.question.timeZone
  const { lastAt, nextAt } = aroundWallTime(doneBy, context.question.at, timeZone)
  if (isMissed(lastAt, { ...context, timeZone }))
    return { at: lastAt, isMissed: true }
  return isExpectedAt(calendar, nextAt, timeZone) ? { at: nextAt, isMissed: false } : null
}

/** Whether something was due in the day before the deadline, or nothing says when the job is due, and no run was good by then or since. */
function isMissed(deadlineAt: number, { job, declared, question, timeZone }: DeclaredContext & { timeZone: string }): boolean {
  const fromAt = aroundWallTime(declared.doneBy ?? { minuteOfDay: 0, timeZone }, deadlineAt - 1, timeZone).lastAt
  if (!isExpectedAt(declared.calendar, deadlineAt, timeZone) || deadlineAt <= (job.subject?.createdAt ?? 0) || fromAt < question.picture.reachFromAt)
    return false
  const rules = job.subject?.schedules.filter(({ active }) => active) ?? []
  const isAsked = rules.length === 0 || rules.some(({ rule }) => scheduledSlots(rule, fromAt + 1, deadlineAt)?.length !== 0)
  return isAsked && !job.runs.some(run => isGood(run, declared) && (run.endedAt ?? 0) > fromAt && dueAt(run) <= question.at)
}

/** Not done by the declared time, and not since. */
export function missedDeadline(context: DeclaredContext): Finding | null {
  const { job, question, deadline } = context
  if (deadline?.isMissed !== true)
    return null
  const clock = formatClock(deadline.at, question.at, question.timeZone)
  return toFinding({
    job,
    kind: 'deadline',
    section: 'needs-you',
    sinceAt: deadline.at,
    run: job.runs.findLast(run => dueAt(run) <= question.at) ?? null,
    expectation: 'good-run',
    title: `${job.name} was not done by ${clock}`,
    reason: `declared: a good run must have ended by ${clock}`,
    evidence: [fromDeclared(`done by ${clock}`, deadline.at)],
  })
}
