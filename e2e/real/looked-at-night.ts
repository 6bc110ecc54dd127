import { setTimeout as sleep } from 'node:timers/promises'
import type { MorningAnswer } from '../../shared/api/morning.ts'
import { judgeMorning } from '../../shared/verdict/morning.ts'
import { toMorningAnswer } from '../../shared/verdict/morning-answer.ts'
import { NOTHING_REMEMBERED } from '../../shared/verdict/remembered.ts'
import type { Written } from '../nights/generate.ts'
import { startOwnServer } from '../own-server.ts'
import type { RealServer } from './servers.ts'
import { writePicture } from './written-picture.ts'

const WHOLE_WITHIN_MS = 100_000
const LOOKS = 3

export interface LookedAt {
  /** What First Light answered: looks in a row. */
  looks: readonly MorningAnswer[]
  /** The verdict on the written picture as far as a server alone shows it, as of the first look. */
  pure: MorningAnswer
}

/**
 * Writes a night into a server and asks the built First Light for its morning, as somebody does who starts it for the first time:
 * nothing is remembered. `apartMs` between looks: longer than the watcher's round, and each look rests on a new reading.
 */
export async function lookAt(prefect: RealServer, written: Written, { apartMs = 0 }: { apartMs?: number } = {}): Promise<LookedAt> {
  writePicture(prefect.home, written.picture, written.ahead)
  const { timeZone } = written.question.window
  const own = await startOwnServer({ env: { PREFECT_API_URL: prefect.apiUrl, FIRSTLIGHT_TZ: timeZone }, isReady: false })
  try {
    const looks = [await whole(own.address)]
    while (looks.length < LOOKS) {
      await sleep(apartMs)
      looks.push(await morning(own.address))
    }
    const at = Date.parse(looks[0]?.asOf ?? '')
    const picture = { ...written.picture, asOf: at, remembered: NOTHING_REMEMBERED, vanished: [] }
    const question = { ...written.question, window: { ...written.question.window, toAt: at } }
    return { looks, pure: toMorningAnswer(judgeMorning(picture, question, at), { picture, question, now: at }) }
  }
  finally {
    await own.stop()
  }
}

/** The first answer that rests on everything, history and with it what runs usually take included. */
async function whole(address: string): Promise<MorningAnswer> {
  for (const endAt = Date.now() + WHOLE_WITHIN_MS; ;) {
    const answer = await morning(address)
    if (answer.complete && answer.incomplete.length === 0)
      return answer
    if (Date.now() > endAt)
      throw new Error(`not read whole in time: ${answer.incomplete.map(({ reason }) => reason).join(' ')}`)
    await sleep(100)
  }
}

async function morning(address: string): Promise<MorningAnswer> {
  return await (await fetch(`${address}/api/morning`)).json() as MorningAnswer
}

/** What was planted, as one finds it who comes afterwards. */
export function plantedAfterwards({ key, planted }: Written): Pick<Written, 'key' | 'planted'> {
  return { key, planted: planted.map(incident => ({ ...incident, ...incident.afterwards })) }
}

/** What people read of an answer, one line a fact, so that a difference names itself. */
export function toLines({ verdict, counts, problems }: MorningAnswer): string[] {
  return [
    `${verdict.status}: ${verdict.sentence}`,
    Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', '),
    ...problems.map(({ id, section, kind, title, reason, jobs, consequences, partition }) =>
      `${id} ${section} ${kind} “${title}” (${reason}) ${[...jobs, ...consequences].map(({ flow, deployment }) => `${flow}/${deployment ?? ''}`).join(', ')} ${partition ?? ''}`),
  ]
}
