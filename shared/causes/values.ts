/** Words that differ from run to run though they are no numbers, where the message says which they are. */
const VALUES: readonly (readonly [RegExp, string])[] = [
  [/\b((?:string|timestamp|date) ?format(?:, unable to parse)?: |isoformat string: |unconverted data remains: |\bBad \w{1,20} value: )(?=[^\s'"]).{1,300}?(?=, at position |$)/g, '$1‹value›'],
  [/\b(\w*Error\(-?\d{1,5}, )(?:'(?!\[)[^']*'|"(?!\[)[^"]*")/g, '$1‹words›'], // the operating system's, translated; OpenSSL's, in brackets, are not
  [/\b(Error -?\d{1,5} connecting to \S{1,200}\. ).*$/g, '$1‹words›'], // the same, as redis writes them
  [/\b([45]\d\d (?:Client|Server) Error: ).{0,200}?(?= for url: )/g, '$1‹words›'], // the server's own
  [/\b(Service) Temporarily (?=Unavailable)/g, '$1 '], // nginx
  [/\bTime-out\b/g, 'Timeout'],
  [/ ?\(\[Errno -?\d{1,5}\] [^()]{0,120}\)/g, ''], // beside a driver's own words
  [/, \d+ identical error\(s\) suppressed/g, ''],
  [/\b(Key \([^)]{1,200}\)=)\([^)]*\)/g, '$1(‹value›)'],
  [/\b((?:request|host|trace|span|job|query|correlation|session)[ _-]?id["']?[:= ]{1,3}["']?)[^\s,;)\]}'"]+/gi, '$1‹id›'],
  [/(?<=\(\w{5}\): )(?:None|[0-9a-f-]{36}): /g, ''], // a query of Snowflake, which may have no id
  [/\b((?:flow|sub-?flow|child|parent) run )(['"])[a-z]{2,20}-[a-z]{2,20}\2/gi, '$1‹run›'],
]

/** A fault of a value: what is quoted is then the value, where no noun says that it names a thing. */
const SPEAKS_OF_A_VALUE = /\b(?:conver(?:t|ted|ting|sion)|pars(?:e|ed|er|ing)|validating|cast(?:ing)?|literal for|recogni[sz]ed|input syntax|duplicate (?:entry|key|value)|dup key|time data|match(?:es)? format|not a valid \w+|not valid for|invalid (?:date|time|datetime|number|integer|decimal|numeric|timestamp|boolean|uuid|value)|incorrect \w+ value|out of range|isoformat)\b/i
const LITERAL = /(?<![\p{L}\d])(['"])((?:(?!\1)[^\n'"]){0,120})\1(?![\p{L}\d])/gu
const NOUN_BEFORE = /(?:\b(?:columns?|fields?|attribute|keys?|index|constraint|table|relation|view|schema|sheet|types?|dtype|format|function|parameter|option|codec|encoding|collection|database|file|source|model|property|variable|header|label|for|in|of|from|to|named?|called)\b[ :=([]{1,3}|["'][A-Z_]{1,60}["']\[)$/i
const NOUN_AFTER = /^ (?:codec|column|field|object|attribute|table|type)\b/
/** A file, a path, an identifier of several words. */
const LOOKS_LIKE_A_NAME = /^[A-Za-z][\w-]*(?:\.[A-Za-z]\w+)+$|[A-Za-z]\w+[/\\][A-Za-z]\w+|[A-Za-z]{2,}_[A-Za-z]{2,}/
const SENTENCE = /(?:\S+ ){4}/

const SQL = /\b(?:SELECT\s.{1,2000}?\sFROM|INSERT\s+INTO|UPDATE\s.{1,200}?\sSET|DELETE\s+FROM|MERGE\s+INTO|COPY\s+INTO|VALUES\s*\()/i
/** In SQL single quotes hold values; names stand bare or in others. */
const SQL_LITERAL = /(?<=[=<>(,] {0,2}|\b(?:LIKE|BETWEEN|AND|THEN|WHEN|ELSE|VALUES|DATE|TIMESTAMP) )'(?:[^']|''){0,400}'/gi

/** What a server adds of its own accord: what there is instead. */
const SUGGESTED = /[;,. ]*\(?\b(?:Did you mean|Perhaps you meant|Maybe you meant|Possible (?:candidates|choices|values)|Available (?:columns|options|fields|values|tables)|Valid (?:columns|options|fields|values)|Columns in dataframe)\b.*$|[;,.] \(?(?:The )?(?:[Vv]alid|[Aa]vailable|[Aa]llowed|[Pp]ossible|[Ss]upported|[Kk]nown) [a-z][\w ]{2,60}: .*$/

/** A line without the values it speaks of, without what its server suggests instead; sets in one order. */
export function withoutValues(line: string): string {
  const bare = withoutLiterals(withSortedSets(line.replace(SUGGESTED, '')))
  return VALUES.reduce((kept, [pattern, name]) => kept.replace(pattern, name), bare)
}

function withoutLiterals(line: string): string {
  const sql = SQL.exec(line)
  const bare = sql === null ? line : `${line.slice(0, sql.index)}${line.slice(sql.index).replace(SQL_LITERAL, '‹value›')}`
  return SPEAKS_OF_A_VALUE.test(bare) ? bare.replace(LITERAL, (literal: string, quote: string, inside: string, at: number) => isNameAt(bare, at, literal, inside) ? literal : `${quote}‹value›${quote}`) : bare
}

function isNameAt(line: string, at: number, literal: string, inside: string): boolean {
  return SENTENCE.test(inside) || LOOKS_LIKE_A_NAME.test(inside) || NOUN_BEFORE.test(line.slice(Math.max(0, at - 80), at)) || NOUN_AFTER.test(line.slice(at + literal.length, at + literal.length + 20))
}

/** Python tells a set's members in another order in each process. */
function withSortedSets(line: string): string {
  return line.replace(/\{('[^'{}]{0,100}'(?:, '[^'{}]{0,100}'){1,100})\}/g, (_, members: string) => `{${members.split(', ').sort().join(', ')}}`)
}
