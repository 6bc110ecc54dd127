import type { H3Event } from 'h3'
import { z } from 'zod'
import { toUpcomingAnswer } from '../../shared/verdict/upcoming.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { WHOLE_VIEW } from './judged.ts'
import { readQuery, Texts, TimeZone } from './query.ts'

const UpcomingQuery = z.object({ tz: TimeZone.optional(), tag: Texts.optional(), flow: Texts.optional() })

/** The next 24 hours, from the picture: a viewer costs Prefect nothing. */
export function upcomingRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { tz, tag: tags = [], flow: flows = [] } = readQuery(event, UpcomingQuery)
    const { picture, morning, question, now, etag } = deps.judge(shownOf(event, deps), { ...WHOLE_VIEW, timeZone: tz ?? null })
    return await deps.kept.answer(event, toETag('upcoming', etag, JSON.stringify([tags, flows])), () => toUpcomingAnswer({ picture, judgements: morning.judgements, asked: { tags, flows }, fromAt: now, timeZone: question.window.timeZone }))
  }
}
