import { readExitCode } from './exit-code.ts'

/** Messages that only say that something below went wrong, or only name what Prefect could not do for it. */
const POINTS_BELOW = [
  /^\d+\/\d+ states (?:failed|are not final)\.?$/,
  /^(?:Flow|Task) run (?:failed|encountered an exception)\.?$/,
  /^Finished in state /,
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
  /\bOOM ?Killed\b/i,
  /\bheartbeats?\b.*\b(?:missing|missed|lost|stopped|not received)\b|\b(?:missing|missed|lost|no) heartbeats?\b/i,
]

/** An exception that wraps another and says no more than that. */
const WRAPS = [
  /^(?:Base)?ExceptionGroup: |\(\d+ sub-exceptions?\)$/,
  /^RetryError: RetryError\[<Future at /,
  /^(?:\w+: )?(?:unhandled errors in a TaskGroup)/,
  /^(?:FailedRun|CrashedRun|UnfinishedRun|UpstreamTaskError)\b/,
]

/** Python's and the libraries' own words for faults that can be anywhere: they name neither thing nor place. */
const NAMES_NO_THING = [
  /^ZeroDivisionError: (?:(?:float|integer|complex) )?(?:division|modulo|division or modulo|floor division) by zero$/,
  /^IndexError: (?:(?:list|tuple|string|range object|list assignment|single positional indexer) (?:index )?(?:is )?out[ -]of[ -](?:range|bounds)|pop from empty list)$/,
  /^RecursionError: maximum recursion depth exceeded(?: [\w ]+)?$/,
  /^MemoryError: Unable to allocate .* for an array with shape \(.*\) and data type \w+$/,
  /^TypeError: (?:'NoneType' object is not [\w ]+|cannot unpack non-iterable NoneType object|(?:argument of type|object of type) 'NoneType' (?:is not \w+|has no len\(\))|unsupported operand type\(s\) for \S+: (?:'NoneType' and '\w+'|'\w+' and 'NoneType')|'\S+' not supported between instances of (?:'NoneType' and '\w+'|'\w+' and 'NoneType'))$/,
  /^AttributeError: 'NoneType' object has no attribute '\w+'$/,
  /^(?:ValueError: )?(?:(?:not enough|too many) values to unpack \([^)]*\)|(?:min|max)\(\) (?:arg|iterable argument) is an? empty(?: sequence)?)$/,
  /^JSONDecodeError: [\w ,:'\\]{1,80}: line \d+ column \d+ \(char \d+\)$/,
  /^Unicode(?:De|En)codeError: '[\w-]+' codec can't (?:de|en)code (?:bytes?|characters?) .{1,40} in position [\d-]+: [\w ()]+$/,
  /: The (?:read|write|handshake) operation timed out$/,
  /^TimeoutError: timed out$/,
  /: An error occurred \((?:NoSuchKey|404)\) when calling the \w+ operation: (?:The specified key does not exist\.|Not Found)$/,
]

/** Words that make a sentence without a thing in it: "load failed", "an unexpected error occurred, see the logs". */
const EMPTY_WORDS = new Set(`a an and above action after again at all any batch be been below by check could completed data details did do during end ended error errors etl exception exited export extract extraction fail failed
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
  if (readExitCode(line) !== null || POINTS_BELOW.some(pattern => pattern.test(line)) || WRAPS.some(pattern => pattern.test(line)))
    return 'below'
  if (NAMES_NO_THING.some(pattern => pattern.test(line)) || /^AssertionError(?::\s*|\(\))?$/.test(line))
    return 'place'
  return (BARE.test(line) && /[A-Z(]/.test(line)) || isEmptySentence(line) ? 'below' : 'cause'
}

function isEmptySentence(line: string): boolean {
  const message = line.slice(0, 200).replace(/^[A-Z]\w*: /, '').toLowerCase()
  const words = message.match(/[\p{L}\p{N}_'‹›-]+/gu)
  return words !== null && words.length < 16 && words.every(word => EMPTY_WORDS.has(word))
}
