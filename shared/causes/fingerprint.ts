import type { FlowRun } from '../model/flow-run.ts'
import { readTraceback } from './traceback.ts'

/** Why something went wrong, such that two runs with the same `key` went wrong for the same reason. */
export interface Cause {
  key: string
  /** In the machine's words, with what differs from run to run replaced by ‹…›. */
  text: string
  /** The same as this one run said it. */
  said: string
}

/** What Prefect writes around an exception: 3.x with a colon, 2.20 with a full stop, tasks with neither. */
const WRAPPERS = /^(?:Flow|Task) run encountered an exception[:.]?\s*/

/** Messages that only say that something below went wrong. */
const SAYS_NOTHING = [
  /^\d+\/\d+ states (?:failed|are not final)\.?$/,
  /^(?:Flow|Task) run (?:failed|encountered an exception)\.?$/,
  /^Finished in state /,
]

const EXIT_CODE = /(?:exited with|returned)(?: a)?(?: non-zero)? (?:status|exit)(?: code)?:? (-?\d+)/i

/** `module.path.SomeError: message`, or the bare type. */
const EXCEPTION = /^((?:[A-Za-z_]\w*\.)*[A-Z]\w*)(?::\s*([\s\S]*)|\s*\(?\)?)$/

/** What runs of one cause do not share, most specific first. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '‹id›'],
  [/\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/g, '‹date›'],
  [/\b\d{1,2}:\d{2}:\d{2}(?:\.\d+)?\b/g, '‹time›'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '‹ip›'],
  [/\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b/gi, '‹ip›'],
  [/(?:\/private)?\/(?:tmp|var\/folders|var\/tmp)\/[^\s'",:;)\]]+/g, '‹path›'],
  [/\b[a-z][a-z0-9-]*-[a-z0-9]{6,10}-[a-z0-9]{5}\b/g, '‹pod›'],
  [/\b0x[0-9a-f]+\b/gi, '‹hex›'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi, '‹hex›'],
  [/(?<![A-Za-z_])\d+(?:[.,]\d+)*/g, '‹n›'],
]

/** A code names the fault in every language; the words around it are the operating system's translation. */
const CODE = /\[(?:Errno|WinError) -?\d+\]|\bORA-\d{5}\b|\bSQLSTATE\[?[ :]?\w{5}\]?/

/**
 * Whether the state's message leaves the cause open, so that its last error log should be read.
 * Rests on the messages of Prefect 3.8.8 and 2.20.26: "2/3 states failed.", "… exited with non-zero status code 1.", a bare type.
 */
export function needsLoggedError(run: Pick<FlowRun, 'state'>): boolean {
  if (run.state === null || (run.state.type !== 'FAILED' && run.state.type !== 'CRASHED'))
    return false
  return readHeadline(run.state.message) === null
}

/**
 * The cause of one failure.
 *
 * Exception type and normalised message, from `message` (the state's) where it says something of its own, else from `logged`
 * (the run's last error log with its traceback), where the innermost own frame is added if the exception is bare.
 * An exit code alone does not make two jobs one problem: its key holds `jobKey`.
 *
 * @returns null when nothing at all was said
 */
export function toCause(message: string | null, logged: string | null, jobKey: string): Cause | null {
  const told = readHeadline(message)
  if (told !== null)
    return toKeyed(told)
  const lastLogged = logged === null ? null : readLoggedHeadline(logged)
  if (lastLogged !== null && !isBare(lastLogged))
    return toKeyed(lastLogged)
  const frame = logged === null ? null : innermostOwnFrame(logged)
  const bare = lastLogged ?? firstLine(message)
  if (bare === null)
    return null
  if (frame !== null)
    return { key: `${normalise(bare)} @ ${frame}`, text: `${bare} in ${frame}`, said: `${bare} in ${frame}` }
  return { key: `${keepExitCode(bare)} # ${jobKey}`, text: bare, said: bare }
}

/** The message's first line without Prefect's wrapper; null where it names no fault of its own. */
function readHeadline(message: string | null): string | null {
  const line = firstLine(message?.replace(WRAPPERS, '') ?? null)
  if (line === null || SAYS_NOTHING.some(pattern => pattern.test(line)) || EXIT_CODE.test(line) || isBare(line))
    return null
  return line
}

/** A type without a message: AssertionError, Exception(). Two of those share nothing but the type. */
function isBare(line: string): boolean {
  const exception = EXCEPTION.exec(line)
  return exception !== null && (exception[2] === undefined || exception[2].trim() === '') && !/\s/.test(line.trim())
}

/** A traceback names its exception after the frames, the last of a chain being what reached the caller; other logs speak in their first line. */
function readLoggedHeadline(logged: string): string | null {
  const last = readTraceback(logged)?.chain.at(-1)?.headline ?? null
  if (last !== null)
    return firstLine(last)
  return readHeadline(logged.split('\n')[0]?.replace(/^(?:Encountered exception during execution|(?:Task|Flow) run failed with exception):\s*/, '') ?? null)
}

/** `file.py in function` of the last frame that is neither a library's nor Python's own; null without one. */
function innermostOwnFrame(logged: string): string | null {
  const frame = readTraceback(logged)?.chain.at(-1)?.frames.findLast(({ own }) => own)
  return frame?.name == null ? null : `${frame.file.split('/').slice(-2).join('/')} in ${frame.name}`
}

function toKeyed(headline: string): Cause {
  const text = normalise(headline)
  return { key: text, text, said: headline }
}

function normalise(line: string): string {
  const code = CODE.exec(line)
  if (code !== null) {
    const after = line.slice(code.index + code[0].length)
    const subject = /[:'"].*$/.exec(after)?.[0] ?? ''
    return `${vary(line.slice(0, code.index))}${code[0]}${vary(subject)}`
  }
  return vary(line)
}

function vary(text: string): string {
  return VARYING.reduce((kept, [pattern, name]) => kept.replace(pattern, name), text).trim()
}

function keepExitCode(line: string): string {
  const code = EXIT_CODE.exec(line)?.[1]
  return code === undefined ? normalise(line) : `exit code ${code}`
}

/** A message of many megabytes is cut before any pattern sees it. */
function firstLine(text: string | null): string | null {
  const line = text?.slice(0, 4_000).split('\n').find(candidate => candidate.trim() !== '')?.trim()
  return line === undefined ? null : line
}
