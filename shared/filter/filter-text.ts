import { readLength, writeLength } from './length-text.ts'
import { ANY_RUN, TEXT_FIELDS, TIME_FIELDS, type Clause, type LengthBounds, type Moment, type RunFilter, type TextField, type TimeBounds, type TimeField } from './run-filter.ts'

/** A filter as somebody typed it, and what of it could not be understood, in words. */
export interface ReadFilter {
  filter: RunFilter
  mistakes: string[]
}

/** Longer texts are cut: nobody types them. */
const MOST_CHARACTERS = 4_000
const MOST_VALUES = 50

/**
 * Reads the filter language. Terms stand side by side, and all of them must hold:
 *
 * - `flow:orders` `deployment:orders/prod` `tag:team:data` `state:failed` `pool:gpu` `param.customer:acme`; `a,b` is any of them,
 *   `-tag:heartbeat` none, `*` any characters, and what holds spaces, commas or quotes stands in double quotes
 * - words on their own are parts of the run's name
 * - `took>10m` `took<1h` `late>5m`; `due:24h` `started:2026-11-27T18:00Z..` `ended:..2h`; `subflows:out`, `subflows:only`
 *
 * What cannot be understood is left out and told.
 */
export function readFilterText(text: string): ReadFilter {
  const filter: Draft = { ...ANY_RUN, clauses: [] }
  const mistakes: string[] = []
  for (const term of toTerms(text.slice(0, MOST_CHARACTERS))) {
    const mistake = readTerm(term, filter)
    if (mistake !== null)
      mistakes.push(mistake)
  }
  return { filter, mistakes }
}

/** Writes a filter as text that `readFilterText` reads back; what asks nothing is left out. */
export function writeFilterText({ clauses, time, took, late, subflows }: RunFilter): string {
  return [
    ...clauses.map(writeClause),
    ...writeLengths('took', took),
    ...writeLengths('late', late),
    ...(subflows === 'in' ? [] : [`subflows:${subflows}`]),
    ...(time === null ? [] : [writeTime(time)]),
  ].join(' ')
}

interface Term {
  not: boolean
  /** What stands before the operator; null for a word on its own. */
  head: string | null
  operator: ':' | '<' | '>' | null
  values: string[]
  /** As it was typed. */
  text: string
}

const OPERATORS = /^(?:param\.)?[\w.]+(?=[:<>])/

function toTerms(text: string): Term[] {
  const terms: Term[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1
      continue
    }
    const from = at
    const not = text.charAt(at) === '-' && at + 1 < text.length && !/\s/.test(text.charAt(at + 1))
    at += not ? 1 : 0
    const head = OPERATORS.exec(text.slice(at, at + 200))?.[0] ?? null
    at += head?.length ?? 0
    const operator = head === null ? null : text.charAt(at++) as ':' | '<' | '>'
    const values: string[] = []
    do {
      const { value, end } = readValue(text, at, head === null ? WORD : LISTED)
      values.push(value)
      at = end
    } while (head !== null && text.charAt(at) === ',' && ++at <= text.length)
    terms.push({ not, head, operator, values: [...new Set(values)].filter(value => value !== '').slice(0, MOST_VALUES), text: text.slice(from, at) })
  }
  return terms
}

const WORD = /\S*/y
const LISTED = /[^\s,]*/y

/** A value in quotes, or as far as the pattern goes. */
function readValue(text: string, from: number, plain: RegExp): { value: string, end: number } {
  if (text.charAt(from) !== '"') {
    plain.lastIndex = from
    const value = plain.exec(text)?.[0] ?? ''
    return { value, end: from + value.length }
  }
  let value = ''
  for (let at = from + 1; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"')
      return { value, end: at + 1 }
    if (character === '\\' && at + 1 < text.length)
      at += 1
    value += text.charAt(at)
  }
  return { value, end: text.length }
}

type Draft = { -readonly [Key in keyof RunFilter]: RunFilter[Key] } & { clauses: Clause[] }

/** Puts a term into the filter, or says why it cannot. */
function readTerm({ not, head, operator, values, text }: Term, filter: Draft): string | null {
  const [value] = values
  if (head === null) {
    if (value !== undefined)
      filter.clauses.push({ field: 'name', parameter: null, not, values: [value] })
    return null
  }
  if (value === undefined)
    return `${text} asks for nothing: a value is missing.`
  if (operator === '<' || operator === '>')
    return readLengthTerm({ head, operator, value, not, text }, filter)
  if (isOf(head, TIME_FIELDS))
    return not ? `${text}: a time cannot be left out, only bounded.` : readTime(head, value, filter)
  if (head === 'subflows') {
    if (value !== 'in' && value !== 'out' && value !== 'only')
      return `${text}: subflows are in, out, or only.`
    filter.subflows = value
    return null
  }
  const parameter = head.startsWith('param.') ? head.slice('param.'.length) : null
  const field = parameter !== null ? 'parameter' : isOf(head, TEXT_FIELDS) && head !== 'parameter' ? head : null
  if (field === null || parameter === '')
    return `${head} is nothing to filter by: there are ${FIELD_NAMES.join(', ')}. Text with a colon stands in quotes.`
  filter.clauses.push({ field, parameter, not, values })
  return null
}

const FIELD_NAMES: readonly string[] = [...TEXT_FIELDS.filter(field => field !== 'parameter'), 'param.NAME', 'took', 'late', ...TIME_FIELDS, 'subflows']

function isOf<T extends string>(text: string, all: readonly T[]): text is T {
  return (all as readonly string[]).includes(text)
}

function readLengthTerm({ head, operator, value, not, text }: { head: string, operator: '<' | '>', value: string, not: boolean, text: string }, filter: Draft): string | null {
  const ms = readLength(value)
  if ((head !== 'took' && head !== 'late') || not)
    return `${text}: only took and late are more or less than a length of time.`
  if (ms === null)
    return `${text}: a length of time is written like 90s, 10m or 1h30m.`
  filter[head] = { ...filter[head], ...(operator === '>' ? { overMs: ms } : { underMs: ms }) }
  return null
}

function readTime(of: TimeField, value: string, filter: Draft): string | null {
  const [first = '', last = '', ...more] = value.split('..')
  const from = first === '' ? null : readMoment(first)
  const to = last === '' ? null : readMoment(last)
  if (more.length > 0 || (first !== '' && from === null) || (last !== '' && to === null) || (from === null && to === null))
    return `${of}:${value}: a time is written like 24h, 2026-11-27T18:00Z.. or 2026-11-27..2026-11-28.`
  filter.time = { of, from, to }
  return null
}

function readMoment(text: string): Moment | null {
  const ms = readLength(text)
  if (ms !== null)
    return { kind: 'ago', ms }
  const at = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : { kind: 'at', at }
}

function writeClause({ field, parameter, not, values }: Clause): string {
  const sense = not ? '-' : ''
  const [only] = values
  if (field === 'name' && values.length === 1 && only !== undefined)
    return `${sense}${isPlainWord(only) ? only : quote(only)}`
  return `${sense}${parameter === null ? field : `param.${parameter}`}:${values.map(value => /^[^\s,"][^\s,]*$/.test(value) ? value : quote(value)).join(',')}`
}

/** One that would be read as the beginning of a term of another kind is quoted. */
function isPlainWord(word: string): boolean {
  return /^[^\s"-]\S*$/.test(word) && !OPERATORS.test(word)
}

function quote(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}

function writeLengths(name: string, { overMs, underMs }: LengthBounds): string[] {
  return [...(overMs === null ? [] : [`${name}>${writeLength(overMs)}`]), ...(underMs === null ? [] : [`${name}<${writeLength(underMs)}`])]
}

function writeTime({ of, from, to }: TimeBounds): string {
  if (to === null && from?.kind === 'ago')
    return `${of}:${writeLength(from.ms)}`
  return `${of}:${writeMoment(from)}..${writeMoment(to)}`
}

function writeMoment(moment: Moment | null): string {
  if (moment === null)
    return ''
  return moment.kind === 'ago' ? writeLength(moment.ms) : new Date(moment.at).toISOString().replace(/(?::00)?\.000Z$/, 'Z')
}

/** Which fields a text clause can name, for those who offer them. */
export const OFFERED_FIELDS: readonly Exclude<TextField, 'parameter'>[] = ['state', 'flow', 'deployment', 'tag', 'pool']
