import { readExitCode } from './exit-code.ts'
import { isOfSurroundings, isSaidAnywhere } from './said-anywhere.ts'

/** Messages that only say that something below went wrong, or only name what Prefect could not do for it. */
const POINTS_BELOW = [
  /^\d+\/\d+ states (?:failed|are not final)\.?$/,
  /^(?:Flow|Task) run (?:failed|encountered an exception)\.?$/,
  /^Finished in state /,
  /^Run is in \w+ state\b/,
  /^Upstream task run '.*' did not reach a 'COMPLETED' state\.?$/,
  /^Execution was aborted by Python system exit call\.$/,
  /^Process for flow run /,
  /^Failed to submit flow run /,
]

/** Ended from outside, or for the run's own length or size: what it logged before is not why, and no two jobs share it for that. */
const ENDED_FROM_OUTSIDE = [
  /^(?:Flow|Task) run exceeded timeout of /,
  /^Execution was aborted by (?:an interrupt|a termination) signal\.$/,
  /^Execution was cancelled by the runtime environment\.$/,
  /\bkilled by YARN\b|\bJava heap space\b|\bGC overhead limit exceeded\b|\bCUDA out of memory\b/,
  /\bheartbeats?\b.*\b(?:missing|missed|lost|stopped|not received)\b|\b(?:missing|missed|lost|no) heartbeats?\b/i,
]

const ACTIVITY = '(?:aggregat|archiv|backfill|build|calculat|call|clean(?: |-)?up|collect|complet|comput|copy|deliver|deploy|download|enrich|execut|export|extract|fetch|finish|gather|generat|handl|import|ingest|invok|load|materiali[sz]|merg|migrat|perform|persist|populat|predict|prepar|process|publish|pull data|quer|rebuild|refresh|retriev|run|sav|scor|send|stor|submit|sync|synchroni[sz]|train|transform|updat|upload|writ)(?:e|y|ing)?'
/** What was being done, not why it could not be: "Failed to load orders", "mart refresh failed". */
const DOES_NOT_SAY_WHY = [
  new RegExp(String.raw`^(?:\w+: )?(?:an )?(?:(?:unexpected |unhandled )?(?:error|exception|failure|problem)s? (?:occurred )?(?:while|when|during|in)|(?:failed|unable|failure|error) to|could not|couldn't) ${ACTIVITY}\b[^:;]{0,80}[.!]?$`, 'i'),
  /^(?:\w+: )?(?!\d+ (?!of |out of )|.*\b(?:connect\w*|auth\w*|log-?in|handshake|verif\w+|valid\w+|check\w*|assert\w*|look-?up|resol\w+|alloc\w+|probe|payment)\b)(?:[\w'"./-]{1,60} ){1,5}(?:has )?failed[.!]?$/i,
]

/** An exception that wraps another and says no more than that. */
const WRAPS = [
  /^(?:Base)?ExceptionGroup: |\(\d+ sub-exceptions?\)$/,
  /^RetryError: RetryError\[<Future at /,
  /^(?:\w+: )?(?:unhandled errors in a TaskGroup)/,
  /^CalledProcessError: Command .* (?:returned non-zero exit status|died with) /,
  /^MissingResult\b/,
  /^(?:FailedRun|CrashedRun|UnfinishedRun|UpstreamTaskError)\b/,
]

/** Words that make a sentence without a thing in it: "load failed", "an unexpected error occurred, see the logs". */
const EMPTY_WORDS = new Set(`a an and encountered above action after again at all any batch be been below by check could completed data details did do during end ended error errors etl exception exited export extract extraction fail failed
failing failure fatal flow for from has have in import ingest ingestion internal is it its job load loading log logs more not occurred of on one or pipeline please previous process processing raised run runs see script
something step step stopped sync task tasks the there this to transform unable unexpected unhandled unknown unsuccessful up was went while with without wrong`.split(/\s+/))

/** A type without a message: AssertionError, Exception(). Two of those share nothing but the type. */
const BARE = /^[A-Za-z_]\w*(?::\s*|\(\))?$/

export type Telling
  = | 'cause' // names the fault
    | 'place' // names a fault that can be anywhere: the place is needed
    | 'below' // says that something else went wrong
    | 'outside' // ended from outside: only the job tells one from another

/** How much a line tells of why. */
export function toTelling(line: string): Telling {
  if (ENDED_FROM_OUTSIDE.some(pattern => pattern.test(line)))
    return 'outside'
  if (readExitCode(line) !== null || POINTS_BELOW.some(pattern => pattern.test(line)) || WRAPS.some(pattern => pattern.test(line)) || DOES_NOT_SAY_WHY.some(pattern => pattern.test(line)))
    return 'below'
  if (/^AssertionError(?::\s*|\(\))?$/.test(line) || (!(isBare(line) || isEmptySentence(line)) && isSaidAnywhere(line)))
    return isOfSurroundings(line) ? 'outside' : 'place'
  return isBare(line) || isEmptySentence(line) ? 'below' : 'cause'
}

function isBare(line: string): boolean {
  return BARE.test(line) && /[A-Z(]/.test(line)
}

function isEmptySentence(line: string): boolean {
  const message = line.slice(0, 200).replace(/^[A-Z]\w*: /, '').toLowerCase()
  const words = message.match(/[\p{L}\p{N}_'‹›-]+/gu)
  return words !== null && words.length < 16 && words.every(word => EMPTY_WORDS.has(word) || /^\d+$/.test(word)) && words.some(word => EMPTY_WORDS.has(word))
}
