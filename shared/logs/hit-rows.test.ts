import { describe, expect, it } from 'vitest'
import type { HitLine, LogHit } from '../api/log-search.ts'
import { toHitRows } from './hit-rows.ts'

const line = (number: number, text = 'x'): HitLine => ({ id: `line-${number}`, at: `2026-11-23T01:05:${String(number).padStart(2, '0')}.000000Z`, level: 20, text, isCutBefore: false, isCutAfter: false })
const hit = (number: number, { alone = false } = {}): LogHit => ({ line: line(number, 'needle'), around: alone ? null : { before: [line(number - 2), line(number - 1)], after: [line(number + 1), line(number + 2)] } })
const shape = (...hits: LogHit[]): string => toHitRows(hits).map(({ line: { id, text }, isHit, isApart }) => `${isApart ? '| ' : ''}${id.slice(5)}${isHit ? `!${text}` : ''}`).join(' ')

describe('toHitRows', () => {
  it('shows a line around two hits once, in the order of the log', () => {
    expect(shape(hit(10), hit(11), hit(13))).toBe('8 9 10!needle 11!needle 12 13!needle 14 15')
  })

  it('parts hits between which lines are left out', () => {
    expect(shape(hit(10), hit(20))).toBe('8 9 10!needle 11 12 | 18 19 20!needle 21 22')
    expect(shape(hit(10, { alone: true }), hit(11, { alone: true }))).toBe('10!needle | 11!needle')
  })
})
