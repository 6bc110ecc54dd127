import Anser from 'anser'
import { toAnsiColor, type AnsiColor } from './ansi-color.ts'

/** A stretch of a log line that is shown alike. Its text is text, never markup. */
export interface LogSpan {
  /** `link`: the text is an http(s) address. `control`: the text is the name of a character that cannot be seen. */
  kind: 'text' | 'link' | 'control'
  text: string
  color: AnsiColor | null
  background: AnsiColor | null
  decorations: Decoration[]
}

/** What a terminal does to text besides colour. Blinking and hiding are left out. */
const DECORATIONS = ['bold', 'dim', 'italic', 'underline', 'reverse', 'strikethrough'] as const

export type Decoration = typeof DECORATIONS[number]

const ESCAPE = '\u001B'

/** Everything a terminal obeys but colours: hyperlinks and titles (OSC), device strings, cursor moves, two-letter commands. */
const OTHER_ESCAPES = /\u001B(?:\][^\u0007\u001B]{0,2000}(?:\u0007|\u001B\\)|[PX^_][^\u001B]{0,2000}\u001B\\|\[(?![\d;]*m)[0-?]*[ -/]*[@-~]|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])/g

/** Control characters other than tab and newline, and the marks that reorder text around them. */
const INVISIBLE = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/

const PARTS = new RegExp(`(${INVISIBLE.source})|(https?://[^\\s<>"'\`{}|\\\\^\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]+)`, 'gi')

const AFTER_AN_ADDRESS = '.,;:!?*_…\'"'

/**
 * A message as spans in their order: colours kept, other escape sequences dropped, addresses found, and every character that
 * would hide or reorder text shown by name (`⟨NUL⟩`, `⟨U+202E⟩`).
 */
export function toLogSpans(message: string): LogSpan[] {
  const text = message.replaceAll('\r\n', '\n')
  if (!text.includes(ESCAPE))
    return toParts(text, PLAIN)
  return Anser.ansiToJson(text.replace(OTHER_ESCAPES, ''), { json: true, use_classes: true, remove_empty: true }).flatMap(chunk => toParts(chunk.content, {
    color: toAnsiColor(chunk.fg, chunk.fg_truecolor),
    background: toAnsiColor(chunk.bg, chunk.bg_truecolor),
    decorations: DECORATIONS.filter(decoration => chunk.decorations.includes(decoration)),
  }))
}

/** A message as one string without escape sequences, for a label or a tooltip. */
export function toPlainText(message: string): string {
  return toLogSpans(message).map(({ text }) => text).join('')
}

type Look = Pick<LogSpan, 'color' | 'background' | 'decorations'>

const PLAIN: Look = { color: null, background: null, decorations: [] }

function toParts(text: string, look: Look): LogSpan[] {
  const spans: LogSpan[] = []
  const push = (kind: LogSpan['kind'], part: string): void => {
    if (part !== '')
      spans.push({ kind, text: part, ...look })
  }
  let done = 0
  for (const match of text.matchAll(PARTS)) {
    const [whole, control, address] = match
    push('text', text.slice(done, match.index))
    done = match.index + whole.length
    if (control !== undefined)
      push('control', toName(control))
    if (address !== undefined) {
      const link = withoutTail(address)
      push(/\/\/./.test(link) ? 'link' : 'text', link)
      done = match.index + link.length
    }
  }
  push('text', text.slice(done))
  return spans
}

/** An address ends before the sentence's punctuation, and before a bracket it did not open. */
function withoutTail(address: string): string {
  const unopened = { ')': countOf(address, ')') - countOf(address, '('), ']': countOf(address, ']') - countOf(address, '[') }
  let end = address.length
  for (; end > 0; end--) {
    const last = address.charAt(end - 1)
    if (last === ')' || last === ']') {
      if (unopened[last]-- <= 0)
        break
    }
    else if (!AFTER_AN_ADDRESS.includes(last)) {
      break
    }
  }
  return address.slice(0, end)
}

function countOf(text: string, character: string): number {
  return text.split(character).length - 1
}

/** ASCII's own names of its first 32 characters: few fonts have the pictures Unicode made for them. */
const ASCII_NAMES = 'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(' ')

function toName(control: string): string {
  const code = control.charCodeAt(0)
  return `⟨${ASCII_NAMES[code] ?? (code === 0x7F ? 'DEL' : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`)}⟩`
}
