import type { H3Event } from 'h3'
import { z } from 'zod'
import type { Standards } from '../../shared/declared/expectation.ts'
import { formatClock } from '../../shared/verdict/words.ts'
import { defaultWindow } from '../../shared/model/window.ts'
import { judgeMorning, type MorningQuestion } from '../../shared/verdict/morning.ts'
import { Refusal } from '../errors.ts'
import type { Shown, UsualMorning } from '../shown.ts'
import { REACH_MS } from '../watch/reach.ts'
import type { RouteDeps } from './deps.ts'
import { toETag } from './etag.ts'
import { Instant, readQuery, Texts, TimeZone } from './query.ts'

/** A picture judged for one view, and what tells it from others. */
export interface Judged extends UsualMorning {
  etag: string
}

/** What the address of a judged answer asks for; null: the default. */
export interface View {
  fromAt: number | null
  toAt: number | null
  timeZone: string | null
  tags: readonly string[]
  flows: readonly string[]
}

const ViewQuery = z.object({
  from: Instant.optional(),
  to: Instant.optional(),
  tz: TimeZone.optional(),
  tag: Texts.optional(),
  flow: Texts.optional(),
})

/** The default window of everything, in the zone asked for. */
export const WHOLE_VIEW: View = { fromAt: null, toAt: null, timeZone: null, tags: [], flows: [] }

export function readMorningView(event: H3Event): View {
  const { from, to, tz, tag, flow } = readQuery(event, ViewQuery)
  return { fromAt: from ?? null, toAt: to ?? null, timeZone: tz ?? null, tags: tag ?? [], flows: flow ?? [] }
}

/** Different views kept at once; each costs a judgement, and a few people look at most. */
const MOST_VIEWS = 40
/** A `from` that was the reach's start a moment ago still is. */
const SLACK_MS = 60_000

/** Judges once for each view of a revision, whoever asks. */
export function createJudge({ timeZone: ownTimeZone, bootId }: Pick<RouteDeps, 'timeZone' | 'bootId'>): (shown: Shown, view: View) => Judged {
  const keptOf = new WeakMap<Shown, { revision: number, judged: Map<string, Judged> }>()
  return (shown, view) => {
    const revision = shown.watcher.revision()
    let kept = keptOf.get(shown)
    if (kept?.revision !== revision) {
      kept = { revision, judged: new Map() }
      keptOf.set(shown, kept)
    }
    const key = JSON.stringify(view)
    const known = kept.judged.get(key)
    if (known !== undefined)
      return known
    const judged = { ...judge(shown, view, ownTimeZone), etag: toETag(bootId, shown.key, revision, key) }
    if (kept.judged.size >= MOST_VIEWS)
      kept.judged.clear()
    kept.judged.set(key, judged)
    return judged
  }
}

/** The usual view of a picture was judged when it was read: on a large server that is most of what an answer costs. */
function judge(shown: Shown, view: View, ownTimeZone: string): UsualMorning {
  const [picture, standards] = [shown.watcher.picture(), shown.standards()]
  const isUsual = view.fromAt === null && view.toAt === null && (view.timeZone ?? ownTimeZone) === ownTimeZone && view.tags.length + view.flows.length === 0
  const usual = isUsual ? shown.usualMorning() : null
  if (usual?.picture === picture && usual.question.standards === standards)
    return usual
  const now = shown.watcher.now()
  const question = toQuestion(view, { now, timeZone: view.timeZone ?? ownTimeZone, standards })
  return { picture, question, now, morning: judgeMorning(picture, question, now) }
}

function toQuestion({ fromAt, toAt, tags, flows }: View, { now, timeZone, standards }: { now: number, timeZone: string, standards: Standards }): MorningQuestion {
  const usual = defaultWindow(toAt ?? now, timeZone)
  const window = { ...usual, fromAt: fromAt ?? usual.fromAt }
  if (window.fromAt >= window.toAt)
    throw new Refusal(400, fromAt === null ? 'to must be an instant after the start of the window.' : 'from must be an instant before to.')
  if (window.fromAt < now - REACH_MS - SLACK_MS)
    throw new Refusal(400, `${fromAt === null ? 'to' : 'from'} must not lead back beyond ${formatClock(now - REACH_MS, now, timeZone)}: the picture reaches 14 days back.`)
  return { window, tags, flows, standards }
}
