import { describe, expect, it } from 'vitest'
import { toLogSpans, toPlainText } from './log-spans.ts'

const parts = (message: string): string[][] => toLogSpans(message).map(({ kind, text }) => [kind, text])

describe('toLogSpans', () => {
  it('is one span for a plain line, markup and all', () => {
    expect(parts('<img src=x onerror=alert(1)> <b>')).toEqual([['text', '<img src=x onerror=alert(1)> <b>']])
    expect(parts('')).toEqual([])
  })

  it('keeps colours and decorations', () => {
    const [plain, warned] = toLogSpans('a \u001B[1;33mWARN\u001B[0m b')
    expect(plain).toMatchObject({ text: 'a ', color: null, decorations: [] })
    expect(warned).toMatchObject({ text: 'WARN', color: 'yellow', decorations: ['bold'] })
  })

  it.each([
    ['38;5;208', 'bright-yellow'],
    ['38;5;9', 'bright-red'],
    ['38;5;240', 'bright-black'],
    ['38;2;20;120;30', 'green'],
    ['97', 'bright-white'],
  ])('brings colour %s down to %s', (code, color) => {
    expect(toLogSpans(`\u001B[${code}mx`)).toMatchObject([{ text: 'x', color }])
  })

  it.each([
    ['a cursor move', 'a\u001B[2Kb\u001B[1A\u001B[?25lc', 'abc'],
    ['a title', '\u001B]0;title\u0007abc', 'abc'],
    ['a hyperlink, its words staying', '\u001B]8;;javascript:alert(1)\u001B\\abc\u001B]8;;\u001B\\', 'abc'],
    ['a charset choice', '\u001B(Babc\u001B=', 'abc'],
    ['a device string', '\u001BPq#0\u001B\\abc', 'abc'],
  ])('drops %s', (_, message, text) => {
    expect(toPlainText(message)).toBe(text)
  })

  it('shows an escape that commands nothing', () => {
    expect(parts('a\u001B')).toEqual([['text', 'a'], ['control', '⟨ESC⟩']])
  })

  it('shows what would hide or reorder text', () => {
    expect(parts('a\u0000b\rc\u007F\u0085\u202Ed')).toEqual([
      ['text', 'a'],
      ['control', '⟨NUL⟩'],
      ['text', 'b'],
      ['control', '⟨CR⟩'],
      ['text', 'c'],
      ['control', '⟨DEL⟩'],
      ['control', '⟨U+0085⟩'],
      ['control', '⟨U+202E⟩'],
      ['text', 'd'],
    ])
  })

  it('keeps newlines, tabs, and scripts of every direction', () => {
    expect(parts('one\r\n\ttwo\nمخزن 東京 🚚')).toEqual([['text', 'one\n\ttwo\nمخزن 東京 🚚']])
  })

  it.each([
    ['see https://a.example/x?y=1#z.', 'https://a.example/x?y=1#z'],
    ['(https://a.example/x)', 'https://a.example/x'],
    ['https://a.example/w_(z), then', 'https://a.example/w_(z)'],
    ['url=\'https://a.example/v2\'', 'https://a.example/v2'],
    ['HTTP://A.example', 'HTTP://A.example'],
    ['https://a.example/\u0000b', 'https://a.example/'],
  ])('finds the address in %j', (message, address) => {
    expect(parts(message).filter(([kind]) => kind === 'link')).toEqual([['link', address]])
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'https:// nothing', 'https://...', 's3://raw/orders'])('makes no link of %s', (message) => {
    expect(parts(message).every(([kind]) => kind === 'text')).toBe(true)
  })

  it('loses no character of a line without escapes', () => {
    const message = 'a https://a.example/b, c (https://d.example). \t e'
    expect(toPlainText(message)).toBe(message)
  })

  it('is quick with hostile lengths', () => {
    const before = Date.now()
    for (const message of ['\u001B]'.repeat(20_000), '\u001B['.repeat(20_000), `https://${'('.repeat(20_000)}${')'.repeat(20_000)}`, `https://a${'.'.repeat(40_000)}b`, '\u0000'.repeat(20_000)])
      toLogSpans(message)
    expect(Date.now() - before).toBeLessThan(1_000)
  })
})
