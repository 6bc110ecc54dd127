import type { Headline } from './headline.ts'
import { toComparable, toShared } from './varying.ts'

/** A code names the fault in every language; the words around it are the operating system's or the server's translation. */
const CODE = /\[(?:Errno|WinError) -?\d+\]|\bORA-\d{5}\b|\[[0-9A-Z]{5}\](?: ?\[[^\]]{1,80}\])+/
/** PostgreSQL's conditions, of which drivers make types: those whose words only frame the names in quotes. */
const CONDITION = /^(?:\w+Violation|Undefined(?:Table|Column|Function|Object)|Duplicate(?:Table|Column|Object)|DeadlockDetected|InsufficientPrivilege|TooManyConnections|SerializationFailure|LockNotAvailable|AdminShutdown)(?:Error)?(?=: )/
const QUOTED = /(?<![\p{L}\d])'[^']{0,200}'(?!\p{L})|"[^"]{0,200}"|\([A-Z]\w{0,60}(?:\.\w{1,60}){1,3}\)|»[^«]{0,200}«|«[^»]{0,200}»|„[^“”]{0,200}[“”]/gu
/** The errno says more than the type Python makes of it. */
const OS_TYPE = /^\w+: (?=\[(?:Errno|WinError) )/

/** The fault with what differs from run to run replaced, for people. */
export function toFaultText({ faults }: Headline): string {
  return unique(faults.map(toShared)).join('; ')
}

/** The same for comparing: what is translated left out. */
export function toFaultKey({ faults }: Headline): string {
  return unique(faults.map(fault => toComparable(toKey(fault)))).sort().join(' + ')
}

function toKey(fault: string): string {
  const condition = CONDITION.exec(fault)?.[0]
  if (condition !== undefined)
    return `${condition.replace(/Error$/, '')} ${quotedIn(fault.slice(condition.length))}`
  const told = fault.replace(OS_TYPE, '')
  const code = CODE.exec(told)
  if (code === null)
    return toShared(told)
  const words = told.slice(code.index + code[0].length)
  return `${toShared(told.slice(0, code.index))} ${code[0]} ${code[0].startsWith('[Errno') || code[0].startsWith('[WinError') ? subjectOf(words) : quotedIn(words)}`.trim()
}

/** What an operating system's words are about stands behind them: `: '/data/in'`. */
function subjectOf(words: string): string {
  const from = words.search(/: |(?<![\p{L}\d])['"]/u)
  const subject = from === -1 ? '' : toShared(words.slice(from))
  return /^[\s:'"]*‹\w+›['"]?$/.test(subject) ? '' : subject
}

/** Names in quotes, whichever quotes the language has, or as Oracle writes them (DW.PK_ORDERS); one that is wholly this run's own says nothing. */
function quotedIn(words: string): string {
  return [...words.matchAll(QUOTED)].map(([name]) => toShared(name.slice(1, -1))).filter(name => name !== '' && !/^‹\w+›$/.test(name)).join(' ')
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)]
}
