import { toShared } from './varying.ts'

/** Types that name no thing: Python's own and what libraries call the same. A type somebody made for one fault names that. */
const ANY_TYPE = new RegExp(`^(?:${[
  'Exception|BaseException|error|timeout|herror|gaierror|NoSuchKey|QueryCanceled|StringDataRightTruncation|NumericValueOutOfRange|DivisionByZero',
  '(?:(?:Arithmetic|Attribute|Buffer|EOF|Index|Key|Lookup|Memory|NotImplemented|OS|IO|Overflow|FloatingPoint|Recursion|Runtime|Type|Value|ZeroDivision|System|Unicode(?:De|En)code|UnboundLocal|Assertion|Interrupted|Cancelled)?Error)',
  String.raw`\w*(?:Timeout|Connect|Connection|Read|Write|Protocol|Decode|Parse|Parser|Disconnected|Payload|Encoding|Reset|Refused|Aborted|Pipe|Operational|Interface|Internal|Database|Data|Compute|Shape|Schema|SSL|SSLEOF|SSLZeroReturn|Response|Request|Http|HTTP|Client|Server|API|Api|Transport|Socket|Network|OpenSSL|Index|Dimension|LinAlg|Unpickling|Pickling|Statement|Processing|Service|Query)Error_?`,
  String.raw`\w*(?:Timeout|Disconnected|IncompleteRead|BadZipFile|EmptyDataError|InvalidOperation|StopIteration|StopAsyncIteration|ArrowInvalid|ConversionSyntax)`,
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
determined engine manually token tokens tokenizing fields field saw input output
read write reading writing handshake timed timeout timeouts connect connection connecting attempts attempt failed fail refused reset aborted lost broken pipe peer remote end response responses server client disconnected sending sent request requests closing close closed unexpectedly
incomplete protocol violation occurred ssl eof connector transport socket stream chunk chunks payload message complete completed terminated abnormally probably means processing
statement canceling canceled cancelled cancelling query execution user due character varying e.g. true false access denied permission forbidden exist exists error errors exception exceptions there then see help expression expressions syntax
new old other another next last first second third current original actual above below inside outside nested within between across sorted sort order ordered unordered equal equals unequal identical similar consistent inconsistent compatible incompatible allowed permitted implemented implement available unavailable present absent missing lacks
contain contains containing include includes included defined undefined declared assign assigned create created creating modify modified change removed remove delete deleted insert inserted append appended add added copy view mutable immutable writable frozen begin began wait waiting pending future await awaited coroutine async thread worker main
enough insufficient sufficient finite infinite nan na natively native encoded accept accepts accepted input inputs parameter parameters module step steps mode state states condition assertion iteration iterations level count counts total sum mean minimum maximum suffix prefix overlap join merge group pivot cast safe unsafe scalar vector matrix tensor`.split(/\s+/))
const BUILT_IN = /^['"`](?:NoneType|str|int|float|bool|bytes|list|tuple|dict|set|complex|range|type|function|method|generator|coroutine|datetime|date|object|(?:utf|ascii|latin|cp|iso|charmap)[\w -]*|(?:datetime\.)?(?:date|datetime|timedelta)|‹\w+›|[^\w'"]{1,4}|)['"`]$/

/** Whether a fault of no type of its own is told in words that fit any program. What a driver quotes of Python itself is such a word. */
export function isSaidAnywhere(line: string): boolean {
  const [, type = '', message = line] = /^(\w+): (.*)$/.exec(line) ?? []
  if ((type !== '' && !ANY_TYPE.test(type)) || namesSomething(message))
    return false
  const told = toShared(line.slice(0, MAX_TELLING_CHARACTERS)).replace(/^\w+: /, '')
    .replace(OF_A_BUILT_IN, 'object')
    .replace(OF_A_CALL, '')
    .replace(/‹\w+›/g, ' ')
  return isOfWordsAnywhere(told)
}

/** Longer text names something. */
const MAX_TELLING_CHARACTERS = 600
const QUOTED = /(?<![\p{L}\d])'[^']{0,80}'(?!\p{L})|"[^"]{0,80}"|`[^`]{0,80}`/gu
const OF_A_BUILT_IN = /^'(?:NoneType|str|int|float|list|dict|tuple|bytes|set|bool|function)' object has no attribute '\w+'$/
/** botocore: the operation is the program's, the thing it was for is not told. */
const OF_A_CALL = /^An error occurred \([\w‹›]+\) when calling the \w+ operation(?: \([\w :‹›]+\))?: /
const TOKEN = new RegExp(String.raw`${QUOTED.source}|[\p{L}\p{N}_.'/-]*[\p{L}\p{N}_](?:\(s\))?`, 'gu')

/** Whether a plain word names something: cheap, and true of most lines. What is quoted or holds a digit may yet be this run's. */
function namesSomething(message: string): boolean {
  const words = message.slice(0, MAX_TELLING_CHARACTERS).replace(QUOTED, ' ').replace(OF_A_CALL, '').match(PLAIN_WORD)
  return words?.some(word => !isWordAnywhere(word)) ?? false
}

const PLAIN_WORD = /(?<![\p{L}\p{N}_./:-])[\p{L}']{2,60}(?![\p{L}\p{N}_/-]|[.:]\S)/gu

function isOfWordsAnywhere(told: string): boolean {
  const words = told.match(TOKEN)
  return words !== null && words.length < 40 && words.every(word => BUILT_IN.test(word) || isWordAnywhere(word))
}

function isWordAnywhere(word: string): boolean {
  return word.toLowerCase().replace(/\(s\)$/, '').split('-').every(part => part.length < 2 || ANYWHERE.has(part.replace(/^['.]+/, '')))
}

/** Faults of what a program talks to: its own frame is the same for whatever the other side does. */
const SURROUNDINGS = /\b(?:connections?|disconnected|timed out|time-?out|handshake|broken pipe|eof occurred|remote end|peer)\b|^\w*(?:Timeout|TimeoutError|Connect\w*Error)\b/i

/** Whether it is one of those: only the job tells one from another. */
export function isOfSurroundings(line: string): boolean {
  return SURROUNDINGS.test(line)
}
