/** One step of a Python traceback, outermost first. */
export interface Frame {
  file: string
  line: number
  /** The function, as Python names it; null for a SyntaxError's place, which is in none. */
  name: string | null
  /** The source as the traceback shows it, without its markers; null where Python could not read it. */
  code: string | null
  /** Ours: neither Python's own nor an installed package's. */
  own: boolean
}

/** How an exception came to be raised after the one above it. */
export type RaisedBy
  = | 'cause' // raise … from …
    | 'context' // raised while the other was handled
    | 'group' // one of the exceptions of a group

/** One exception of a chain. */
export interface Raised {
  /** null for the first one told. */
  by: RaisedBy | null
  frames: Frame[]
  /** `OperationalError: connection refused` with all its lines; null where the text ends before it. */
  headline: string | null
}

/** A traceback taken apart. Python tells the root cause first and what reached the caller last. */
export interface Traceback {
  /** What stands before it: `Task run failed with exception: …`; null for nothing. */
  lead: string | null
  chain: Raised[]
}

const START = /^(?:Exception Group )?Traceback \(most recent call last\):\s*$/
const FRAME = /^ {2}File "([^"]+)", line (\d+)(?:, in (.+))?$/
const MEMBER = /^\s*(?:\+-)?\+-+ (?:\d+|\.\.\.) -+\s*$/
const GUTTER = /^\s*[|+] ?/
const MARKERS = /^\s*[~^]+\s*$/
const LINKS: readonly (readonly [string, RaisedBy])[] = [
  ['The above exception was the direct cause of the following exception:', 'cause'],
  ['During handling of the above exception, another exception occurred:', 'context'],
]

/** Longer text is not taken apart: nobody reads ten thousand frames, and it is shown whole all the same. */
const MAX_CHARACTERS = 200_000

/** Paths of Python itself and of installed packages, Prefect's own checkout included. */
const LIBRARY = /(?:site|dist)-packages[\\/]|[\\/]lib(?:64)?[\\/]python\d|[\\/]Lib[\\/]|[\\/]src[\\/]prefect[\\/]|^<frozen |^<string>$/

/** Whether a frame of this file is nobody's own code. */
export function isLibraryFile(file: string): boolean {
  return LIBRARY.test(file)
}

/**
 * Takes a Python traceback apart, chained and grouped exceptions included.
 *
 * @returns null for a text without a traceback, which is then to be shown as it is
 */
export function readTraceback(text: string): Traceback | null {
  if (text.length > MAX_CHARACTERS || !text.includes('Traceback (most recent call last):'))
    return null
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const first = lines.findIndex(line => START.test(withoutGutter(line)))
  if (first === -1)
    return null
  const lead = lines.slice(0, first).join('\n').trim()
  return { lead: lead === '' ? null : lead, chain: readChain(lines.slice(first)) }
}

function withoutGutter(line: string): string {
  return line.replace(GUTTER, '')
}

/**
 * Whether `logged` is the traceback of the exception that `message`, a run's state, names. A log can hold tracebacks of what
 * was tried again and went well; those do not explain the end.
 */
export function isTracebackOf(logged: string, message: string | null): boolean {
  const headline = readTraceback(logged)?.chain.at(-1)?.headline?.split('\n')[0]?.trim()
  if (headline === undefined || message === null)
    return false
  const said = headline.replace(/^[\w.]*\.(?=[A-Z])/, '') // the state may name the type with its module or without
  return said !== '' && message.includes(said)
}

/** Each block begins at its `Traceback` line; what links it to the one before stands between them. */
function readChain(lines: readonly string[]): Raised[] {
  const inGroup = lines.some(line => GUTTER.test(line) && START.test(withoutGutter(line)))
  const chain: Raised[] = []
  let block: string[] = []
  let by: RaisedBy | null = null
  const close = (): void => {
    if (block.some(line => line.trim() !== ''))
      chain.push(readRaised(block, by))
    block = []
  }
  for (const raw of lines) {
    const line = inGroup ? withoutGutter(raw) : raw
    const link = LINKS.find(([words]) => words === line.trim())
    if (START.test(line)) {
      close()
      block = [line]
    }
    else if (link !== undefined) {
      close()
      by = link[1]
    }
    else if (inGroup && MEMBER.test(raw)) {
      close()
      by = 'group'
      block = [''] // a member may come without frames and without a Traceback line of its own
    }
    else if (block.length > 0) {
      block.push(line)
    }
  }
  close()
  return chain
}

function readRaised(block: readonly string[], by: RaisedBy | null): Raised {
  const frames: Frame[] = []
  let headlineFrom = 1 // past the Traceback line, or the empty one in its place
  for (const [index, line] of block.entries()) {
    const [, file, number, name] = FRAME.exec(line) ?? []
    if (file === undefined || number === undefined)
      continue
    const code = codeAfter(block, index)
    frames.push({ file, line: Number(number), name: name ?? null, code: code === '' ? null : code, own: !isLibraryFile(file) })
    headlineFrom = index + 1
  }
  const headline = block.slice(headlineFrom).filter((line, index, rest) => !isFrameText(line, index, rest)).join('\n').trim()
  return { by, frames, headline: headline === '' ? null : headline.replace(/\n?[+-]*-{4,}$/, '') }
}

/** The lines between one frame and the next thing, less indentation and the carets below them. */
function codeAfter(block: readonly string[], at: number): string {
  const code: string[] = []
  for (const line of block.slice(at + 1)) {
    if (!line.startsWith('    '))
      break
    if (!MARKERS.test(line))
      code.push(line.slice(4))
  }
  return code.join('\n').trimEnd()
}

/** Source and carets of the last frame, and `[Previous line repeated 9 more times]`, stand before the exception's line. */
function isFrameText(line: string, index: number, rest: readonly string[]): boolean {
  if (line.startsWith('  [Previous line repeated'))
    return true
  return line.startsWith('    ') && rest.slice(0, index).every(earlier => earlier.startsWith('  '))
}

/** A stretch of frames that is opened or folded as one. */
export interface FrameFold {
  own: boolean
  frames: Frame[]
}

/** Neighbouring frames of one kind together, in their order. */
export function foldFrames(frames: readonly Frame[]): FrameFold[] {
  const folds: FrameFold[] = []
  for (const frame of frames) {
    const last = folds.at(-1)
    if (last !== undefined && last.own === frame.own)
      last.frames.push(frame)
    else
      folds.push({ own: frame.own, frames: [frame] })
  }
  return folds
}
