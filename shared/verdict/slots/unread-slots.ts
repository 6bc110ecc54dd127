import { nextSlot, scheduledSlots } from '../../expectations/slots.ts'
import { THRESHOLDS } from '../../expectations/thresholds.ts'
import type { Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { dueAt } from '../job.ts'
import { formatClock } from '../words.ts'
import type { KnownRows } from './known-rows.ts'
import type { SlotsContext } from './slots-judgement.ts'

interface UnreadContext extends Pick<SlotsContext, 'job' | 'question'> {
  /** By due time. */
  runs: readonly FlowRun[]
  known: KnownRows
}

/**
 * Which slots of a job that has too many runs for all to be read were neither read nor counted, in words; null: none that matters.
 * Those of the window do, and the last one of each part, whose run may lie far behind those of the others.
 */
export function unreadSlots({ job, runs, known, question }: UnreadContext): string | null {
  const { picture, at, fromAt, timeZone } = question
  if (job.subject === null || ![job.deploymentId, ...job.earlier.map(({ id }) => id)].some(id => id !== null && picture.coverage.has(id)))
    return null
  const clock = (instant: number): string => formatClock(instant, at, timeZone)
  const schedules = job.subject.schedules.filter(({ active }) => active)
  const openAt = schedules.map(schedule => lastUnread(schedule, { runs, keptFromAt: known.keptFromAt, reachFromAt: Math.max(picture.reachFromAt, job.subject?.createdAt ?? 0), at }))
  const openCount = openAt.filter(instant => instant !== null).length
  if (openCount > 0)
    return `${openCount === schedules.length ? 'its last slot' : `the last slot of ${openCount} of its ${schedules.length} schedules`} (${clock(Math.max(...openAt.map(instant => instant ?? 0)))}) was neither read nor counted`
  const isUnread = schedules.some(({ rule, createdAt }) => isBefore(nextSlot(rule, Math.max(fromAt - 1, job.subject?.createdAt ?? 0, createdAt ?? 0)), known.keptFromAt))
  return isUnread ? `its slots before ${clock(known.keptFromAt)} were neither read nor counted` : null
}

function isBefore(slot: ReturnType<typeof nextSlot>, at: number): boolean {
  return typeof slot === 'number' && slot < at
}

/** The last slot of a schedule, where it lies before what is known and no run with its parameters came since. */
function lastUnread({ rule, parameters }: Schedule, { runs, keptFromAt, reachFromAt, at }: { runs: readonly FlowRun[], keptFromAt: number, reachFromAt: number, at: number }): number | null {
  if (isBefore(nextSlot(rule, keptFromAt - 1), at - THRESHOLDS.missingGraceMs))
    return null
  const last = scheduledSlots(rule, reachFromAt, Math.min(keptFromAt - 1, at))?.at(-1)
  const isOwn = (run: FlowRun): boolean => Object.entries(parameters).every(([name, value]) => (run.parameters[name] ?? value) === value)
  return last === undefined || runs.some(run => dueAt(run) >= last && isOwn(run)) ? null : last
}
