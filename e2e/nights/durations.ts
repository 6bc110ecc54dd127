import { between, chance, pick, uuidOf } from '../../server/demo/chance.ts'
import { NO_STANDARDS } from '../../shared/declared/expectation.ts'
import { aDeployment, aFlow, aFlowRun, aRunState, aSchedule } from '../../shared/model/build.ts'
import type { Deployment } from '../../shared/model/deployment.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { aPicture } from '../../shared/verdict/build.ts'
import { judgeMorning } from '../../shared/verdict/morning.ts'
import { toMorningAnswer } from '../../shared/verdict/morning-answer.ts'
import { DAY, HOUR, MINUTE } from './rhythm.ts'

/** One of so many job-nights may be called slow or fast though it is as its job is. */
export const NIGHTS_FOR_ONE_FALSE = 2_000
const JOBS_A_SERVER = 60
const NIGHTS = 14

/** How long a run of a job takes on a day, days counted since 1970 in UTC; `key` is that night's. */
type Habit = (job: { usualMs: number, sigma: number }, day: number, key: string) => number

const isLastOfMonth = (day: number): boolean => new Date((day + 1) * DAY).getUTCDate() === 1
const weekdayOf = (day: number): number => new Date(day * DAY).getUTCDay()

const HABITS: Readonly<Record<string, Habit>> = {
  'lognormal': ({ usualMs, sigma }, _, key) => noisy(usualMs, sigma, key),
  'bimodal: nothing to do every third night': ({ usualMs, sigma }, day, key) => noisy(day % 3 === 0 ? 4_000 : usualMs, sigma, key),
  'bimodal: nothing to do as often as not': ({ usualMs, sigma }, _, key) => noisy(chance(`${key} empty`) < 0.5 ? 4_000 : usualMs, sigma, key),
  'weekly: one long night': ({ usualMs, sigma }, day, key) => noisy(weekdayOf(day) === 3 ? 6 * usualMs : usualMs, sigma, key),
  'weekly: long weekends': ({ usualMs, sigma }, day, key) => noisy([0, 6].includes(weekdayOf(day)) ? 4 * usualMs : usualMs, sigma, key),
  'month-end': ({ usualMs, sigma }, day, key) => noisy(isLastOfMonth(day) ? 5 * usualMs : usualMs, sigma, key),
}

function noisy(ms: number, sigma: number, key: string): number {
  return ms * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - chance(`${key} radius`))) * Math.cos(2 * Math.PI * chance(`${key} angle`)))
}

export interface DurationScore {
  jobNights: number
  /** In words, for each run that was as its job is and was called slow or fast. */
  raised: string[]
}

/** Judges the mornings of made-up servers whose jobs all run as they do, each by one of the habits. */
export function scoreDurations(jobNights: number): DurationScore {
  const score: DurationScore = { jobNights: 0, raised: [] }
  for (let server = 1; score.jobNights < jobNights; server++) {
    const key = `durations ${server}`
    const now = Date.parse('2026-01-20T08:00:00Z') + Math.floor(between(`${key} day`, 0, 330)) * DAY
    const habits = new Map<string, string>()
    const picture = { flows: new Map<string, ReturnType<typeof aFlow>>(), deployments: new Map<string, Deployment>(), runs: [] as FlowRun[] }
    for (let index = 0; index < JOBS_A_SERVER; index++) {
      const own = `${key} job ${index}`
      const [first = '', ...others] = Object.keys(HABITS)
      const habit = pick(`${own} habit`, [first, ...others])
      habits.set(own, habit)
      picture.flows.set(own, aFlow({ id: own, name: own }))
      picture.deployments.set(own, aDeployment({ id: own, flowId: own, name: 'prod', createdAt: now - 200 * DAY, updatedAt: now - 200 * DAY, schedules: [aSchedule({ id: `${own} schedule`, rule: { kind: 'cron', cron: '0 1 * * *', timeZone: 'UTC', dayOr: true }, createdAt: now - 200 * DAY, updatedAt: now - 200 * DAY })] }))
      const job = { usualMs: 20_000 * 150 ** chance(`${own} usual`), sigma: between(`${own} sigma`, 0.05, habit === 'lognormal' ? 0.6 : 0.35) }
      for (let night = NIGHTS - 1; night >= 0; night--) {
        const dueAt = now - 7 * HOUR - night * DAY
        const took = HABITS[habit]?.(job, Math.floor(dueAt / DAY), `${own} ${night}`) ?? Number.NaN
        picture.runs.push(toRun(own, dueAt, Math.min(took, 7 * HOUR - MINUTE)))
      }
      score.jobNights += 1
    }
    const question = { window: { fromAt: now - 14 * HOUR, toAt: now, timeZone: 'UTC' }, tags: [], flows: [], standards: NO_STANDARDS }
    const whole = aPicture({ asOf: now, reachFromAt: now - 14 * DAY, runsKnownFromAt: now - 14 * DAY, ...picture })
    const { problems } = toMorningAnswer(judgeMorning(whole, question, now), { picture: whole, question, now })
    score.raised.push(...problems.map(({ kind, title, jobs }) => `${habits.get(jobs[0]?.flow ?? '')}: ${kind} “${title}”`))
  }
  return score
}

function toRun(job: string, dueAt: number, ranForMs: number): FlowRun {
  const startedAt = dueAt + 2_000
  const endedAt = startedAt + ranForMs
  return aFlowRun({ id: uuidOf(`${job} ${dueAt}`), flowId: job, deploymentId: job, scheduleId: `${job} schedule`, createdAt: dueAt - DAY, expectedStartAt: dueAt, startedAt, endedAt, ranForMs, runCount: 1, state: aRunState({ type: 'COMPLETED', at: endedAt }) })
}

export function formatDurationScore({ jobNights, raised }: DurationScore): string {
  return `${raised.length} false slow or fast in ${jobNights.toLocaleString('en-GB')} job-nights (at most one in ${NIGHTS_FOR_ONE_FALSE.toLocaleString('en-GB')})`
}

export function isKept({ jobNights, raised }: DurationScore): boolean {
  return raised.length * NIGHTS_FOR_ONE_FALSE <= jobNights
}
