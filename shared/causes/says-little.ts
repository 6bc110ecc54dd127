import { readExitCode } from './exit-code.ts'
import { toShared } from './varying.ts'

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
  /^(?:\w+: )?(?!.*\b(?:connect\w*|auth\w*|log-?in|handshake|verif\w+|valid\w+|check\w*|assert\w*|look-?up|resol\w+|alloc\w+|probe|payment)\b)(?:[\w'"./-]{1,60} ){1,5}(?:has )?failed[.!]?$/i,
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

/** Types that name no thing: Python's own and what libraries call the same. A type somebody made for one fault names that. */
const ANY_TYPE = new RegExp(`^(?:${[
  'Exception|BaseException|Error|error|timeout|herror|gaierror',
  '(?:Arithmetic|Attribute|Buffer|EOF|Index|Key|Lookup|Memory|NotImplemented|OS|IO|Overflow|FloatingPoint|Recursion|Runtime|Type|Value|ZeroDivision|System|Unicode|UnicodeDecode|UnicodeEncode|UnboundLocal|Assertion|Interrupted)Error',
  String.raw`\w*(?:Timeout|Connect|Connection|Read|Write|Protocol|Decode|Parse|Parser|Disconnected|Payload|Encoding|Reset|Refused|Aborted|Pipe|Operational|Interface|Internal|Database|Data|Compute|Shape|Schema|SSL|SSLEOF|SSLZeroReturn|Response|Request|Http|HTTP|Client|Server|API|Api|Transport|Socket|Network|OpenSSL|Index|Dimension|LinAlg|Unpickling|Pickling|Statement|Processing|Service|Query)Error_?`,
  String.raw`\w*(?:Timeout|Disconnected|IncompleteRead|BadZipFile|EmptyDataError|InvalidOperation|StopIteration|StopAsyncIteration|CancelledError|ArrowInvalid|NoSuchKey|QueryCanceled|StringDataRightTruncation|NumericValueOutOfRange|DivisionByZero|ConversionSyntax|Error)`.replace('|Error)', ')'),
].join('|')})$`)

/** Words of faults that can be anywhere: with nothing but those, a message names neither thing nor place. */
const ANYWHERE = new Set(`a an the this that it its is are was were be been being not no non any all none some both each only of for from in into to at on by with without while when during before after until than as and or but if so because too many much
few more less most least same different must may can cannot could would should will has have had do does did done can't couldn't doesn't don't didn't isn't wasn't got get given give gave found find expected expecting unexpected required requires
requested received returned return returns used use using provided supply supplied passed pass specified specify called calling call
list tuple set dict dictionary string strings str int integer integers float floats complex bool boolean byte bytes bytearray number numbers numeric real decimal nan inf none nonetype null object objects type types class instance instances function method
attribute attributes iterable iterator iterators generator sequence sequences mapping index indices indexer positional range element elements item items key keys value values argument arguments arg args operand operands operator operation operations
name names variable local referenced associated assignment slice literal base character characters char unicode codec utf ascii latin position ordinal surrogates encode decode encoding decoding invalid valid start continuation data line lines column columns
subscriptable callable hashable unhashable serializable unsupported supported comparing comparison compared compare naive aware offset datetime datetimes timedelta timestamp date time day hour minute second month year format isoformat
division divide modulo zero by maximum minimum depth recursion exceeded exceeds limit overflow large small big long short empty out bounds negative positive infinity domain math result convert converted conversion converting cannot parse parsed parsing
unpack unpacked changed size during iteration iterate python raised stop event loop closed running open already buffer memory allocate unable array arrays shape shapes dtype single length lengths match matching match mismatch broadcast together axis axes dimension dimensions
dataframe frame series label labels duplicate duplicates duplicated unique reindex concatenate concat truth ambiguous scalar wrong right left inner outer
delimiter property enclosed double quote quotes quoted escape extra unterminated eof eol json xml yaml csv html excel file files content document body text header headers footer magic zip zipfile archive compressed decompressing gzip incorrect check bad corrupt corrupted truncated
determined engine manually token tokens tokenizing fields field saw row rows record records input output
read write reading writing handshake timed timeout timeouts connect connection connecting attempts attempt failed fail refused reset aborted lost broken pipe peer remote end response responses server client disconnected sending sent request requests closing close closed unexpectedly
incomplete protocol violation occurred ssl eof connector transport socket stream chunk chunks payload message complete completed terminated abnormally probably means processing
statement canceling canceled cancelled cancelling query execution user due character varying e.g. true false access denied permission forbidden exist exists error errors exception exceptions there then see help expression expressions syntax`.split(/\s+/))
/** Faults of what a program talks to: its own frame is the same for whatever the other side does. */
const SURROUNDINGS = /\b(?:connections?|disconnected|timed out|time-?out|handshake|broken pipe|eof occurred|remote end|peer)\b|^\w*(?:Timeout|TimeoutError|Connect\w*Error)\b/i
const BUILT_IN = /^['"`](?:NoneType|str|int|float|bool|bytes|list|tuple|dict|set|complex|range|type|function|method|generator|coroutine|datetime|date|object|(?:utf|ascii|latin|cp|iso|charmap)[\w -]*|(?:datetime\.)?(?:date|datetime|timedelta)|‹\w+›|[^\w'"]{1,4}|)['"`]$/

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
  if (readExitCode(line) !== null || POINTS_BELOW.some(pattern => pattern.test(line)) || WRAPS.some(pattern => pattern.test(line)) || DOES_NOT_SAY_WHY.some(pattern => pattern.test(line)))
    return 'below'
  if (/^AssertionError(?::\s*|\(\))?$/.test(line) || (!(isBare(line) || isEmptySentence(line)) && isSaidAnywhere(line)))
    return SURROUNDINGS.test(line) ? 'outside' : 'place'
  return isBare(line) || isEmptySentence(line) ? 'below' : 'cause'
}

function isBare(line: string): boolean {
  return BARE.test(line) && /[A-Z(]/.test(line)
}

/** Whether a fault of no type of its own is told in words that fit any program. What a driver quotes of Python itself is such a word. */
function isSaidAnywhere(line: string): boolean {
  const shared = toShared(line.slice(0, 600))
  const [, type = '', message = shared] = /^(\w+): (.*)$/.exec(shared) ?? []
  if (type !== '' && !ANY_TYPE.test(type))
    return false
  const told = message.replace(/^'(?:NoneType|str|int|float|list|dict|tuple|bytes|set|bool|function)' object has no attribute '\w+'$/, 'object').replace(/^An error occurred \([\w‹›]+\) when calling the \w+ operation(?: \([\w :‹›]+\))?: /, '').replace(/‹\w+›/g, ' ')
  const words = told.match(/(?<![\p{L}\d])'[^']{0,80}'(?!\p{L})|"[^"]{0,80}"|`[^`]{0,80}`|[\p{L}\p{N}_.'/-]*[\p{L}\p{N}_](?:\(s\))?/gu)
  return words !== null && words.length < 40 && words.every(word => BUILT_IN.test(word) || word.toLowerCase().replace(/\(s\)$/, '').split('-').every(part => part === '' || ANYWHERE.has(part.replace(/^['.]+/, ''))))
}

function isEmptySentence(line: string): boolean {
  const message = line.slice(0, 200).replace(/^[A-Z]\w*: /, '').toLowerCase()
  const words = message.match(/[\p{L}\p{N}_'‹›-]+/gu)
  return words !== null && words.length < 16 && words.every(word => EMPTY_WORDS.has(word) || /^\d+$/.test(word)) && words.some(word => EMPTY_WORDS.has(word))
}
