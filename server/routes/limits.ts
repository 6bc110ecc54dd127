import type { H3Event } from 'h3'
import type { LimitsAnswer } from '../../shared/api/pools.ts'
import { SECOND_MS } from '../../shared/expectations/thresholds.ts'
import { toLimitRows } from '../../shared/verdict/limit-rows.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import type { Shown } from '../shown.ts'
import { answerJson } from './answer.ts'
import { shownOf, type RouteDeps } from './deps.ts'

/** Holders change with every task. */
const FRESH_MS = 10 * SECOND_MS
/** Tasks that hold places and are told by name: a page of ids, so that each list costs one request. */
const MOST_HOLDERS = 100

/** Limits on what may run at once and who holds their places: read once for all who look. */
export function limitsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    return await answerJson(event, await deps.once.get(`limits ${shown.key}`, async () => await readLimits(shown), () => FRESH_MS))
  }
}

async function readLimits({ reads, watcher }: Shown): Promise<LimitsAnswer> {
  const [limits, tagLimits] = await Promise.all([reads.listConcurrencyLimits(), reads.listTagLimits()])
  const taskRunIds = [...new Set(tagLimits?.rows.flatMap(row => row.taskRunIds))]
  const told = taskRunIds.slice(0, MOST_HOLDERS)
  const tasks = told.length === 0 ? [] : await reads.listTaskRunsById(told)
  const runIds = [...new Set(tasks.map(({ flowRunId }) => flowRunId).filter(id => id !== null))]
  const runs = runIds.length === 0 ? [] : (await reads.listRunsById(runIds)).rows
  const rows = toLimitRows({ limits: limits?.rows ?? null, tagLimits: tagLimits?.rows ?? null, tasks: new Map(tasks.map(task => [task.id, task])), runs: new Map(runs.map(run => [run.id, run])) }, watcher.picture())
  return {
    readAt: toIso(watcher.now()),
    limits: limits === null && tagLimits === null ? null : rows,
    complete: told.length === taskRunIds.length && [limits, tagLimits].every(list => list === null || (list.complete && list.setAsideCount === 0)),
  }
}
