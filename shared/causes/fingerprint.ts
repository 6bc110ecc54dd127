import type { FlowRun } from '../model/flow-run.ts'
import { describeExitCode, isToldInWords, readExitCode, tellsSignal } from './exit-code.ts'
import { toFaultKey, toFaultText } from './fault.ts'
import { readHeadline, type Headline } from './headline.ts'
import { readLoggedCause, type LoggedCause, type Place } from './logged-cause.ts'
import { toTelling, type Telling } from './says-little.ts'

/** Why something went wrong, such that two runs with the same `key` went wrong for the same reason. */
export interface Cause {
  key: string
  /** In the machine's words, with what differs from run to run replaced by ‹…›; one line. */
  text: string
  /** The same as this one run said it; one line. */
  said: string
}

/** A title is one line; the whole text stands with the run. */
const MAX_TITLE_CHARACTERS = 160
const MAX_KEY_CHARACTERS = 400
/** Of a longer key its end is kept as well: after a statement or a list stands what is wrong with it. */
const KEY_END_CHARACTERS = 100

/**
 * Whether the state's message leaves the cause open, so that its last error log should be read.
 * Rests on the messages of Prefect 3.8.8 and 2.20.26: "2/3 states failed.", "… exited with non-zero status code 1.", a bare type;
 * and on Python's own words that name nothing of ours: "division by zero".
 */
export function needsLoggedError(run: Pick<FlowRun, 'state'>): boolean {
  if (run.state === null || (run.state.type !== 'FAILED' && run.state.type !== 'CRASHED'))
    return false
  const told = run.state.message === null ? null : readHeadline(run.state.message)
  const telling = told === null ? 'below' : toTellingOf(told)
  return telling === 'below' || telling === 'place'
}

/**
 * The cause of one failure.
 *
 * Exception type and normalised message, from `message` (the state's) where it names the fault. Where it only points at something
 * below, from `logged` (the run's last error log with its traceback), down to the exception that names one. A fault that can be
 * anywhere (a bare assert, "division by zero") is told apart by the innermost own frame and its source.
 * What only the job tells apart (exit codes, timeouts, nothing logged) holds `jobKey`.
 *
 * @returns null when nothing at all was said
 */
export function toCause(message: string | null, logged: string | null, jobKey: string): Cause | null {
  const told = message === null ? null : readHeadline(message)
  const telling = told === null ? 'below' : toTellingOf(told)
  if (told !== null && telling === 'cause')
    return toCauseOf(told)
  const isWhole = telling === 'outside' || (told !== null && tellsSignal(told.said))
  const below = logged === null || isWhole ? null : readLoggedCause(logged, told?.said ?? null)
  if (below?.telling === 'cause')
    return toCauseOf(below.headline)
  if (below !== null && below.place !== null)
    return toCauseAt(below, below.place)
  const last = telling === 'place' ? told : below?.headline ?? told
  return last === null ? null : toCauseOfJob(last, jobKey)
}

function toCauseOf(headline: Headline): Cause {
  return { key: cutKey(toFaultKey(headline)), text: cut(toFaultText(headline), MAX_TITLE_CHARACTERS), said: cut(headline.said, MAX_TITLE_CHARACTERS) }
}

/** What a decoder met at the place is this run's data; a recursion may end in any call. */
const SAYS_NO_MORE = /^(?:\w*(?:De|En)codeError|RecursionError)(?=: )/

/** The words count beside the place: one call into a library can fail in many ways. */
function toCauseAt({ headline }: LoggedCause, { name, code }: Place): Cause {
  const where = ` in ${cut(name, MAX_TITLE_CHARACTERS / 2)}`
  const fault = SAYS_NO_MORE.exec(headline.said)?.[0] ?? toFaultKey(headline)
  return {
    key: cutKey(`${fault} @ ${name}: ${code ?? ''}`),
    text: `${cut(toFaultText(headline), MAX_TITLE_CHARACTERS - where.length)}${where}`,
    said: `${cut(headline.said, MAX_TITLE_CHARACTERS - where.length)}${where}`,
  }
}

/** An exit code, a timeout or a bare type alone does not make two jobs one problem. */
function toCauseOfJob(headline: Headline, jobKey: string): Cause {
  const exitCode = readExitCode(headline.said)
  if (exitCode === null) {
    const cause = toCauseOf(headline)
    return { ...cause, key: `${cause.key} # ${jobKey}` }
  }
  const key = `exit code ${exitCode} # ${jobKey}`
  const words = describeExitCode(exitCode)
  const said = `Exit code ${exitCode}${words === null ? '' : `: ${words}`}`
  return isToldInWords(headline.said) ? { ...toCauseOf(headline), key } : { key, text: said, said }
}

function toTellingOf({ said, faults }: Headline): Telling {
  return faults.length === 1 && faults[0] === said ? toTelling(said) : 'cause'
}

function cutKey(key: string): string {
  return key.length <= MAX_KEY_CHARACTERS ? key : `${key.slice(0, MAX_KEY_CHARACTERS - KEY_END_CHARACTERS)}…${key.slice(-KEY_END_CHARACTERS)}`
}

/** At the end of a word, where one is near. */
function cut(line: string, most: number): string {
  if (line.length <= most)
    return line
  const kept = line.slice(0, most - 1)
  return `${kept.slice(0, Math.max(kept.lastIndexOf(' '), most - 24)).trimEnd()}…`
}
