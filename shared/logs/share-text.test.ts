import { describe, expect, it } from 'vitest'
import { aLogRow } from './build.ts'
import { toShareText } from './share-text.ts'

const RUN = { job: 'ledger-close/eu', state: 'failed 01:05:48', reason: 'KeyError: customer\nand more' }

describe('toShareText', () => {
  it('says job, state, reason, line and link', () => {
    expect(toShareText(RUN, [aLogRow({ level: 40, message: '\u001B[31mno\u001B[0m\nTraceback' })], 'https://a.example/runs/1?line=x')).toBe([
      'ledger-close/eu · failed 01:05:48',
      'KeyError: customer …',
      '> 2026-11-23T01:05:03.120482Z ERROR no …',
      'https://a.example/runs/1?line=x',
    ].join('\n'))
  })

  it('says how many lines it leaves out', () => {
    const text = toShareText({ ...RUN, reason: null }, Array.from({ length: 8 }, () => aLogRow()), 'link')
    expect(text.split('\n')).toHaveLength(8)
    expect(text).toContain('> … 3 more')
  })

  it('cuts a line no one would read', () => {
    expect(toShareText(RUN, [aLogRow({ message: '🚚'.repeat(1_000) })], 'link').length).toBeLessThan(700)
  })
})
