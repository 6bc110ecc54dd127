import { describe, expect, it } from 'vitest'
import type { LogLine } from '../model/log-line.ts'
import { createHitCollector, type CollectedHits } from './collect-hits.ts'
import { toFinder } from './find-text.ts'

const line = (at: number, message: string): LogLine => ({ id: `line-${at}`, at, level: 20, logger: 'my.own', message, flowRunId: 'run', taskRunId: null })

/** Of messages as they were written. */
function collect(...messages: string[]): CollectedHits {
  const { look, collected } = createHitCollector(toFinder('needle')!)
  messages.map((message, at) => line(at, message)).toReversed().forEach(look)
  return collected()
}

const shape = ({ hits }: CollectedHits): string[] => hits.map(hit => [hit.before, [hit.line], hit.after].map(lines => lines.map(({ message }) => message).join(' ')).join(' | '))

describe('createHitCollector', () => {
  it('keeps two lines on each side of a hit', () => {
    expect(shape(collect('a', 'b', 'c', 'needle', 'd', 'e', 'f'))).toEqual(['b c | needle | d e'])
  })

  it('keeps what there is at both ends of a log', () => {
    expect(shape(collect('needle 1', 'a', 'needle 2'))).toEqual(['needle 1 a | needle 2 | ', ' | needle 1 | a needle 2'])
  })

  it('counts all hits and gives the last five', () => {
    const { hits, hitCount, lineCount } = collect(...Array.from({ length: 20 }, (_, number) => `needle ${number}`))
    expect([hitCount, lineCount, hits.map(hit => hit.line.at)]).toEqual([20, 20, [19, 18, 17, 16, 15]])
    expect(hits.at(-1)?.before.map(({ at }) => at)).toEqual([13, 14])
  })

  it('finds nothing in nothing', () => {
    expect(collect('a')).toEqual({ hits: [], hitCount: 0, lineCount: 1 })
  })
})
