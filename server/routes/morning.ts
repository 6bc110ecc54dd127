import type { H3Event } from 'h3'
import { z } from 'zod'
import { toNightSheetAnswer } from '../../shared/timeline/sheet-rows.ts'
import { toMorningAnswer } from '../../shared/verdict/morning-answer.ts'
import { toNightSheet } from '../../shared/verdict/night-sheet.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { readMorningView } from './judged.ts'
import { readQuery } from './query.ts'

/** The verdict on a night, from the picture: a viewer costs Prefect nothing. */
export function morningRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { morning, etag, ...context } = deps.judge(shownOf(event, deps), readMorningView(event))
    return await deps.kept.answer(event, toETag('morning', etag), () => toMorningAnswer(morning, context))
  }
}

const IdsQuery = z.object({ ids: z.literal('all', 'all, or left out').optional() })

/** The same night, drawn. */
export function nightSheetRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { picture, morning, question, now, etag } = deps.judge(shownOf(event, deps), readMorningView(event))
    const { ids = 'problems' } = readQuery(event, IdsQuery)
    const complete = picture.asOf !== null && picture.unread.every(({ weighs }) => weighs === 'detail')
    return await deps.kept.answer(event, toETag('night-sheet', ids, etag), () => toNightSheetAnswer(toNightSheet(morning, { question, now, complete }), { ids }))
  }
}
