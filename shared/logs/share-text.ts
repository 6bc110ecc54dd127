import { toLevel } from './log-level.ts'
import { toPlainText } from './log-spans.ts'

/** What a run is, in words, for a message to a colleague. */
export interface SharedRun {
  job: string
  /** `failed 01:05:48`. */
  state: string
  /** null where there is nothing to explain. */
  reason: string | null
}

const MOST_LINES = 5
const LONGEST = 240

/** Job, state, reason, lines and link, each on a row: what someone pastes into a chat. */
export function toShareText(run: SharedRun, lines: readonly { at: string, level: number, message: string }[], link: string): string {
  const said = lines.slice(0, MOST_LINES).map(({ at, level, message }) => `> ${at} ${toLevel(level).word} ${shorten(toPlainText(message))}`)
  const left = lines.length - said.length
  return [
    `${run.job} · ${run.state}`,
    ...(run.reason === null ? [] : [shorten(run.reason)]),
    ...said,
    ...(left > 0 ? [`> … ${left} more`] : []),
    link,
  ].join('\n')
}

/** The first row of a text, cut with a sign that it was. */
function shorten(text: string): string {
  const [row = '', ...more] = text.trim().split('\n')
  const characters = [...row]
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : more.length > 0 ? `${row} …` : row
}
