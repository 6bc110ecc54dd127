import type { H3Event } from 'h3'
import { z } from 'zod'
import { toFlowsAnswer } from '../../shared/verdict/flow-health.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { WHOLE_VIEW } from './judged.ts'
import { readQuery, Texts, TimeZone } from './query.ts'

const FlowsQuery = z.object({ tz: TimeZone.optional(), tag: Texts.optional() })

/** Every flow and how it fares, from the picture. */
export function flowsRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { tz, tag = [] } = readQuery(event, FlowsQuery)
    const { morning, picture, question, now, etag } = deps.judge(shownOf(event, deps), { ...WHOLE_VIEW, timeZone: tz ?? null })
    return await deps.kept.answer(event, toETag('flows', etag, ...tag), () => toFlowsAnswer(morning, { picture, question: { ...question, tags: tag }, now }))
  }
}
