import type { DueSlot } from '../../expectations/due-slots.ts'
import type { ScheduleEra } from '../../expectations/schedule-eras.ts'
import { nextSlot } from '../../expectations/slots.ts'
import { DAY_MS, THRESHOLDS } from '../../expectations/thresholds.ts'
import type { Schedule } from '../../model/deployment.ts'
import type { FlowRun } from '../../model/flow-run.ts'
import { countNights, type Question } from '../finding.ts'
import { dueAt, type Job } from '../job.ts'

/** Since when, as far as is known, a job's schedules make no runs, and which would have. */
interface Stop {
  fromAt: number
  schedules: readonly Schedule[]
  told: DueSlot['told']
  era: ScheduleEra | null
}

/**
 * The first slot that a paused deployment, or one whose schedules are all switched off or removed, skipped: it stays listed with the
 * day it began, however long ago. null where nothing stopped it, or no instant is known to lie that far back.
 *
 * @param eras - oldest first
 */
export function firstSkipped(job: Pick<Job, 'key' | 'subject'>, { eras, question }: { eras: readonly ScheduleEra[], question: Question }): DueSlot | null {
  const stop = pauseOf(job, question) ?? endOf(eras)
  if (stop === null)
    return null
  const skipped = stop.schedules.flatMap((schedule): DueSlot[] => {
    const at = nextSlot(schedule.rule, stop.fromAt)
    return typeof at === 'number' ? [{ at, told: stop.told, schedule, era: stop.era, followedBy: null }] : []
  }).sort((a, b) => a.at - b.at)
  const [first] = skipped
  return first !== undefined && first.at + THRESHOLDS.missingGraceMs < question.at ? first : null
}

function pauseOf({ key, subject }: Pick<Job, 'key' | 'subject'>, { picture }: Question): Stop | null {
  if (subject?.paused !== true)
    return null
  const pause = picture.remembered.pauses.get(key)
  // What changed last on it was the pause or came after it.
  const pausedBy = pause === undefined ? subject.updatedAt : pause.activeAt !== null || subject.updatedAt === null ? pause.pausedAt : Math.min(pause.pausedAt, subject.updatedAt)
  return pausedBy === null ? null : { fromAt: pausedBy, schedules: subject.schedules.filter(({ active }) => active), told: 'on', era: null }
}

/** The schedules of the last era that had one in force, where those after it have none. */
function endOf(eras: readonly ScheduleEra[]): Stop | null {
  const lastIndex = eras.findLastIndex(({ schedules }) => schedules.some(({ active }) => active))
  const [last, era] = [eras[lastIndex], eras[lastIndex + 1]]
  if (last === undefined || era === undefined)
    return null
  return { fromAt: era.fromAt, schedules: last.schedules.filter(({ active }) => active), told: (eras.at(-1)?.schedules.length ?? 0) > 0 ? 'off' : 'removed', era }
}

/**
 * Whether a job whose schedules make no runs is run in another way since: by a program, an automation or a person, on five nights and
 * on half of those that went by. What a person runs now and then does not set it going again.
 *
 * @param runs - by due time, without backfills
 */
export function isRunOtherwise(runs: readonly FlowRun[], { stoppedAt, reachFromAt, at }: { stoppedAt: number, reachFromAt: number, at: number }): boolean {
  const fromAt = Math.max(stoppedAt, reachFromAt)
  const nightCount = countNights(runs.filter(run => !run.autoScheduled).map(dueAt).filter(instant => instant >= fromAt && instant <= at), THRESHOLDS.nightApartMs)
  return nightCount >= THRESHOLDS.triggerRunCount && nightCount * 2 * DAY_MS >= at - fromAt
}
