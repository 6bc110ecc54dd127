import type { Finder } from './find-text.ts'
import { toPlainText } from './log-spans.ts'

/** A part of a message, in plain characters: without colours, and with what cannot be seen told by its name. */
export interface LineExcerpt {
  text: string
  /** More of the message stands before and behind it. */
  isCutBefore: boolean
  isCutAfter: boolean
}

/** Rows of the message on each side of the one that is meant: of a traceback those that tell where. */
const ROWS_AROUND = 2
const CHARACTERS_BEFORE = 240
const CHARACTERS_AFTER = 480
/** Where nothing is looked for. */
const ROW_CHARACTERS = 240

/** The rows of a message around the phrase. One that does not hold it gives its beginning. */
export function toHitExcerpt(message: string, finder: Finder): LineExcerpt {
  const whole = toPlainText(message)
  const [range] = finder.ranges(whole)
  if (range === undefined)
    return toRowExcerpt(message)
  let [from, to] = [range.from, range.to]
  for (let row = 0; row <= ROWS_AROUND && from > 0; row++)
    from = whole.lastIndexOf('\n', from - (row === 0 ? 1 : 2)) + 1
  for (let row = 0; row <= ROWS_AROUND && to < whole.length; row++)
    to = toRowEnd(whole, row === 0 ? to : to + 1)
  return cut(whole, Math.max(from, range.from - CHARACTERS_BEFORE), Math.min(to, range.to + CHARACTERS_AFTER))
}

/** The first row of a message. */
export function toRowExcerpt(message: string): LineExcerpt {
  const whole = toPlainText(message)
  return cut(whole, 0, Math.min(toRowEnd(whole, 0), ROW_CHARACTERS))
}

function toRowEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function cut(whole: string, from: number, to: number): LineExcerpt {
  return { text: whole.slice(from, to), isCutBefore: from > 0, isCutAfter: whole.slice(to).trim() !== '' }
}
