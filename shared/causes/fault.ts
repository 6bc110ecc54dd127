import type { Headline } from './headline.ts'
import { toComparable, toShared } from './varying.ts'

/** A code names the fault in every language; the words around it are the operating system's or the server's translation. */
const CODE = /\[(?:Errno|WinError) -?\d+\]|\b(?:ORA|TNS|DPY|PLS)-\d{4,5}\b|(\[[0-9A-Z]{5}\])(?: ?\[[^\]]{1,80}\])+/
/** The same where the words may stand before it as well, and name nothing but what they have in quotes or with a dot. */
const CODE_AMONG_WORDS = /\bSQLSTATE[\s:=[(]{1,3}[0-9A-Z]{5}\b|\bHTTP(?:\/\d(?:\.\d)?)?(?: [Ee]rror| [Ss]tatus)?[ :=]{1,2}(?:401|403|404|408|429|5\d\d)\b/
const NAME = /`[^`]{1,200}`|\b[a-z][a-z\d]{1,12}:\/\/[^\s'",;)]{1,300}|(?<![\p{L}\d._/-])(?:[\w-]{1,100}(?:[./][\w-]{1,100}){1,20}|[A-Za-z][A-Za-z\d]{0,60}(?:_[A-Za-z\d]{1,60}){1,12})/gu
/** PostgreSQL's conditions, of which drivers make types: those whose words only frame names, and those that name nothing. */
const CONDITION = /^(?:\w+Violation|(?:Undefined|Duplicate|Ambiguous)(?:Table|Column|Function|Object|Alias|Parameter|Schema|Database|Cursor)|Invalid(?:SchemaName|CatalogName|ColumnReference|TableDefinition)|DatatypeMismatch|WrongObjectType|DependentObjectsStillExist|ObjectInUse|InsufficientPrivilege)(?:Error)?(?=: )|^SyntaxError(?=: [^'()"»„]{1,60}["»„][^"«“]{1,200}["«“]$)/
const NAMELESS_CONDITION = /^(?:DeadlockDetected|TooManyConnections|SerializationFailure|LockNotAvailable|AdminShutdown)(?=(?:Error)?: )/
const QUOTED = /(?<![\p{L}\d])'[^']{0,200}'(?!\p{L})|"[^"]{0,200}"|\([A-Z]\w{0,60}(?:\.\w{1,60}){1,3}\)|»[^«]{0,200}«|«[^»]{0,200}»|„[^“”]{0,200}[“”]/gu
/** The errno says more than the type Python makes of it. */
const OS_TYPE = /^\w+: (?=\[(?:Errno|WinError) )/

const TYPE = /^\w+(?=: )/

/** The fault with what differs from run to run replaced, for people. */
export function toFaultText({ faults }: Headline): string {
  return unique(faults.map(toShared)).join('; ')
}

/** The same for comparing: what is translated left out. */
export function toFaultKey({ faults }: Headline): string {
  return unique(faults.map(fault => toComparable(toKey(fault)))).sort().join(' + ')
}

function toKey(told: string): string {
  const fault = toShared(told.replace(OS_TYPE, ''))
  const nameless = NAMELESS_CONDITION.exec(fault)?.[0]
  if (nameless !== undefined)
    return nameless
  const condition = CONDITION.exec(fault)?.[0]
  const framed = condition === undefined ? '' : namesIn(fault.slice(condition.length))
  if (condition !== undefined && framed !== '')
    return `${condition.replace(/Error$/, '')} ${framed}`
  const among = CODE_AMONG_WORDS.exec(fault)
  const names = among === null ? '' : namesIn(`${fault.slice(0, among.index)} ${fault.slice(among.index + among[0].length)}`)
  if (among !== null && names !== '')
    return `${TYPE.exec(fault)?.[0] ?? ''} ${among[0]} ${names}`
  const code = CODE.exec(fault)
  if (code === null)
    return fault
  const words = fault.slice(code.index + code[0].length)
  return `${fault.slice(0, code.index)} ${code[1] ?? code[0]} ${code[0].startsWith('[Errno') || code[0].startsWith('[WinError') ? subjectOf(words) : quotedIn(words)}`.trim()
}

/** What an operating system's words are about stands behind them: `: '/data/in'`. */
function subjectOf(words: string): string {
  const from = words.search(/: |(?<![\p{L}\d])['"]/u)
  const subject = from === -1 ? '' : words.slice(from)
  return /^[\s:'"]*‹\w+›['"]?$/.test(subject) ? '' : subject
}

/** Names in quotes, whichever quotes the language has, or as Oracle writes them (DW.PK_ORDERS); one that is wholly this run's own says nothing. */
function quotedIn(words: string): string {
  return [...words.matchAll(QUOTED)].map(([name]) => name.slice(1, -1).trim()).filter(name => name !== '' && !/^‹\w+›$/.test(name)).join(' ')
}

/** What has a name in every language. */
function namesIn(words: string): string {
  const names = [...words.replace(QUOTED, ' ').matchAll(NAME)].map(([name]) => name.replace(/^`|`$/g, '')).filter(name => !/^(?:‹\w+›)*$/.test(name))
  return unique([quotedIn(words), ...names]).filter(name => name !== '').sort().join(' ')
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)]
}
