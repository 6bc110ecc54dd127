import { toPlainText, type LogSpan } from './log-spans.ts'

/** Characters from `from` up to `to` of a text. */
export interface TextRange {
  from: number
  to: number
}

/** Finds one phrase, as it is written, whatever the case of its letters. */
export interface Finder {
  phrase: string
  /** Whether a message, as it is shown, holds the phrase. */
  test: (message: string) => boolean
  /** Where a text holds it, from left to right, without overlap. */
  ranges: (text: string) => TextRange[]
}

/** More marks in one line help nobody. */
const MOST_RANGES = 500

/** null for a phrase of spaces alone: nothing is looked for. */
export function toFinder(phrase: string): Finder | null {
  if (phrase.trim() === '')
    return null
  const source = phrase.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)
  const once = new RegExp(source, 'i')
  const each = new RegExp(source, 'gi')
  return {
    phrase,
    // Most lines are plain as they came: only one that is not has to be made so.
    test: message => once.test(isPlain(message) ? message : toPlainText(message)),
    ranges(text) {
      const ranges: TextRange[] = []
      for (const match of text.matchAll(each)) {
        ranges.push({ from: match.index, to: match.index + match[0].length })
        if (ranges.length === MOST_RANGES)
          break
      }
      return ranges
    },
  }
}

/** A piece of a span. */
export interface MarkedSpan extends LogSpan {
  /** Inside what was found. */
  found: boolean
  /** Of a link: all of it, of which this can be a piece. */
  address: string | null
}

/** Spans cut where ranges of their joined text begin and end. */
export function markSpans(spans: readonly LogSpan[], ranges: readonly TextRange[]): MarkedSpan[] {
  const marked: MarkedSpan[] = []
  let start = 0
  let next = 0
  for (const span of spans) {
    const end = start + span.text.length
    for (let at = start; at < end;) {
      while ((ranges[next]?.to ?? Number.POSITIVE_INFINITY) <= at)
        next++
      const range = ranges[next]
      const found = range !== undefined && range.from <= at
      const stop = Math.min(end, range === undefined ? end : found ? range.to : range.from)
      marked.push({ ...span, text: span.text.slice(at - start, stop - start), found, address: span.kind === 'link' ? span.text : null })
      at = stop
    }
    start = end
  }
  return marked
}

function isPlain(message: string): boolean {
  return !/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/.test(message)
}
