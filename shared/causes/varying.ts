import { withoutValues } from './values.ts'

const HTTP_URL = /\bhttp(?:s|\+docker)?:\/\/[^\s'"<>),;]+/g
/** Where the other side as a whole fails, the address asked for does not matter. */
const WHOLE_SERVER = /\b(?:401|429|5\d\d)\b[ ',]|Max retries exceeded|Connect(?:ion)?(?:Error|Timeout)|ReadTimeout|attempts failed|timed out|\bis (?:sealed|down|read-only|starting up|shutting down|in maintenance)\b/

const MONTH = '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)'
const WEEKDAY = '(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?'
const CLOCK = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?`

/** What runs of one cause do not share, most specific first. Ports and numbers of replicas (kafka-0, kafka-2) are numbers; a number without a hyphen (web2) is part of a name. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.+-])[\w.+-]{1,64}@(?=[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}[:/])/g, '‹user›@'], // at a host, which counts
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '‹email›'],
  [/(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])/gi, '‹id›'],
  // Kubernetes ends names with five letters and digits, none of them a vowel; a Deployment's pods have a hash before.
  [/(?<=(?<![\w-])[a-z][a-z0-9]{0,62}(?:-[a-z0-9]{1,62}){0,12})-(?=[a-z]{0,9}\d)[bcdfghjklmnpqrstvwxz0-9]{6,10}-[a-z0-9]{5}(?![\w-])/g, '-‹pod›'],
  [/(?<![\w-])[a-z][a-z0-9]*(?:-[a-z0-9]+){0,12}-(?=[a-z]*\d)[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])/g, '‹pod›'],
  [/(?<![\w-])[a-z][a-z0-9]*(?:-[a-z0-9]+){0,12}-(?!https|mssql|pgsql|plsql|sftps)[bcdfghjklmnpqrstvwxz]{5}(?![\w-])/g, '‹pod›'],
  [/(?<![0-9A-Za-z])(?=[0-9a-f]{0,40}\d)(?=[0-9a-f]{0,40}[a-f])[0-9a-f]{7,}(?![0-9A-Za-z])/gi, '‹hex›'],
  [new RegExp(String.raw`(?<!\d)\d{4}-\d{2}-\d{2}(?:[T _]${CLOCK}(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?(?!\d)`, 'g'), '‹date›'],
  [/\b(?:19|20)\d{2}-?(?:W[0-5]\d(?:-[1-7])?|Q[1-4])\b/g, '‹date›'],
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
  [/(?:\/[\w.@-]{1,60}){1,12}\/(?:site|dist)-packages\//g, ''],
  [/(?:\/private)?\/(?:tmp|var\/folders|var\/tmp|dev\/shm)\/[^\s'",:;)\]]+/g, '‹path›'],
  [/\b[A-Z]:\\+Users\\+[^\s'"\\]+\\+AppData\\+Local\\+Temp\\+[^\s'",:;)\]]+/gi, '‹path›'],
  [/\b0x[0-9a-f]+\b/gi, '‹hex›'],
  [/(?<![0-9A-Za-z])(?=(?:[A-Za-z]{0,12}\d){3})(?=(?:\d{0,12}[A-Za-z]){3})[0-9A-Za-z]{12,}(?![0-9A-Za-z])/g, '‹id›'],
  [/(?<![0-9A-Za-z])(?=(?:[A-Za-z]{0,9}\d){3})(?:[a-z]{1,8}\d{1,8}[a-z]{1,8}\d|\d{1,8}[a-z]{1,8}\d{1,8}[a-z])[0-9a-z]{0,8}(?![0-9A-Za-z])/g, '‹id›'],
  [/(?<![0-9A-Za-z])(?=[0-9A-Za-z]{0,40}[a-z])(?=[0-9A-Za-z]{0,40}[A-Z])(?=[A-Za-z]{0,20}\d{1,20}[A-Za-z]{1,20}\d)[0-9A-Za-z]{10,}(?![0-9A-Za-z])/g, '‹id›'],
  [/(?<![0-9A-Za-z_.])(?=\d+(?:[A-Za-z]{4}|[A-Za-z]{1,3}\d))[0-9A-Za-z]{5,}(?![0-9A-Za-z_])/g, '‹id›'], // no name begins with a digit
  [/(?<![\w.-])\d+(?:[A-Za-z]|(?:-(?:\d+|[A-Z]{1,3})){1,5})(?![\w-])/g, '‹n›'], // seat 14C, 4711-AB
  [/(?<=\()(?=[A-Z]{0,4}\d)[0-9A-Z]{5}(?=\): )/g, '‹n›'], // an SQLSTATE beside words that say the same
  [/\bo\d+\.(?=[a-z])/g, 'o‹n›.'], // a Java object, as py4j numbers them
  [/_\d{3,}(?!\w)/g, '_‹n›'],
  [/(?<=(?<![A-Za-z])[A-Za-z]{1,6})\d{4,}(?![A-Za-z\d])/g, '‹n›'], // AB00123
  [/(?<![\w.,])\d{1,3}(?:[ \u00A0\u202F]\d{3}){1,4}(?![\w-])/g, '‹n›'], // thousands apart
  [/(?:(?<=[\s(=[,:]|^)[-+])?(?<![A-Za-z_\d])\d+(?:[.,]\d+)*(?:e[-+]?\d+)?(?: ?(?:[mµun]?s|secs?|seconds?|mins?|minutes?|[mhd]|hours?|days?|[kKMGTP]i?B?|B|bytes?|%)(?:\(s\))?(?![A-Za-z]))?/g, '‹n›'],
  [/(‹\w+›)(?:["']?(?:,\s*|[ T])(?:… ?)?["']?‹\w+›)+/g, '$1'], // a list, a length of time in hours and minutes
  [/(?<![\w-])([A-Za-z]{1,12}[-_]‹\w+›)(?:["']?, ["']?\1)+/g, '$1'],
]

/** Numbers that name the fault: HTTP statuses, exit codes, a driver's or a database's own codes. */
const NAMING = /(?:\b(?:[Ss]tatus(?:[ _]?[Cc]ode)?|[Rr]esponse code|[Ee]rror code|[Ee]xit (?:status|code)|[Rr]eturn code|HTTP(?:\/\d(?:\.\d)?)?(?: Error)?|[Ee]rrno|Code)["']?[:= ]{1,2}|\bError |\[(?:Errno|WinError) )-?\d{1,5}\b|(?<![\d.])[45]\d\d(?= [A-Z][a-z]| (?:GET|POST|PUT|PATCH|DELETE) )|(?<=(?:Error|Exception): \(?)[45]\d\d(?=,|\))|\(\d{4}(?=, ["'])|(?<=Error\()-?\d{1,5}(?=, )|\b(?:ORA|TNS|DPY|PLS)-\d{4,5}\b|\[\d{5}\](?= ?\[)|\bSQLSTATE[\s:=[(]{1,3}[0-9A-Z]{5}\b|(?<=\[)(?:\d{2}[A-Z]\d{2}|HY[0-9A-Z]\d{2}|(?:IM|XX)\d{3})(?=\])/g

/** A line with what differs from run to run replaced by ‹…›. */
export function toShared(line: string): string {
  const wholeServer = WHOLE_SERVER.test(line)
  const addressed = withoutValues(line)
    .replace(HTTP_URL, url => wholeServer ? /^[^/]+\/\/[^/?#]+/.exec(url)?.[0] ?? url : url.replace(/[?#].*$/, '').replace(/\/[A-Za-z]{0,3}\d{4,}[A-Za-z]{0,3}(?=\/|$)/g, '/‹n›'))
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

/** The same for comparing: some ids and clocks look like numbers; where something is counted, one is told like many; spaces differ. */
export function toComparable(line: string): string {
  const shared = line.replace(/‹(?:hex|id|time)›|‹n›:‹n›/g, '‹n›').replace(/\s+/g, ' ')
  return shared.includes('‹n›') ? shared.replace(WORD, toSingular) : shared
}

/** A word that stands alone: not within a name or quotes. */
const WORD = /(?<![\p{L}\p{N}_.'"`/@:])\p{Ll}{2,40}(?![\p{L}\p{N}_'"`/@-]|[.:](?=\S))/gu
const SINGULAR: Readonly<Record<string, string>> = { were: 'be', was: 'be', are: 'be', is: 'be', have: 'has' }

function toSingular(word: string): string {
  return SINGULAR[word] ?? word.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '')
}

function replaceAll(text: string, patterns: readonly (readonly [RegExp, string])[]): string {
  return patterns.reduce((kept, [pattern, name]) => kept.replace(pattern, name), text)
}
