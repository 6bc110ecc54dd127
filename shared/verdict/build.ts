import type { MorningAnswer } from '../api/morning.ts'
import { NO_STANDARDS, type Standards } from '../declared/expectation.ts'
import { DAY_MS, MINUTE_MS } from '../expectations/thresholds.ts'
import { aDeployment, aFlow, aFlowRun, aRunState, aSchedule } from '../model/build.ts'
import type { Deployment } from '../model/deployment.ts'
import type { FlowRun } from '../model/flow-run.ts'
import type { StateType } from '../model/run-state.ts'
import type { Question } from './finding.ts'
import { toJobs } from './job.ts'
import { judgeRuns } from './judge-runs.ts'
import { judgeMorning, type MorningQuestion } from './morning.ts'
import { toMorningAnswer } from './morning-answer.ts'
import type { Picture } from './picture.ts'
import { NOTHING_REMEMBERED } from './remembered.ts'
import type { RunsJudgement } from './runs/judged-run.ts'

/** Seven on a Tuesday morning, UTC, in November. */
export const NOW = Date.parse('2026-11-24T07:00:00Z')

export function aPicture(given: Partial<Picture> = {}): Picture {
  return {
    server: 'default',
    demo: false,
    asOf: NOW,
    reachFromAt: NOW - 14 * DAY_MS,
    runsKnownFromAt: NOW - 14 * DAY_MS,
    flows: new Map([['flow-1', aFlow()]]),
    deployments: new Map(),
    workPools: new Map(),
    workQueues: null,
    workers: new Map(),
    coverage: new Map(),
    countedAdHoc: null,
    children: [],
    remembered: NOTHING_REMEMBERED,
    runs: [],
    histories: new Map(),
    loggedErrors: new Map(),
    signsOfLife: new Map(),
    errorLines: new Map(),
    olderRuns: new Map(),
    vanished: [],
    unread: [],
    setAsideCount: 0,
    ...given,
  }
}

export const LONG_AGO = NOW - 60 * DAY_MS
/** A deployment due at 03:00 UTC each night, for two months. */
export const nightly = (given: Partial<Deployment> = {}): Deployment => aDeployment({ createdAt: LONG_AGO, schedules: [aSchedule({ createdAt: LONG_AGO, updatedAt: LONG_AGO })], ...given })
export const inventory = (...deployments: Deployment[]): ReadonlyMap<string, Deployment> => new Map(deployments.map(deployment => [deployment.id, deployment]))

/** An automatic run due at 03:00 of a day before `NOW`'s, five minutes long. */
export function night(daysBack: number, type: StateType = 'COMPLETED', given: Partial<FlowRun> & { message?: string } = {}): FlowRun {
  const dueAt = Date.parse('2026-11-24T03:00:00Z') - daysBack * DAY_MS
  const { message, ...run } = given
  const endedAt = dueAt + 5 * MINUTE_MS
  return aFlowRun({
    id: `${given.deploymentId ?? 'deployment-1'} ${type} ${daysBack}`,
    expectedStartAt: dueAt,
    createdAt: dueAt - 3 * DAY_MS,
    startedAt: dueAt + 2_000,
    endedAt,
    ranForMs: 5 * MINUTE_MS,
    runCount: 1,
    state: aRunState({ type, at: endedAt, message: message ?? null }),
    ...run,
  })
}

/** Good nights, from so many days back to so many. */
export const nights = (from: number, to: number, given: Partial<FlowRun> = {}): FlowRun[] => Array.from({ length: from - to + 1 }, (_, index) => night(from - index, 'COMPLETED', given))

/** The night before `NOW`, from 18:00. */
export function aQuestion(picture: Picture, given: Partial<Question> = {}): Question {
  return { picture, fromAt: Date.parse('2026-11-23T18:00:00Z'), at: NOW, timeZone: 'UTC', standards: NO_STANDARDS, ...given }
}

/** The whole answer of a picture, at `NOW` in UTC unless told otherwise. */
export function answerOf(picture: Picture, { now = NOW, timeZone = 'UTC', fromAt = Date.parse('2026-11-23T18:00:00Z'), tags = [], flows = [], standards = NO_STANDARDS }: Partial<{ now: number, timeZone: string, fromAt: number, tags: string[], flows: string[], standards: Standards }> = {}): MorningAnswer {
  const question: MorningQuestion = { window: { fromAt, toAt: now, timeZone }, tags, flows, standards }
  return toMorningAnswer(judgeMorning(picture, question, now), { picture, question, now })
}

/** What the runs of a picture's only job give, without its slots and without a look at other jobs. */
export function judgedRuns(picture: Picture, given: Partial<Question> = {}): RunsJudgement {
  const [job] = toJobs(picture)
  if (job === undefined)
    throw new Error('the picture holds no job')
  return judgeRuns(job, aQuestion(picture, given))
}
