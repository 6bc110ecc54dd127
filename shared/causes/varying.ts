const HTTP_URL = /\bhttp(?:s|\+docker)?:\/\/[^\s'"<>),;]+/g
/** Where the other side as a whole fails, the address asked for does not matter. */
const WHOLE_SERVER = /\b(?:401|429|5\d\d)\b[ ',]|Max retries exceeded|Connect(?:ion)?(?:Error|Timeout)|ReadTimeout|attempts failed|timed out/

/** Values of the data at hand, where the message says which words are one. */
const VALUES: readonly (readonly [RegExp, string])[] = [
  [/\b([Cc]ould not convert(?: string to \w+)?|invalid literal for \w+\(\) with base \d+|invalid input syntax for (?:type )?[\w ]{1,40}|Unable to parse string|time data|Duplicate entry|Incorrect \w+ value)(:? )(?:'[^']*'|"[^"]*")/g, '$1$2‹value›'],
  [/\b(unconverted data remains: ).*$/, '$1‹value›'],
  [/\b(\w*Error\(-?\d{1,5}, )(?:'(?!\[)[^']*'|"(?!\[)[^"]*")/g, '$1‹words›'], // the operating system's, translated; OpenSSL's, in brackets, are not
  [/\b(Error -?\d{1,5} connecting to \S{1,200}\. ).*$/g, '$1‹words›'], // the same, as redis writes them
  [/, \d+ identical error\(s\) suppressed/g, ''],
  [/\b(Key \([^)]{1,200}\)=)\([^)]*\)/g, '$1(‹value›)'],
  [/\b((?:request|host|trace|span|job|query|correlation|session)[ _-]?id["']?[:= ]{1,3}["']?)[^\s,;)\]}'"]+/gi, '$1‹id›'],
]

const MONTH = '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)'
const WEEKDAY = '(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?'
const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?`

/** What runs of one cause do not share, most specific first. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.+-])[\w.+-]{1,64}@(?=[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}[:/])/g, '‹user›@'], // at a host, which counts
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '‹email›'],
  [/(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])/gi, '‹id›'],
  // Kubernetes ends names with five letters and digits, none of them a vowel; a Deployment's pods have a hash before.
  [/(?<![\w-])[a-z][a-z0-9]*(?:-[a-z0-9]+){0,12}-(?=[a-z]*\d)[bcdfghjklmnpqrstvwxz0-9]{6,10}-[a-z0-9]{5}(?![\w-])/g, '‹pod›'],
  [/(?<![\w-])[a-z][a-z0-9]*(?:-[a-z0-9]+){0,12}-(?=[a-z]*\d)[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])/g, '‹pod›'],
  [/(?<![\w-])[a-z][a-z0-9]*(?:-[a-z0-9]+){0,12}-(?!https|mssql|pgsql|plsql|sftps)[bcdfghjklmnpqrstvwxz]{5}(?![\w-])/g, '‹pod›'],
  [/(?<![0-9A-Za-z])(?=[0-9a-f]{0,40}\d)(?=[0-9a-f]{0,40}[a-f])[0-9a-f]{7,}(?![0-9A-Za-z])/gi, '‹hex›'],
  [new RegExp(String.raw`(?<!\d)\d{4}-\d{2}-\d{2}(?:[T _]${CLOCK}(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?(?!\d)`, 'g'), '‹date›'],
  [/\byear=\d{4}(?:\/(?:month|day|hour|minute)=\d{1,2}){0,4}/g, '‹date›'],
  [/(?<!\d)(?:19|20)\d{2}([/_.])\d{1,2}\1\d{1,2}(?!\d)/g, '‹date›'],
  [/(?<!\d)\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d{2}(?!\d)/g, '‹date›'],
  [/(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:T?\d{4}(?:\d{2})?Z?)?(?!\d)/g, '‹date›'],
  [new RegExp(String.raw`\b(?:${WEEKDAY},? )?(?:\d{1,2}\.? ${MONTH}|${MONTH} \d{1,2})(?:,? \d{4})?(?:,? ${CLOCK}(?: (?:GMT|UTC))?)?(?![\w.-])`, 'g'), '‹date›'],
  [/(?<![\w.:])\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?![\w:])/g, '‹time›'],
  [/\[[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:%\w+)?\](?::\d+)?/gi, '‹ip›'],
  [/(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:%\w+)?(?![\w:])/gi, '‹ip›'],
  [/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\d.]*\d)/g, '‹ip›'],
  [/(?<![\w-])(?:ip|ec2)(?:-\d{1,3}){4}(?:\.[\w-]{1,63}){0,6}/g, '‹ip›'], // a machine's name at AWS
  [/(?:\/private)?\/(?:tmp|var\/folders|var\/tmp|dev\/shm)\/[^\s'",:;)\]]+/g, '‹path›'],
  [/\b[A-Z]:\\+Users\\+[^\s'"\\]+\\+AppData\\+Local\\+Temp\\+[^\s'",:;)\]]+/gi, '‹path›'],
  [/\b0x[0-9a-f]+\b/gi, '‹hex›'],
  [/(?<![0-9A-Za-z])(?=(?:[A-Za-z]{0,12}\d){3})(?=(?:\d{0,12}[A-Za-z]){3})[0-9A-Za-z]{12,}(?![0-9A-Za-z])/g, '‹id›'],
  [/(?<![0-9A-Za-z])(?=(?:[A-Za-z]{0,9}\d){3})(?:[a-z]{1,8}\d{1,8}[a-z]{1,8}\d|\d{1,8}[a-z]{1,8}\d{1,8}[a-z])[0-9a-z]{0,8}(?![0-9A-Za-z])/g, '‹id›'],
  [/\bo\d+\.(?=[a-z])/g, 'o‹n›.'], // a Java object, as py4j numbers them
  [/_\d{3,}(?!\w)/g, '_‹n›'],
  [/(?<![\w.,])\d{1,3}(?:[ \u00A0\u202F]\d{3}){1,4}(?![\w-])/g, '‹n›'], // thousands apart
  [/(?:(?<=[\s(=[,:]|^)[-+])?(?<![A-Za-z_])\d+(?:[.,]\d+)*(?:e[-+]?\d+)?(?: ?(?:[mµun]?s|secs?|seconds?|mins?|minutes?|[mhd]|hours?|days?|[kKMGTP]i?B?|B|bytes?|%)(?:\(s\))?(?![A-Za-z]))?/g, '‹n›'],
  [/(‹\w+›)(?:["']?,\s*["']?‹\w+›)+/g, '$1'],
]

/** Numbers that name the fault: HTTP statuses, exit codes, a driver's or a database's own codes. */
const NAMING = /(?:\b(?:[Ss]tatus(?:[ _]?[Cc]ode)?|[Rr]esponse code|[Ee]rror code|[Ee]xit (?:status|code)|[Rr]eturn code|HTTP(?:\/\d(?:\.\d)?)?(?: Error)?|[Ee]rrno|Code)["']?[:= ]{1,2}|\bError |\[(?:Errno|WinError) )-?\d{1,5}\b|(?<![\d.])[45]\d\d(?= [A-Z][a-z])|(?<=(?:Error|Exception): \(?)[45]\d\d(?=,|\))|\(\d{4}(?=, ["'])|(?<=Error\()-?\d{1,5}(?=, )|\bORA-\d{5}\b|(?<=[([])(?:\d{2}[A-Z]\d{2}|HY[0-9A-Z]\d{2}|(?:IM|XX)\d{3})(?=[)\]])/g

/** A line with what differs from run to run replaced by ‹…›. */
export function toShared(line: string): string {
  const wholeServer = WHOLE_SERVER.test(line)
  const addressed = replaceAll(withSortedSets(line), VALUES)
    .replace(HTTP_URL, url => wholeServer ? /^[^/]+\/\/[^/?#]+/.exec(url)?.[0] ?? url : url.replace(/[?#].*$/, ''))
    .replace(/ with url: \S+/, ' with url: ‹path›')
  const named = [...addressed.matchAll(NAMING)]
  let from = 0
  let shared = ''
  for (const { 0: name, index } of named) {
    shared += `${replaceAll(addressed.slice(from, index), VARYING)}${name}`
    from = index + name.length
  }
  return `${shared}${replaceAll(addressed.slice(from), VARYING)}`.trim()
}

/** The same for comparing: one row and many are the same fault; some ids and clocks look like numbers; spaces differ. */
export function toComparable(line: string): string {
  return line.replace(/‹(?:hex|id|time)›|‹n›:‹n›/g, '‹n›').replace(/(‹n› \p{L}{2,40})ies\b/gu, '$1ys').replace(/(‹n› [\p{L}-]{2,200})(?<!s)(?![\p{L}-])/gu, '$1s').replace(/\s+/g, ' ')
}

/** Python tells a set's members in another order in each process. */
function withSortedSets(line: string): string {
  return line.replace(/\{('[^'{}]{0,100}'(?:, '[^'{}]{0,100}'){1,100})\}/g, (_, members: string) => `{${members.split(', ').sort().join(', ')}}`)
}

function replaceAll(text: string, patterns: readonly (readonly [RegExp, string])[]): string {
  return patterns.reduce((kept, [pattern, name]) => kept.replace(pattern, name), text)
}
