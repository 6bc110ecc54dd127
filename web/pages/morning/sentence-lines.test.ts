import { describe, expect, it } from 'vitest'
import type { SentencePart } from '../../../shared/api/morning.ts'
import { toLines } from './sentence-lines.ts'

const answer: SentencePart[] = [{ text: '1 problem needs you.', count: 'needsYou', tone: 'bad' }, { text: ' ' }, { text: '53', count: 'asExpected' }, { text: ' of 56 jobs ran as expected' }]

describe('toLines', () => {
  it('breaks where the answer ends, and keeps every part', () => {
    const aside: SentencePart[] = [{ text: '2 are worth a look', count: 'worthALook' }, { text: ' and ' }, { text: '1 recovered', count: 'recovered' }, { text: '.' }]
    expect(toLines([...answer, { text: ', ' }, ...aside])).toEqual({ answer, joint: { text: ', ' }, aside })
  })
  it('leaves a sentence without an aside whole', () => {
    expect(toLines([...answer, { text: '.' }])).toEqual({ answer: [...answer, { text: '.' }], joint: null, aside: [] })
  })
  it('leaves a sentence whole that begins with what is unknown', () => {
    const parts: SentencePart[] = [{ text: '2 jobs cannot be judged.', count: 'unknown', tone: 'unsure' }, { text: ' ' }, { text: '4', count: 'asExpected' }, { text: ' of 6 jobs ran as expected.' }]
    expect(toLines(parts)).toEqual({ answer: parts, joint: null, aside: [] })
  })
})
