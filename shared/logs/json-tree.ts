/** A value of a JSON text, as it was written: no number is rounded and no key of two the same is lost. */
export type JsonNode
  = | { kind: 'object', entries: { key: string, value: JsonNode }[] }
    | { kind: 'list', items: JsonNode[] }
    | { kind: 'string', text: string }
    /** A number, true, false or null, as written. */
    | { kind: 'word', text: string }

/** A deeper value is nobody's log line, and would end the stack. */
const DEEPEST = 200

const STRING = /"(?:[^"\\]|\\.)*"/y
const WORD = /[^\s,\]}]+/y
const SPACE = /\s*/y

/** The object or list that a message is; null for any other message. */
export function readJsonTree(message: string): JsonNode | null {
  const text = message.trim()
  if (!isJsonLike(text))
    return null
  try {
    JSON.parse(text) // what follows can trust the text
  }
  catch {
    return null // it only looks like JSON, and is shown as it is
  }
  return readNode({ text, at: 0 }, 0)
}

/** Named values, as trees in the order of the names. */
export function toJsonEntries(values: Readonly<Record<string, unknown>>): { key: string, value: JsonNode }[] {
  const tree = readJsonTree(JSON.stringify(values))
  return tree?.kind === 'object' ? tree.entries : Object.entries(values).map(([key, value]) => ({ key, value: { kind: 'word', text: JSON.stringify(value) } }))
}

/** Cheap, for every line drawn: whether a message may be an object or a list. */
export function isJsonLike(message: string): boolean {
  return /^\s*(?:\{\s*["}]|\[\s*[\]{["\d])/.test(message) && /[}\]]\s*$/.test(message.slice(-20))
}

interface Reader {
  text: string
  at: number
}

function readNode(reader: Reader, depth: number): JsonNode | null {
  if (depth > DEEPEST)
    return null
  const first = peek(reader)
  if (first === '{')
    return readObject(reader, depth)
  if (first === '[')
    return readList(reader, depth)
  return first === '"' ? { kind: 'string', text: readString(reader) } : { kind: 'word', text: take(reader, WORD) }
}

function readObject(reader: Reader, depth: number): JsonNode | null {
  const entries: { key: string, value: JsonNode }[] = []
  for (pass(reader); peek(reader) !== '}'; pass(reader)) {
    peek(reader)
    const key = readString(reader)
    peek(reader)
    pass(reader) // the colon
    const value = readNode(reader, depth + 1)
    if (value === null)
      return null
    entries.push({ key, value })
    if (peek(reader) === '}')
      break
  }
  reader.at++
  return { kind: 'object', entries }
}

function readList(reader: Reader, depth: number): JsonNode | null {
  const items: JsonNode[] = []
  for (pass(reader); peek(reader) !== ']'; pass(reader)) {
    const item = readNode(reader, depth + 1)
    if (item === null)
      return null
    items.push(item)
    if (peek(reader) === ']')
      break
  }
  reader.at++
  return { kind: 'list', items }
}

function readString(reader: Reader): string {
  return JSON.parse(take(reader, STRING)) as string
}

/** The next character that is no space; the reader stands on it. */
function peek(reader: Reader): string {
  take(reader, SPACE)
  return reader.text.charAt(reader.at)
}

function pass(reader: Reader): string {
  return reader.text.charAt(reader.at++)
}

function take(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at
  const [found = ''] = pattern.exec(reader.text) ?? []
  reader.at += found.length
  return found
}
