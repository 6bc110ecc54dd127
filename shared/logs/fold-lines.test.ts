import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aLogRow } from './build.ts'
import { foldLines } from './fold-lines.ts'

const NONE = new Set<string>()
const said = (...messages: string[]) => messages.map((message, index) => aLogRow({ id: `line-${index}`, message }))

describe('foldLines', () => {
  it('folds from three repeats on', () => {
    expect(foldLines(said('a', 'a', 'b', 'b', 'b', 'a'), NONE).map(({ line, count }) => [line.message, count])).toEqual([['a', 1], ['a', 1], ['b', 3], ['a', 1]])
  })

  it('keeps apart what another task or level says', () => {
    const lines = said('a', 'a', 'a')
    expect(foldLines([{ ...lines[0]!, taskRunId: 'task' }, lines[1]!, { ...lines[2]!, level: 40 }], NONE)).toHaveLength(3)
  })

  it('leaves an opened row unfolded', () => {
    expect(foldLines(said('a', 'a', 'a'), new Set(['line-1']))).toHaveLength(3)
  })

  it('counts every line once', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('a', 'b')), (messages) => {
      const folded = foldLines(said(...messages), NONE)
      expect(folded.reduce((sum, { count }) => sum + count, 0)).toBe(messages.length)
      expect(folded.flatMap(({ line, count }) => Array.from({ length: count }, () => line.message))).toEqual(messages)
    }))
  })
})
