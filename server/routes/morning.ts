import type { H3Event } from 'h3'
import { z } from 'zod'
import { toNightSheetAnswer } from '../../shared/timeline/sheet-rows.ts'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { isRead } from '../../shared/verdict/picture.ts'
import { toNightSheet, type SheetMorning } from '../../shared/verdict/night-sheet.ts'
import { toSharedAnswer, type ServerMorning } from '../../shared/verdict/several-servers.ts'
import type { Shown } from '../shown.ts'
import { askedServer, toAddress, type RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { readMorningView } from './judged.ts'
import { readQuery } from './query.ts'

type JudgedServer = ServerMorning & { etag: string }

/** The servers a morning is about, judged, and the others: the one that is asked for, else those in production. */
function judgeServers(event: H3Event, deps: RouteDeps): { about: [JudgedServer, ...JudgedServer[]], others: JudgedServer[] } {
  const view = readMorningView(event)
  const asked = askedServer(event, deps)
  const isAbout = ({ name, role }: Shown): boolean => asked === null ? role === 'production' : name === asked.name
  const judge = (shown: Shown): JudgedServer => ({ ...deps.judge(shown, view), server: toAddress(shown, deps), role: shown.role })
  const [first = deps.servers()[0], ...rest] = deps.servers().filter(isAbout)
  return { about: [judge(first), ...rest.map(judge)], others: deps.servers().filter(shown => shown !== first && !rest.includes(shown)).map(judge) }
}

/** The verdict on a night as a request asks for it. */
export function readMorning(event: H3Event, deps: RouteDeps): { etag: string, answer: () => MorningAnswer } {
  const { about, others } = judgeServers(event, deps)
  return { etag: toETag('morning', ...[...about, { etag: '' }, ...others].map(({ etag }) => etag)), answer: () => toSharedAnswer(about, others) }
}

/** The verdict on a night, from the pictures: a viewer costs Prefect nothing. */
export function morningRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { etag, answer } = readMorning(event, deps)
    return await deps.kept.answer(event, etag, answer)
  }
}

const IdsQuery = z.object({ ids: z.literal('all', 'all, or left out').optional() })

/** The same night, drawn. */
export function nightSheetRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const { about: [first, ...rest] } = judgeServers(event, deps)
    const { ids = 'problems' } = readQuery(event, IdsQuery)
    return await deps.kept.answer(event, toETag('night-sheet', ids, ...[first, ...rest].map(({ etag }) => etag)), () => toNightSheetAnswer(toNightSheet([toSheet(first), ...rest.map(toSheet)]), { ids }))
  }
}

function toSheet({ server, morning, question: { window }, picture, now }: JudgedServer): SheetMorning {
  return { server, morning, window, now, complete: isRead(picture) }
}
