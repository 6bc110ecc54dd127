import type { FilterChoices } from '../../shared/api/runs.ts'
import { writeFilterText } from '../../shared/filter/filter-text.ts'
import { ANY_RUN, anyOf, type TextField } from '../../shared/filter/run-filter.ts'
import { STATE_GROUP_NAMES } from '../../shared/filter/state-groups.ts'

export interface Suggestion {
  /** What is put in the place of what was typed of the term. */
  text: string
  shown: string
  /** null: it speaks for itself. */
  meaning: string | null
}

const MOST = 8

/** What a term can begin with, and what it does. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['state:', 'failed, crashed, late, …'], ['flow:', 'its name'], ['deployment:', 'flow/name'], ['tag:', 'one of them; -tag: none'], ['pool:', 'work pool'],
  ['param.', 'param.customer:acme'], ['took>', 'longer than 10m'], ['took<', 'shorter than 1h'], ['late>', 'later than 5m'],
  ['due:', '24h, or 2026-11-27..'], ['started:', '24h'], ['ended:', '24h'], ['subflows:out', 'without runs that runs started'], ['subflows:only', ''],
]

/** What the term before the caret may go on to be, the best first. */
export function suggestTerms(before: string, choices: FilterChoices | null): Suggestion[] {
  const [, sense = '', field, part = ''] = /(?:^|\s)(-?)(flow|deployment|tag|state|pool):(?:[^\s"]*,)?([^\s,"]*)$/.exec(before) ?? []
  if (field !== undefined)
    return suggestValues(field as Exclude<TextField, 'parameter'>, part, { sense, choices })
  const [, minus = '', word = ''] = /(?:^|\s)(-?)([a-z]*)$/.exec(before) ?? []
  if (word === '')
    return []
  return BEGINNINGS.filter(([begins]) => begins.startsWith(word) && begins !== word).slice(0, MOST).map(([begins, meaning]) => ({ text: `${minus}${begins}`, shown: `${minus}${begins}`, meaning: meaning === '' ? null : meaning }))
}

function suggestValues(field: Exclude<TextField, 'parameter'>, part: string, { sense, choices }: { sense: string, choices: FilterChoices | null }): Suggestion[] {
  const all = { flow: choices?.flows, deployment: choices?.deployments, tag: choices?.tags, pool: choices?.pools, state: STATE_GROUP_NAMES, name: [] }[field] ?? []
  const wanted = part.toLowerCase()
  const found = all.filter(value => value.toLowerCase().includes(wanted) && value !== part)
  const best = [...found.filter(value => value.toLowerCase().startsWith(wanted)), ...found.filter(value => !value.toLowerCase().startsWith(wanted))]
  return best.slice(0, MOST).map(value => ({ text: `${sense}${writeFilterText({ ...ANY_RUN, clauses: [anyOf(field, value)] })}`, shown: value, meaning: null }))
}

/** The text with a suggestion in the place of the term before the caret; of a list of values only its last is replaced. */
export function acceptSuggestion(text: string, { caret, suggestion }: { caret: number, suggestion: string }): { text: string, caret: number } {
  const before = text.slice(0, caret)
  const term = /\S*$/.exec(before)?.[0] ?? ''
  const listed = /^-?\w+:(?:.*,)/.exec(term)?.[0] ?? null
  const kept = before.slice(0, before.length - term.length) + (listed ?? '')
  const put = listed === null ? suggestion : suggestion.replace(/^-?\w+:/, '')
  const isWhole = !/[:.<>]$/.test(put)
  const after = text.slice(caret).trimStart()
  const written = `${kept}${put}${isWhole ? ' ' : ''}`
  return { text: written + after, caret: written.length }
}
