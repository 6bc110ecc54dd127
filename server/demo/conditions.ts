import { readInstant } from './instant.ts'
import { Refusal, untaught } from './refusal.ts'

export type Json = Record<string, unknown>
/** Whether a row is meant. */
export type Test<Row> = (row: Row) => boolean

/** What a filter's field compares: how to read it from a row, and which words it knows. */
export type Field<Row>
  = | { kind: 'text', of: (row: Row) => string | null }
    | { kind: 'time', of: (row: Row) => number | null }
    | { kind: 'tags', of: (row: Row) => readonly string[] }
    | { kind: 'level', of: (row: Row) => number }
    | { kind: 'search', of: (row: Row) => string }
    | { kind: 'flag', word: string, of: (row: Row) => boolean }
    | { kind: 'group', fields: Readonly<Record<string, Field<Row>>> }

/** Every test must hold. Each page asked for goes through all rows with it, so it makes nothing on the way: no closure for a row. */
export function allOf<Row>(tests: readonly Test<Row>[]): Test<Row> {
  const [only] = tests
  if (only !== undefined && tests.length === 1)
    return only
  return (row) => {
    for (const test of tests) {
      if (!test(row))
        return false
    }
    return true
  }
}

/** Reads one filter object into a test; every field and word must hold. Throws a Refusal for what it was not taught. */
export function readFilter<Row>(filter: unknown, fields: Readonly<Record<string, Field<Row>>>, where: string): Test<Row> {
  if (filter === undefined || filter === null)
    return allOf([])
  const tests = Object.entries(asObject(filter, where)).flatMap(([name, condition]): Test<Row>[] => {
    if (condition === null || (name === 'operator' && condition === 'and_'))
      return []
    const field = fields[name]
    if (field === undefined)
      throw untaught(`the filter ${where}.${name}`)
    return [readCondition(condition, field, `${where}.${name}`)]
  })
  return allOf(tests)
}

function readCondition<Row>(condition: unknown, field: Field<Row>, where: string): Test<Row> {
  if (field.kind === 'group')
    return readFilter(condition, field.fields, where)
  const words = Object.entries(asObject(condition, where))
  if (words.some(([word, value]) => word === 'any_' && value !== null) && words.some(([word, value]) => word === 'not_any_' && value !== null))
    throw untaught(`any_ and not_any_ together in ${where}: 3.8.8 drops both`)
  const tests = words.flatMap(([word, value]): Test<Row>[] => {
    if (value === null || word === 'operator')
      return []
    const test = readWord(word, value, field)
    if (test === null)
      throw untaught(`${where}.${word}`)
    return [test]
  })
  return tests.length > 1 && words.some(([word, value]) => word === 'operator' && value === 'or_') ? row => tests.some(test => test(row)) : allOf(tests)
}

function readWord<Row>(word: string, value: unknown, field: Exclude<Field<Row>, { kind: 'group' }>): Test<Row> | null {
  switch (field.kind) {
    case 'text':
      return readTextWord(word, value, field.of)
    case 'time':
      return readTimeWord(word, value, field.of)
    case 'tags':
      return readTagsWord(word, value, field.of)
    case 'level':
      return word === 'ge_' ? row => field.of(row) >= Number(value) : word === 'le_' ? row => field.of(row) <= Number(value) : null
    case 'search':
      return word === 'query' ? readSearch(String(value), field.of) : null
    case 'flag':
      return word === field.word && typeof value === 'boolean' ? row => field.of(row) === value : null
  }
}

function readTextWord<Row>(word: string, value: unknown, of: (row: Row) => string | null): Test<Row> | null {
  const texts = new Set(asTexts(value))
  const like = toLike(word === 'like_' ? String(value) : '')
  switch (word) {
    case 'any_':
      return row => texts.has(of(row) ?? '')
    case 'not_any_':
      return row => !texts.has(of(row) ?? '') && of(row) !== null
    case 'like_':
      return row => like.test(of(row) ?? '')
    case 'exists_':
    case 'is_null_':
      return row => (of(row) === null) === (value === (word === 'is_null_'))
    default:
      return null
  }
}

/** Upstream wraps the text in `%` and leaves its own `%` (anything) and `_` (any one character) as they are; case does not count. */
function toLike(text: string): RegExp {
  const source = text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('%', '.*').replaceAll('_', '.')
  return new RegExp(source, 'is')
}

/** Both bounds are inclusive; what has no instant is outside every bound. */
function readTimeWord<Row>(word: string, value: unknown, of: (row: Row) => number | null): Test<Row> | null {
  if (word === 'is_null_')
    return row => (of(row) === null) === value
  const bound = readInstant(String(value))
  if (bound === null)
    throw new Refusal(422, `not an instant: ${String(value).slice(0, 40)}`)
  if (word === 'after_')
    return row => (of(row) ?? Number.NEGATIVE_INFINITY) >= bound
  return word === 'before_' ? row => (of(row) ?? Number.POSITIVE_INFINITY) <= bound : null
}

/** Quoted phrases, any of which is enough; case does not count. Words without quotes and their signs were not taught. */
function readSearch<Row>(query: string, of: (row: Row) => string): Test<Row> | null {
  const phrases = [...query.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, phrase = '']) => phrase.replaceAll(/\\(["\\])/g, '$1').toLowerCase())
  if (query.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').trim() !== '')
    return null
  return row => phrases.some(phrase => of(row).toLowerCase().includes(phrase))
}

function readTagsWord<Row>(word: string, value: unknown, of: (row: Row) => readonly string[]): Test<Row> | null {
  const texts = asTexts(value)
  switch (word) {
    case 'any_':
      return row => of(row).some(tag => texts.includes(tag))
    case 'all_':
      return row => texts.every(tag => of(row).includes(tag))
    case 'is_null_':
      return row => (of(row).length === 0) === value
    default:
      return null
  }
}

function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

export function asObject(value: unknown, where: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(422, `${where} is no object`)
  return { ...value }
}
