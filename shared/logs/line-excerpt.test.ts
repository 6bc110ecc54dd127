import { describe, expect, it } from 'vitest'
import { toFinder } from './find-text.ts'
import { toHitExcerpt, toRowExcerpt } from './line-excerpt.ts'

const finder = toFinder('needle')!
const rows = (...names: string[]): string => names.join('\n')

describe('toHitExcerpt', () => {
  it('is the whole of a short message', () => {
    expect(toHitExcerpt('a needle', finder)).toEqual({ text: 'a needle', isCutBefore: false, isCutAfter: false })
  })

  it.each([
    [rows('1', '2', '3', '4 needle', '5', '6', '7'), rows('2', '3', '4 needle', '5', '6'), true, true],
    [rows('1 needle', '2', '3', '4'), rows('1 needle', '2', '3'), false, true],
    [rows('1', '2', '3', '4', '5 needle'), rows('3', '4', '5 needle'), true, false],
    [rows('1', '', 'needle', '', '', ''), rows('1', '', 'needle', '', ''), false, false],
  ])('is the rows around it: %j', (message, text, isCutBefore, isCutAfter) => {
    expect(toHitExcerpt(message, finder)).toEqual({ text, isCutBefore, isCutAfter })
  })

  it('holds the phrase, however far in a row of any length', () => {
    const { text, isCutBefore, isCutAfter } = toHitExcerpt(`${'x'.repeat(100_000)}Needle${'y'.repeat(100_000)}`, finder)
    expect([text.includes('xNeedley'), isCutBefore, isCutAfter]).toEqual([true, true, true])
    expect(text.length).toBeLessThan(1_000)
  })

  it('says what cannot be seen, and finds across colours', () => {
    expect(toHitExcerpt('\u001B[31mnee\u001B[0mdle \0\u202E', finder).text).toBe('needle ⟨NUL⟩⟨U+202E⟩')
  })
})

describe('toRowExcerpt', () => {
  it.each([
    ['one\ntwo', 'one', true],
    ['one\n', 'one', false],
    ['x'.repeat(1_000), 'x'.repeat(240), true],
  ])('is the first row of %j', (message, text, isCutAfter) => {
    expect(toRowExcerpt(message)).toEqual({ text, isCutBefore: false, isCutAfter })
  })
})
