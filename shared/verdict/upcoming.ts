import type { Hold, UpcomingAnswer, UpcomingJob } from '../api/upcoming.ts'
import { withoutBackfills } from '../expectations/backfills.ts'
import { slotsBetween } from '../expectations/slots.ts'
import { DAY_MS } from '../expectations/thresholds.ts'
import type { Deployment } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import { dueAt, type Job } from './job.ts'
import { isAsked, type Morning, type MorningQuestion } from './morning.ts'
import { toChoices, toIso } from './morning-answer.ts'
import type { Picture } from './picture.ts'
import { holdOf } from './upcoming-hold.ts'
import { usualDuration } from './usual-duration.ts'
import { missingOf } from './what-is-missing.ts'

/** How far ahead is looked. */
export const AHEAD_MS = DAY_MS
/** Past so many starts they are told as one band: on a screen they would touch. */
const BAND_COUNT = 60

export interface UpcomingQuestion {
  picture: Picture
  /** Runs that somebody scheduled for an instant of that time: no schedule tells of them. null: not read, or the server cannot tell them apart. */
  byHand: readonly FlowRun[] | null
  judgements: Morning['judgements']
  /** Which jobs. */
  asked: Pick<MorningQuestion, 'tags' | 'flows'>
  /** From when on, epoch ms of the upstream's clock. */
  fromAt: number
  timeZone: string
}

/** What is due in the next 24 hours by every schedule, and what of it cannot start as things stand. */
export function toUpcomingAnswer({ picture, byHand, judgements, asked, fromAt, timeZone }: UpcomingQuestion): UpcomingAnswer {
  const holds = new Map<string, Hold>()
  const found: { job: UpcomingJob, hold: Hold | null }[] = []
  const unreadable: UpcomingAnswer['unreadable'] = []
  for (const { job } of judgements.filter(({ job }) => isAsked(job, asked))) {
    const { subject } = job
    if (subject === null)
      continue
    const name = { flowId: subject.flowId, flow: job.flow, deploymentId: subject.id, deployment: subject.name }
    const starts = startsOf(subject, byHand, fromAt)
    if (starts === null) {
      unreadable.push(name)
      continue
    }
    const [first] = starts
    if (first === undefined)
      continue
    const hold = holdOf(subject, picture)
    if (hold !== null && !holds.has(hold.key))
      holds.set(hold.key, hold)
    found.push({ job: { ...name, ...toDrawn(starts, first), usualMs: usualOf(job, picture, fromAt), hold: null }, hold })
  }
  const jobCount = ({ key }: Hold): number => found.filter(({ hold }) => hold?.key === key).length
  const inOrder = [...holds.values()].sort((a, b) => Number(a.kind === 'off') - Number(b.kind === 'off') || jobCount(b) - jobCount(a) || (a.text < b.text ? -1 : 1))
  const indexOf = new Map(inOrder.map(({ key }, index) => [key, index]))
  return {
    asOf: picture.asOf === null ? null : toIso(picture.asOf),
    window: { from: toIso(fromAt), to: toIso(fromAt + AHEAD_MS), tz: timeZone },
    jobs: found.map(({ job, hold }) => ({ ...job, hold: hold === null ? null : indexOf.get(hold.key) ?? null })).sort((a, b) => a.nextMs - b.nextMs || (`${a.flow}/${a.deployment}` < `${b.flow}/${b.deployment}` ? -1 : 1)),
    holds: inOrder,
    unreadable,
    knowsByHand: byHand !== null,
    choices: toChoices(picture),
    ...missingOf(picture, ['inventory', 'work-pools']),
  }
}

/**
 * When a job is due, as ms from `fromAt`, ascending: by its active schedules, or where none is active by those that are switched off;
 * and by runs that somebody scheduled for an instant. null: a schedule cannot be read.
 */
function startsOf({ id, schedules }: Deployment, runsByHand: UpcomingQuestion['byHand'], fromAt: number): number[] | null {
  const toAt = fromAt + AHEAD_MS
  const active = schedules.filter(schedule => schedule.active)
  const named = (active.length > 0 ? active : schedules).map(({ rule }) => slotsBetween(rule, fromAt, toAt))
  if (active.length > 0 && named.includes(null))
    return null
  const slots = named.flatMap(own => own ?? []) // of what is switched off, nobody needs to know when it would be due
  const byHand = runsByHand?.filter(({ deploymentId }) => deploymentId === id).map(dueAt) ?? [] // that they are not known, the answer says
  return [...slots, ...byHand].filter(at => at > fromAt && at <= toAt).map(at => at - fromAt).sort((a, b) => a - b)
}

function toDrawn(starts: readonly number[], nextMs: number): Pick<UpcomingJob, 'nextMs' | 'count' | 'startsMs' | 'band'> {
  const unique = [...new Set(starts)]
  const last = unique.at(-1) ?? nextMs
  const isBand = unique.length > BAND_COUNT
  return {
    nextMs,
    count: starts.length,
    startsMs: isBand ? [] : unique,
    band: isBand ? { fromMs: nextMs, toMs: last, everyMs: Math.round((last - nextMs) / (unique.length - 1)) } : null,
  }
}

function usualOf(job: Job, picture: Picture, at: number): number | null {
  return usualDuration(withoutBackfills(job.runs.filter(run => dueAt(run) <= at)), at, { job, picture })?.medianMs ?? null
}
