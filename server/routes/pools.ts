import { getRouterParam, type H3Event } from 'h3'
import { z } from 'zod'
import type { PoolAnswer, PoolNowAnswer } from '../../shared/api/pools.ts'
import { needsWorkers } from '../../shared/causes/late-cause.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { WorkPool } from '../../shared/model/deployment.ts'
import { toIso, toProblemAnswer } from '../../shared/verdict/morning-answer.ts'
import { POOL_NEEDS, toPoolFacts, toPoolsAnswer } from '../../shared/verdict/pools.ts'
import { missingOf } from '../../shared/verdict/what-is-missing.ts'
import { Refusal } from '../errors.ts'
import { EVERY_RUN } from '../prefect/run-page.ts'
import { uiLink } from '../prefect/ui-links.ts'
import type { Shown } from '../shown.ts'
import { REACH_MS } from '../watch/reach.ts'
import { answerJson } from './answer.ts'
import { shownOf, toAddress, type RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { WHOLE_VIEW, type Judged } from './judged.ts'
import { readQuery, TimeZone } from './query.ts'
import { toRunRow } from './run-row.ts'

const PoolQuery = z.object({ tz: TimeZone.optional() })

/** Runs of each kind that are told; how many there are is told beside them. */
const MOST_RUNS = 50
/** Of runs that other runs started: one page. */
const MOST_CHILD_RUNS = 100
/** Heartbeats come each half minute, and whoever waits for a worker looks again and again. */
const NOW_FRESH_MS = 5_000
const HOUR_COUNT = 24

/** Every work pool, from the picture: a viewer costs Prefect nothing. */
export function poolsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { picture, morning, now, etag } = judge(event, deps)
    return await deps.kept.answer(event, toETag('pools', etag), () => toPoolsAnswer({ picture, morning, at: morning.at ?? now }))
  }
}

/** One work pool, from the picture. */
export function poolRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const judged = judge(event, deps)
    const pool = findPool(event, shown)
    return await deps.kept.answer(event, toETag('pool', judged.etag, pool.name), () => toPool(pool, judged, { shown, server: toAddress(shown, deps) }))
  }
}

/** What the picture does not hold of a pool: read once for all who look. */
export function poolNowRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const pool = findPool(event, shown)
    return await answerJson(event, await deps.once.get(`pool ${shown.key} ${pool.name}`, async () => await readNow(pool, shown), () => NOW_FRESH_MS))
  }
}

function judge(event: H3Event, deps: RouteDeps): Judged {
  const { tz } = readQuery(event, PoolQuery)
  return deps.judge(shownOf(event, deps), { ...WHOLE_VIEW, timeZone: tz ?? null })
}

/** Absent only where the inventory was read: before that nobody can say. */
function findPool(event: H3Event, { watcher }: Shown): WorkPool {
  const picture = watcher.picture()
  const pool = picture.workPools.get(getRouterParam(event, 'name', { decode: true }) ?? '')
  if (pool !== undefined)
    return pool
  if (picture.asOf === null)
    throw new Refusal(503, 'Prefect was not read yet.', { 'retry-after': '5' })
  throw new Refusal(404, 'Prefect knows no work pool of this name: it was deleted, or never was.')
}

function toPool(pool: WorkPool, { picture, morning, question, now }: Judged, { shown, server }: { shown: Shown, server: string | null }): PoolAnswer {
  const at = morning.at ?? now
  const { row, queues, holders, waiting, problems, deployments } = toPoolFacts(pool, { picture, morning, at })
  const absentByJob = new Map(morning.judgements.map(({ job, absent }) => [job.key, absent]))
  return {
    asOf: picture.asOf === null ? null : toIso(picture.asOf),
    pool: row,
    queues,
    holders: holders.slice(0, MOST_RUNS).map(run => toRunRow(run, picture, now)),
    waiting: waiting.slice(0, MOST_RUNS).map(run => toRunRow(run, picture, now)),
    problems: problems.map(problem => toProblemAnswer(problem, { server, at, fromAt: question.window.fromAt, timeZone: question.window.timeZone, absentByJob })),
    deployments,
    prefectUrl: shown.apiUrl === null ? null : uiLink(shown.apiUrl, 'work-pool', { id: pool.name, version: shown.watcher.health().version }),
    ...missingOf(picture, POOL_NEEDS),
  }
}

async function readNow(pool: WorkPool, { reads, watcher }: Shown): Promise<PoolNowAnswer> {
  const now = watcher.now()
  const untilAt = Math.floor(now / MINUTE_MS) * MINUTE_MS
  const [workers, children, hours] = await Promise.all([
    needsWorkers(pool) ? reads.listWorkers(pool.name) : null,
    reads.listRuns({ ...EVERY_RUN, workPools: [pool.name], subflows: 'only', stateTypes: ['SCHEDULED', 'PENDING', 'RUNNING', 'CANCELLING'], by: 'due', order: 'oldest-first', fromAt: now - REACH_MS, toAt: now }, { cursor: null, limit: MOST_CHILD_RUNS }),
    reads.countPoolRunsByHour({ workPool: pool.name, fromAt: untilAt - DAY_MS, hourCount: HOUR_COUNT }),
  ])
  const picture = watcher.picture()
  return {
    readAt: toIso(now),
    workers: workers?.rows
      .map(({ name, online, lastHeartbeatAt }) => ({ name, online, lastHeartbeat: lastHeartbeatAt === null ? null : toIso(lastHeartbeatAt) }))
      .sort((a, b) => Number(b.online) - Number(a.online) || ((b.lastHeartbeat ?? '') < (a.lastHeartbeat ?? '') ? -1 : 1)) ?? null,
    childRuns: children.runs.map(run => toRunRow(run, picture, now)),
    complete: children.cursor === null && children.setAsideCount === 0,
    hours: hours.map((counts, index) => ({ from: toIso(untilAt - DAY_MS + index * HOUR_MS), counts: Object.fromEntries(counts) })),
  }
}
