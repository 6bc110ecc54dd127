import { readFilterText, writeFilterText, type ReadFilter } from './filter-text.ts'
import { ANY_RUN, anyOf, type Clause, type Moment, type RunFilter } from './run-filter.ts'
import { toStateGroup } from './state-groups.ts'

/** What an address query is made of: vue-router's and URLSearchParams' common ground. */
export type AddressQuery = Readonly<Record<string, string | null | readonly (string | null)[] | undefined>>

const MOST_VALUES = 50

/**
 * Reads an address: `?q=` holds the filter as text. `flow`, `deployment`, `tag`, `state`, `name`, `from`, `to` are read too, each
 * any of its values: links made before the text was. What cannot be read is left out, so that an old or mistyped link still opens.
 */
export function readFilterAddress(query: AddressQuery): ReadFilter {
  const { filter, mistakes } = readFilterText(readTexts(query['q'])[0] ?? '')
  const clauses = [
    ...filter.clauses,
    ...toClause('flow', readTexts(query['flow'])),
    ...toClause('deployment', readTexts(query['deployment']).filter(name => name.includes('/'))),
    ...toClause('tag', readTexts(query['tag'])),
    ...toClause('state', readTexts(query['state']).filter(name => toStateGroup(name) !== null)),
    ...toClause('name', readTexts(query['name']).slice(0, 1)),
  ]
  const [from, to] = [readAt(query['from']), readAt(query['to'])]
  return { filter: { ...filter, clauses, time: filter.time ?? (from === null && to === null ? null : { of: 'due', from, to }) }, mistakes }
}

/** Writes an address; what asks nothing is left out, so that the plain address is the plain page. */
export function writeFilterAddress(filter: Partial<RunFilter>): Record<string, string> {
  const text = writeFilterText({ ...ANY_RUN, ...filter })
  return text === '' ? {} : { q: text }
}

function toClause(field: Parameters<typeof anyOf>[0], values: readonly string[]): Clause[] {
  return values.length === 0 ? [] : [anyOf(field, ...values)]
}

function readTexts(value: AddressQuery[string]): string[] {
  const texts = [value].flat().filter((text): text is string => typeof text === 'string' && text !== '')
  return [...new Set(texts)].slice(0, MOST_VALUES)
}

function readAt(value: AddressQuery[string]): Moment | null {
  const text = readTexts(value)[0]
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? null : { kind: 'at', at }
}
