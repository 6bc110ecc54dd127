import type { H3Event } from 'h3'
import { z } from 'zod'
import { MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { AHEAD_MS, toUpcomingAnswer } from '../../shared/verdict/upcoming.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Shown } from '../shown.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { WHOLE_VIEW } from './judged.ts'
import { readQuery, Texts, TimeZone } from './query.ts'

const UpcomingQuery = z.object({ tz: TimeZone.optional(), tag: Texts.optional(), flow: Texts.optional() })
/** What somebody schedules for tomorrow may stand here a while later. */
const BY_HAND_KEPT_MS = MINUTE_MS

/** The next 24 hours: schedules from the picture, and what somebody scheduled for an instant, asked for once a minute while anybody looks. */
export function upcomingRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { tz, tag: tags = [], flow: flows = [] } = readQuery(event, UpcomingQuery)
    const shown = shownOf(event, deps)
    const { picture, morning, question, now, etag } = deps.judge(shown, { ...WHOLE_VIEW, timeZone: tz ?? null })
    const byHand = await listByHand(shown, deps)
    const known = byHand?.map(({ id, expectedStartAt }) => [id, expectedStartAt])
    return await deps.kept.answer(event, toETag('upcoming', etag, JSON.stringify([tags, flows, known])), () => toUpcomingAnswer({ picture, byHand, judgements: morning.judgements, asked: { tags, flows }, fromAt: now, timeZone: question.window.timeZone }))
  }
}

async function listByHand({ key, reads, watcher }: Shown, { once }: RouteDeps): Promise<readonly FlowRun[] | null> {
  try {
    const fromAt = watcher.now()
    return (await once.get(`by hand ${key}`, async () => await reads.listRunsScheduledByHand({ fromAt, toAt: fromAt + AHEAD_MS + BY_HAND_KEPT_MS }), () => BY_HAND_KEPT_MS))?.rows ?? null
  }
  catch (error) {
    if (error instanceof UpstreamError)
      return null // the page says that they are not known; what is wrong upstream the other reads tell
    throw error
  }
}
