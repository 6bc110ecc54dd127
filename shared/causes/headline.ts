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

/** What Prefect writes around an exception: 3.x with a colon, 2.20 with a full stop, tasks with neither, workers and crashes. */
const WRAPPER = /^(?:(?:Flow|Task) run encountered an(?: unexpected)? exception[:.]?|Submission failed\.|Flow run could not start:|Execution was interrupted by an unexpected exception:|Validation of flow parameters failed with error:|Crash detected!|Encountered exception during execution:|(?:Task|Flow) run failed with exception:|Flow run failed due to timeout:)\s*/
const RETRY_NOTE = / - Retries are exhausted$/

const ANSI = /\u001B(?:\[[0-9;:?]{0,40}[@-~]|\][^\u0007\u001B]{0,2000}(?:\u0007|\u001B\\))/g

/** What drivers and frameworks append to the fault itself. */
const APPENDED = /\s+(?:\[SQL: |\[parameters: |\(Background on this error at: |DETAIL: |For (?:further|more) information[ ,:]|\(Request ID: ).*$/

/** `module.path.SomeError` before its message. Python's few types in small letters are named. */
const MODULE = /^(?:[A-Za-z_]\w*\.(?:<locals>\.)?)+(?=(?:_?[A-Z]\w*|gaierror|herror|timeout|error(?:_\w+)?)(?::|\(|\s*$))/
/** SQLAlchemy's type around the driver's: `IntegrityError: (psycopg2.errors.UniqueViolation) duplicate …`. */
const DRIVER = /^\w+: \((?:\w+\.)+(\w+)\) /
/** `SomeError('its message')`, as Python's repr writes it. */
const REPR = /^([A-Z]\w*)\((['"])(.*)\2\)$/

/** A line that only divides. */
const RULE = /^[-=_*~#]{4,}$/

/** The lines of a text without colours and without Prefect's words around them. */
export function readHeadline(text: string): Headline | null {
  const whole = text.slice(0, MAX_STACK_CHARACTERS).replace(ANSI, '').trim()
  const bare = withoutWrappers(whole)
  const lines = bare.slice(0, MAX_CHARACTERS).split(/\r?\n/).map(line => line.trim()).filter(line => line !== '' && !RULE.test(line))
  const [first] = lines
  if (first === undefined)
    return null
  const fault = toFault(first)
  return readValidation(fault, lines) ?? readNotebook(bare) ?? readJava(fault, bare) ?? readKubernetes(fault, bare) ?? toHeadline(toFault(withContinuation(first, lines)))
}

function toHeadline(fault: string): Headline {
  return { said: fault, faults: [fault] }
}

/** `Script at 'flows/orders.py' encountered an exception: ImportError("…")`, where the exception says enough without the script. */
const SCRIPT = /^(?:[\w.]+\.)?ScriptError: Script at '[^']{1,400}' encountered an exception: (?=[A-Z]\w*\((['"]).*\1\)$)/

/** A text without what Prefect writes in front of the exception it tells. */
export function withoutWrappers(text: string): string {
  let bare = text
  for (let unwrapped = bare.replace(WRAPPER, ''); unwrapped !== bare; unwrapped = bare.replace(WRAPPER, ''))
    bare = unwrapped
  return bare.replace(SCRIPT, '')
}

function toFault(line: string): string {
  const fault = line.replace(RETRY_NOTE, '').replace(APPENDED, '').replace(MODULE, '').replace(DRIVER, '$1: ').replace(MODULE, '').replace(/^(\w+):$/, '$1')
  const [, type, quote, message] = REPR.exec(fault) ?? []
  if (type !== undefined && quote !== undefined && message !== undefined)
    return message === '' ? type : `${type}: ${type === 'KeyError' ? `${quote}${message}${quote}` : message}`
  return fault.startsWith('No module named ') ? `ModuleNotFoundError: ${fault}` : fault // told without its type before a run starts
}

const ANSWER = /^(?:The server responded with|Response(?: body| content)?|Reason|Caused by|(?:Error )?Message|Error ?[Cc]ode)\s*[:=]|^(?:status|details) = /

/** A line that ends in a colon, or names only the place, is finished by the next; what the other side answered belongs to it. */
function withContinuation(first: string, lines: readonly string[]): string {
  let told = first
  for (const line of lines.slice(1, 4)) {
    if (!ANSWER.test(line) && !/:$|\b(?:Error|Failure) in \w+ \S+ \([^)]*\)$/.test(told))
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

/** Jupyter's traceback, as papermill and nbconvert put it into their own error: `KeyError   Traceback (…)`, and at its end `KeyError: 'qty'`. */
function readNotebook(text: string): Headline | null {
  const type = /^(\w+) +Traceback \(most recent call last\)$/m.exec(text)?.[1]
  const last = type === undefined ? undefined : text.split('\n').findLast(line => line === type || line.startsWith(`${type}: `))
  return last === undefined ? null : toHeadline(toFault(last.trim()))
}

/** py4j: the Java exception at the root of the stack. */
function readJava(first: string, text: string): Headline | null {
  if (!/An error occurred while calling o\d+\./.test(first))
    return null
  const lines = text.split('\n').map(line => line.trim())
  const root = lines.findLast(line => line.startsWith('Caused by: '))?.slice('Caused by: '.length) ?? lines.find(line => line.startsWith(': '))?.slice(2)
  return root === undefined ? null : toHeadline(`Py4JJavaError: ${root.slice(0, MAX_CHARACTERS)}`)
}

/** The Kubernetes client: `(403)` on the first line, the reason on the next, the API's words in the body. */
function readKubernetes(first: string, text: string): Headline | null {
  if (!/^ApiException: \(\d{3}\)$/.test(first))
    return null
  const reason = /^Reason: (.+)$/m.exec(text)?.[1] ?? ''
  const words = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replace(/\\"/g, '"')
  return toHeadline(`${first} ${words ?? reason}`.trim())
}
