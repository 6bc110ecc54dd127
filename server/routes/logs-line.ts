import type { H3Event } from 'h3'
import { z } from 'zod'
import type { LogLineAnswer, NextErrorAnswer } from '../../shared/api/logs.ts'
import { toMoment } from '../../shared/logs/line-time.ts'
import { Refusal } from '../errors.ts'
import { answerJson } from './answer.ts'
import type { RouteDeps } from './deps.ts'
import { findNextError } from './logs.ts'
import { LOG_FILTER, openLog, Place, toLogRow } from './logs-scope.ts'
import { readQuery } from './query.ts'

const NextErrorQuery = z.object({ ...LOG_FILTER, after: Place.optional(), before: Place.optional() })
const LineQuery = z.object({ ...LOG_FILTER, line: Place })

/** Where the next error is on one side of a line, however far. */
export function nextErrorRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const asked = readQuery(event, NextErrorQuery)
    const place = asked.after ?? asked.before
    if (place === undefined)
      throw new Refusal(400, 'after must be TIMESTAMP.ID of a line.')
    const reading = await openLog(event, deps, asked)
    const line = await findNextError(reading, place, asked.after === undefined ? 'newest-first' : 'oldest-first')
    return await answerJson(event, { line } satisfies NextErrorAnswer)
  }
}

/** One line, with all of its message. */
export function logLineRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const asked = readQuery(event, LineQuery)
    const reading = await openLog(event, deps, asked)
    const at = toMoment(asked.line.at)
    const { lines } = await reading.shown.reads.listLogs({ ...reading.scope, fromAt: at, toAt: at, order: 'oldest-first' })
    const line = lines.find(({ id }) => id === asked.line.id)
    if (line === undefined)
      throw new Refusal(404, 'There is no such line any more.')
    return await answerJson(event, { line: toLogRow(line, reading) } satisfies LogLineAnswer)
  }
}
