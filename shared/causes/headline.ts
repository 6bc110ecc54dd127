import { tellsSignal } from './exit-code.ts'
import { fromNamingLine } from './naming-line.ts'
import { toTelling } from './says-little.ts'

/** What one exception or message says of itself. */
export interface Headline {
  /** This run's words on one line. */
  said: string
  /** What names the fault, still with this run's values; several where one text tells several faults. */
  faults: readonly string[]
}

/** Longer text is cut before any pattern sees it. A Java stack names its root far down. */
const MAX_CHARACTERS = 4_000
const MAX_STACK_CHARACTERS = 20_000
const MAX_LINES_SAYING_LITTLE = 12

/** What Prefect writes around an exception: 3.x with a colon, 2.20 with a full stop, tasks with neither, workers and crashes. */
const WRAPPER = /^(?:(?:Flow|Task|Sub-?flow|Child flow|Parent flow) run(?: '[^']{0,200}')? (?:encountered|could not|failed)[a-z ]{0,60}[:.]\s+(?=\S)|Task run encountered an exception(?=\s+\S)|Flow could not be retrieved from (?:deployment|entrypoint)\.|Submission failed\.|Execution was interrupted by an unexpected exception:|Validation of flow parameters failed with error:|(?:Unfinished|Failed|Crashed)Run:|Crash detected!|Encountered exception during execution:)\s*/
/** A state told inside another: `Finished in state Failed("…")`. */
const STATE = /^Finished in state \w+\((['"])([\s\S]+?)\1(?:, type=\w+)?\)$/
const RETRY_NOTE = / - Retries are exhausted$/

const ANSI = /\u001B(?:\[[0-9;:?]{0,40}[@-~]|\][^\u0007\u001B]{0,2000}(?:\u0007|\u001B\\))/g

/** What drivers and frameworks append to the fault itself. */
const APPENDED = /(?:\s+|(?=, ))(?:\[SQL: |\[parameters: |\(Background on this error at: |DETAIL: |For (?:further|more) information[ ,:]|\(Request ID: |, full error: \{).*$/

/** Lines that say nothing of the fault: what a driver appends, how a program wants to be called. */
const APPENDED_LINE = /^(?:\[SQL: |\[parameters: |\(Background on this error at: |DETAIL: |[Uu]sage: )/

/** `module.path.SomeError` before its message. Python's few types in small letters are named. */
const MODULE = /^(?:[A-Za-z_]\w*\.(?:<locals>\.)?)+(?=(?:_?[A-Z]\w*|gaierror|herror|timeout|error(?:_\w+)?)(?::|\(|\s*$))/
/** SQLAlchemy's type around the driver's: `IntegrityError: (psycopg2.errors.UniqueViolation) duplicate …`. */
const DRIVER = /^\w+: \((?:\w+\.)+(\w+)\) /
/** `SomeError('its message')`, as Python's repr writes it; its message may hold any number of lines. */
const REPR = /^((?:[a-z_]\w*\.)*[A-Z]\w*)\((['"])([\s\S]*)\2,?\)$/
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** A line that only divides. */
const RULE = /^[-=_*~#]{4,}$/

/** The lines of a text without colours and without Prefect's words around them. */
export function readHeadline(text: string): Headline | null {
  const whole = text.slice(0, MAX_STACK_CHARACTERS).replace(ANSI, '').trim()
  const bare = withoutWrappers(whole)
  const lines = fromNamingLine(bare).join('\n').slice(0, MAX_CHARACTERS).split('\n').filter(line => line !== '' && !RULE.test(line) && !APPENDED_LINE.test(line))
  const naming = lines.slice(0, MAX_LINES_SAYING_LITTLE).findIndex(line => toTelling(toFault(line)) !== 'below' || tellsSignal(line))
  const told = lines.slice(Math.max(0, naming))
  const [first] = told
  if (first === undefined)
    return null
  const fault = toFault(first)
  return readValidation(fault, told) ?? readKubernetes(fault, bare) ?? toHeadline(toFault(withContinuation(first, told)))
}

function toHeadline(fault: string): Headline {
  return { said: fault, faults: [fault] }
}

/** `Script at 'flows/orders.py' encountered an exception: ImportError("…")`, where the exception says enough without the script. */
const SCRIPT = /^(?:[\w.]+\.)?ScriptError: Script at '[^']{1,400}' encountered an exception: (?=[A-Z]\w*\((['"]).*\1\)$)/

/** A text without what Prefect writes in front of the exception it tells. */
export function withoutWrappers(text: string): string {
  const bare = withoutRepr(text.replace(WRAPPER, '').replace(STATE, '$2').replace(RETRY_NOTE, '').replace(SCRIPT, ''))
  return bare === text ? text : withoutWrappers(bare)
}

/** Quotes of a KeyError are part of what it says. */
function withoutRepr(text: string): string {
  const [, type, quote = '', inside] = REPR.exec(text) ?? []
  if (type === undefined || inside === undefined)
    return text
  const message = inside.replace(/\\([ntr'"\\])/g, (_, escaped: string) => ESCAPED[escaped] ?? escaped)
  return message === '' ? type : `${type}: ${type === 'KeyError' ? `${quote}${message}${quote}` : message}`
}

function toFault(line: string): string {
  const fault = withoutRepr(line.replace(SCRIPT, '').replace(RETRY_NOTE, '').replace(APPENDED, '').replace(MODULE, '').replace(DRIVER, '$1: ').replace(MODULE, '').replace(/^(\w+):$/, '$1'))
  return fault.startsWith('No module named ') ? `ModuleNotFoundError: ${fault}` : fault // told without its type before a run starts
}

const ANSWER = /^(?:The server responded with|Response(?: body| content)?|Reason|(?:Error )?Message|Error ?[Cc]ode)\s*[:=]|^(?:status|details) = |^(?:fatal|error|stderr|remote): |^in "[^"]{1,200}", line \d/

/** A line that ends in a colon or with a place is finished by the next; what the other side answered belongs to it. */
function withContinuation(first: string, lines: readonly string[]): string {
  let told = first
  for (const line of lines.slice(1, 4)) {
    if (!ANSWER.test(line) && !/:$|\bline \d+ at position \d+$|\b(?:Error|Failure) in \w+ \S+ \([^)]*\)$/.test(told))
      break
    told = `${told} ${line.replace(/^- /, '')}`
  }
  return told
}

/** pydantic: which fields of which model, and what is wrong with them; not how many rows had it. */
function readValidation(first: string, lines: readonly string[]): Headline | null {
  const model = /\b\d+ validation errors? for (.+)$/.exec(first)?.[1]
  if (model === undefined)
    return null
  const faults: string[] = []
  for (const [at, line] of lines.entries()) {
    const kind = /^(.*?)\s*[[(]type=([\w.]+)/.exec(line)
    const field = lines[at - 1]
    if (kind !== null && field !== undefined)
      faults.push(`ValidationError: ${model}: ${at === 1 ? '' : `${field.replace(/(^|\.)\d+(?=\.|$)/g, '$1‹n›')}: `}${kind[1] ?? ''} (${kind[2] ?? ''})`)
  }
  return faults.length === 0 ? null : { said: `${first}: ${lines[1] ?? ''}: ${/^[^[(]*/.exec(lines[2] ?? '')?.[0].trim() ?? ''}`, faults }
}

/** The Kubernetes client: `(403)` on the first line, the reason on the next, the API's words in the body. */
function readKubernetes(first: string, text: string): Headline | null {
  if (!/^ApiException: \(\d{3}\)$/.test(first))
    return null
  const reason = /^Reason: (.+)$/m.exec(text)?.[1] ?? ''
  const words = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replace(/\\"/g, '"')
  return toHeadline(`${first} ${words ?? reason}`.trim())
}
