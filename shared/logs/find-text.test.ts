import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markSpans, toFinder } from './find-text.ts'
import { toLogSpans } from './log-spans.ts'

describe('toFinder', () => {
  it('looks for nothing where nothing is asked', () => {
    expect([toFinder(''), toFinder('  ')]).toEqual([null, null])
  })

  it.each([
    ['error', 'an ERROR here', true],
    ['GRÖSSE', 'größe', false],
    ['Größe', 'GRÖßE', true],
    ['a.c', 'abc', false],
    ['a.c(', 'xa.c(', true],
    ['budget at 80 %', 'budget at \u001B[1;31m80 %\u001B[0m', true],
    ['[1;31m', 'budget at \u001B[1;31m80 %\u001B[0m', false],
    ['⟨NUL⟩', 'a\u0000b', true],
    ['مخزن', 'in مخزن ٣', true],
    ['🚚', 'done 🚚', true],
    ['two\tthree', 'one\n\ttwo\tthree', true],
  ])('for %j in %j: %s', (phrase, message, found) => {
    expect(toFinder(phrase)!.test(message)).toBe(found)
  })

  it('finds every piece of a text in it', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }), (before, phrase, after) => {
      const finder = toFinder(phrase)
      const text = before + phrase + after
      const ranges = finder?.ranges(text) ?? []
      fc.pre(finder !== null)
      expect(ranges.length).toBeGreaterThan(0)
      for (const [index, { from, to }] of ranges.entries()) {
        expect(to).toBeGreaterThan(from)
        expect(from).toBeGreaterThanOrEqual(ranges[index - 1]?.to ?? 0)
        expect(text.slice(from, to).toLowerCase()).toHaveLength(phrase.toLowerCase().length)
      }
    }))
  })
})

describe('markSpans', () => {
  it('cuts at the ends of what was found, over colours', () => {
    const spans = toLogSpans('at \u001B[31m80\u001B[0m % full')
    const found = markSpans(spans, toFinder('80 %')!.ranges('at 80 % full'))
    expect(found.map(({ text, found }) => [text, found])).toEqual([['at ', false], ['80', true], [' %', true], [' full', false]])
    expect(found[1]).toMatchObject({ color: 'red' })
  })

  it('keeps the whole address of a link that is cut', () => {
    const text = 'see https://a.example/b now'
    expect(markSpans(toLogSpans(text), toFinder('example')!.ranges(text)).flatMap(({ text, address }) => address === null ? [] : [[text, address]])).toEqual([
      ['https://a.', 'https://a.example/b'],
      ['example', 'https://a.example/b'],
      ['/b', 'https://a.example/b'],
    ])
  })

  it('loses no character', () => {
    fc.assert(fc.property(fc.array(fc.string({ minLength: 1 })), fc.string({ minLength: 1 }), (texts, phrase) => {
      const spans = texts.map(text => ({ kind: 'text' as const, text, color: null, background: null, decorations: [] }))
      const whole = texts.join('')
      const ranges = toFinder(phrase)?.ranges(whole) ?? []
      const marked = markSpans(spans, ranges)
      expect(marked.map(({ text }) => text).join('')).toBe(whole)
      expect(marked.filter(({ found }) => found).map(({ text }) => text).join('')).toBe(ranges.map(({ from, to }) => whole.slice(from, to)).join(''))
    }))
  })
})
