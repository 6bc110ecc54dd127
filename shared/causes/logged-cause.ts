import { readHeadline, type Headline } from './headline.ts'
import { toTelling, type Telling } from './says-little.ts'
import { readTraceback, type Frame, type Raised } from './traceback.ts'

/** A frame that tells one fault from another of the same words. */
export interface Place {
  /** `file.py in function`. */
  name: string
  /** The source there; null where Python could not read it. It lasts longer than the line's number. */
  code: string | null
}

/** Where code is put: anew for each run, or by an image. */
const ROOT = /^\/(?:app|code|src|workspace|root|usr\/src\/app|opt\/prefect|home\/[^/]+)\/|^(?:\/private)?\/(?:tmp|var\/tmp|var\/folders\/[^/]+\/[^/]+\/T)\/[^/]+\/|^[A-Za-z]:\\.*\\Temp\\[^\\]+\\/

/** Of a longer log its beginning and its end are read: a traceback tells the root first and what reached the caller last. */
const MAX_LOG_CHARACTERS = 32_000

/** What a log tells of why a run ended. */
export interface LoggedCause {
  headline: Headline
  telling: Telling
  /** Where a fault that can be anywhere was raised; null where the words are enough or no own frame is known. */
  place: Place | null
}

/**
 * The cause in a run's last error log.
 *
 * A traceback names its exception after the frames, the last of a chain being what reached the caller: the cause is that one if it
 * names a fault, else the nearest before it that does; of a group all members that do. Other logs speak in their first line.
 *
 * @param wholeLog - of any length
 * @param said - what the state named, if anything: a traceback of something else does not tell its place
 * @returns null where the log says nothing of its own
 */
export function readLoggedCause(wholeLog: string, said: string | null): LoggedCause | null {
  const logged = withoutMiddle(wholeLog)
  const chain = readTraceback(logged)?.chain
  if (chain === undefined) {
    const headline = readHeadline(logged)
    const telling = headline === null ? 'below' : toTelling(headline.said)
    return headline === null || telling === 'below' || telling === 'outside' ? null : { headline, telling, place: null }
  }
  const told = chain.map(toTold).filter(raised => raised !== null)
  const members = told.filter(({ by, telling }) => by === 'group' && (telling === 'cause' || telling === 'place'))
  const naming = members.filter(({ telling }) => telling === 'cause')
  if (naming[0] !== undefined)
    return { headline: { said: naming[0].headline.said, faults: naming.flatMap(({ headline }) => headline.faults) }, telling: 'cause', place: null }
  const last = members[0] ?? told.at(-1)
  if (last === undefined || (said !== null && toTelling(said) === 'place' && last.headline.said !== said))
    return null
  const cause = last.telling === 'below' ? told.findLast(({ telling }) => telling === 'cause' || telling === 'place') ?? last : last
  return { headline: cause.headline, telling: cause.telling, place: cause.telling === 'cause' || cause.telling === 'outside' ? null : cause.place }
}

function withoutMiddle(log: string): string {
  return log.length <= MAX_LOG_CHARACTERS ? log : `${log.slice(0, MAX_LOG_CHARACTERS / 2)}\n${log.slice(-MAX_LOG_CHARACTERS / 2)}`
}

function toTold({ by, frames, headline: text }: Raised): LoggedCause & Pick<Raised, 'by'> | null {
  const headline = text === null ? null : readHeadline(text)
  return headline === null ? null : { by, headline, telling: headline.faults.length > 1 ? 'cause' : toTelling(headline.said), place: toPlace(frames) }
}

/** The last frame that is neither a library's nor Python's own. The folder that holds all code is not named. */
function toPlace(frames: readonly Frame[]): Place | null {
  const frame = frames.findLast(({ own }) => own)
  if (frame?.name == null)
    return null
  const file = frame.file.replace(ROOT, '').split(/[\\/]/).slice(-2).join('/')
  return { name: `${file} in ${frame.name}`, code: frame.code?.split('\n')[0] ?? null }
}
