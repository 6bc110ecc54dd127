import type { H3Event } from 'h3'
import type { TrustAnswer } from '../../shared/api/trust.ts'
import { heldSinceAt } from '../../shared/verdict/held-runs.ts'
import { toIso, toJobRow } from '../../shared/verdict/morning-answer.ts'
import { answerJson } from './answer.ts'
import { shownOf, toAddress, type RouteDeps } from './deps.ts'
import { readMorningView } from './judged.ts'

/** What the verdict rests on: read when, how whole, by which clock. */
export function trustRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { picture, morning, question, now } = deps.judge(shown, readMorningView(event))
    const at = morning.at ?? now
    const judged = [...Object.values(morning.bySection).flat(), ...morning.asExpected]
    const heldAt = heldSinceAt(picture)
    const answer: TrustAnswer = {
      reads: shown.watcher.lastReads().map(({ what, at }) => ({ what, at: at === null ? null : toIso(at) })),
      incomplete: picture.unread.map(({ reason }) => reason),
      heldSince: heldAt === null ? null : toIso(heldAt),
      setAsideCount: picture.setAsideCount,
      surprises: shown.reads.surprises(),
      clockSkewMs: shown.clockSkewMs(),
      gaps: picture.remembered.gaps.filter(({ toAt }) => toAt >= picture.reachFromAt).map(({ fromAt, toAt, unattended }) => ({ from: toIso(fromAt), to: toIso(toAt), unattended: unattended === true })),
      countedAdHocCount: picture.countedAdHoc?.goodCount ?? null,
      withoutExpectation: judged.filter(({ hasExpectation }) => !hasExpectation).map(judgement => toJobRow(judgement, { server: toAddress(shown, deps), at, window: question.window })),
      memoryTrouble: shown.memory.trouble(),
    }
    return await answerJson(event, answer)
  }
}
