/** A line of a stack of Java, of Node, of a Python program as another one tells it. */
const JAVA_FRAME = /^[\t ]{0,20}at [\w.$<>/]{1,300}\([^)\n]{0,200}\)$|^[\t ]{0,20}\.\.\. \d+ more$/m
const NODE_FRAME = /^[\t ]{1,20}at (?:.{1,300} \()?(?:node:|file:|\/|[A-Z]:\\).{0,300}:\d+:\d+\)?$|^node:internal\//m
const PYTHON_FRAME = /^[\t ]{0,20}File "[^"]{1,400}", line \d+/
/** Jupyter's traceback, as papermill and nbconvert put it into their own error: `KeyError   Traceback (…)`, and at its end `KeyError: 'qty'`. */
const NOTEBOOK = /^(\w+) +Traceback \(most recent call last\)$/m

const ERROR_LINE = /^(?:Uncaught )?(?:\w+\.)*(?:[A-Z]\w*)?(?:Error|Exception)\b/
const PANIC = /^(?:panic|fatal error): /
/** Spark tells which of its tasks failed last before it tells why. */
const SPARK_TASK = /^.{0,400}\bmost recent failure: Lost task [^:]{1,120}\): /
/** What a program or a logger writes before its words: the instant, the level, itself. */
const CLOCK = String.raw`\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?[\s|,-]+`
const LEVEL = String.raw`[[(]?(?:ERROR|CRITICAL|FATAL|WARNING|INFO)[\])]?(?:\s*[:|-]\s*|\s+)`
const LOGGED_AS = new RegExp(String.raw`^(?:(?:${CLOCK})?${LEVEL}(?:[\w.]{1,80} - )?|${CLOCK}(?:[\w.]{1,80} - )?(?:${LEVEL})?)(?=\S)`)
/** A shell names itself and the line of its script before what it says. */
const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|k|z)?sh: (?:(?:line )?\d{1,6}: )?(?=\S)/
const NOT_FOUND_IN = /^(sh: )(?:([\w./+-]{1,200}): (?:command )?not found|command not found: ([\w./+-]{1,200}))$/

/**
 * The lines of a text from the one that names the fault on: the root of a stack, else the first line. A stack of another program
 * comes as text in a message or a log; Java and Spark tell the root last, Python its exception after the frames, Node and Go before.
 */
export function fromNamingLine(text: string): string[] {
  const lines = text.split(/\r?\n/)
  const from = namingLine(text, lines)
  return lines.slice(from === -1 ? 0 : from).map(withoutLead)
}

function namingLine(text: string, lines: readonly string[]): number {
  const notebook = NOTEBOOK.exec(text)?.[1]
  if (notebook !== undefined)
    return lines.findLastIndex(line => line === notebook || line.startsWith(`${notebook}: `))
  const java = lines.findLastIndex(line => /^[\t ]{0,20}Caused by: /.test(line))
  if (java !== -1)
    return java
  const calling = lines.findIndex(line => line.includes('An error occurred while calling o')) // py4j
  if (calling !== -1 || JAVA_FRAME.test(text))
    return lines.findIndex((line, at) => at > calling && /^: |^Exception in thread /.test(line))
  const frame = lines.findLastIndex(line => PYTHON_FRAME.test(line))
  if (frame !== -1)
    return lines.findIndex((line, at) => at > frame && /^[A-Za-z]/.test(line))
  if (NODE_FRAME.test(text))
    return lines.findIndex(line => ERROR_LINE.test(line))
  return lines.findIndex(line => PANIC.test(line))
}

function withoutLead(line: string): string {
  return line.trim()
    .replace(/^Caused by: |^: |^Exception in thread "[^"]{0,200}" |^Uncaught /, '')
    .replace(SPARK_TASK, '')
    .replace(LOGGED_AS, '')
    .replace(SHELL, 'sh: ')
    .replace(NOT_FOUND_IN, '$1command not found: $2$3')
}
