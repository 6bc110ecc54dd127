import type { H3Event } from 'h3'
import { z } from 'zod'
import type { LogOutlineAnswer, LogSpread } from '../../shared/api/logs.ts'
import { ERROR_LEVEL, WARNING_LEVEL } from '../../shared/logs/log-level.ts'
import { writeInstant } from '../prefect/instant.ts'
import type { LogPage, LogQuery } from '../prefect/log-page.ts'
import { answerJson } from './answer.ts'
import type { RouteDeps } from './deps.ts'
import { LOG_FILTER, openLog, type LogReading } from './logs-scope.ts'
import { readQuery } from './query.ts'
import { getOfRun } from './run-detail.ts'

const OutlineQuery = z.object(LOG_FILTER)

/** How many lines a log has and when, read once for all who look at it. */
export function logOutlineRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const reading = await openLog(event, deps, readQuery(event, OutlineQuery))
    const answer = await getOfRun(deps, { ...reading, name: `log outline ${JSON.stringify(reading.scope)}` }, async () => await readOutline(reading))
    return await answerJson(event, answer)
  }
}

async function readOutline({ shown: { reads }, scope, live }: LogReading): Promise<LogOutlineAnswer> {
  const spreadFrom = async (level: number): Promise<LogSpread> => {
    const { count, ats, isSampled } = await reads.getLogSpread({ ...scope, minLevel: Math.max(level, scope.minLevel ?? 0) || null })
    return { count, instants: ats.map(writeInstant), isSampled }
  }
  const one = async (order: LogQuery['order']): Promise<LogPage> => await reads.listLogs({ ...scope, order, limit: 1 })
  const [first, last] = await Promise.all([one('oldest-first'), one('newest-first')])
  const [all, warnings, errors] = [await spreadFrom(0), await spreadFrom(WARNING_LEVEL), await spreadFrom(ERROR_LEVEL)]
  const instantOf = ({ lines: [line] }: LogPage): string | null => line === undefined ? null : writeInstant(line.at)
  return { first: instantOf(first), last: instantOf(last), all, warnings, errors, live }
}
