import { describe, expect, it } from 'vitest'
import { acceptSuggestion, suggestTerms } from './suggest-terms.ts'

const choices = { flows: ['orders', 'reorder', 'billing run'], deployments: ['orders/prod'], tags: ['team:data', 'etl'], pools: ['gpu'] }
const shown = (before: string): string[] => suggestTerms(before, choices).map(({ shown }) => shown)

describe('suggestTerms', () => {
  it('offers values that begin so before those that hold it', () => {
    expect(shown('state:failed flow:or')).toEqual(['orders', 'reorder'])
  })
  it('goes on with the last of several values', () => {
    expect(shown('-tag:etl,te')).toEqual(['team:data'])
  })
  it('offers what a term can begin with', () => {
    expect(shown('ta')).toEqual(['tag:'])
    expect(shown('-fl')).toEqual(['-flow:'])
  })
  it('is silent where nothing was begun', () => {
    expect(shown('')).toEqual([])
    expect(shown('flow:orders ')).toEqual([])
    expect(shown('owl')).toEqual([])
  })
})

describe('acceptSuggestion', () => {
  it('puts the term in the place of its beginning', () => {
    const [first] = suggestTerms('took>3m flow:bil', choices)
    expect(acceptSuggestion('took>3m flow:bil late>5m', { caret: 16, suggestion: first!.text })).toEqual({ text: 'took>3m flow:"billing run" late>5m', caret: 27 })
  })
  it('adds to a list of values', () => {
    expect(acceptSuggestion('tag:etl,te', { caret: 10, suggestion: 'tag:team:data' })).toEqual({ text: 'tag:etl,team:data ', caret: 18 })
  })
  it('leaves room to go on after a beginning', () => {
    expect(acceptSuggestion('fl', { caret: 2, suggestion: 'flow:' })).toEqual({ text: 'flow:', caret: 5 })
  })
})
