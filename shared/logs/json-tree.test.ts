import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonLike, readJsonTree, toJsonEntries, type JsonNode } from './json-tree.ts'

function toValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, toValue(value)]))
    case 'list':
      return node.items.map(toValue)
    case 'string':
      return node.text
    case 'word':
      return JSON.parse(node.text) as unknown
  }
}

describe('readJsonTree', () => {
  it('holds every value of an object or list', () => {
    fc.assert(fc.property(fc.oneof(fc.dictionary(fc.string().filter(key => key !== '__proto__'), fc.jsonValue()), fc.array(fc.dictionary(fc.string(), fc.jsonValue()))), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const node = readJsonTree(JSON.stringify(value, null, indent))
      expect(JSON.stringify(node === null ? null : toValue(node))).toBe(JSON.stringify(value))
    }))
  })

  it('keeps numbers and keys as written', () => {
    expect(readJsonTree('{"id": 12345678901234567890, "x": 1.0, "x": -0}')).toEqual({ kind: 'object', entries: [
      { key: 'id', value: { kind: 'word', text: '12345678901234567890' } },
      { key: 'x', value: { kind: 'word', text: '1.0' } },
      { key: 'x', value: { kind: 'word', text: '-0' } },
    ] })
  })

  it.each(['', 'plain', '{x}', '{"a": 1', '"text"', '12', '[INFO] done]', '{"a": 1} and more'])('is null for %j', (message) => {
    expect(readJsonTree(message)).toBeNull()
  })

  it('is null past any sensible depth', () => {
    expect(readJsonTree('['.repeat(500) + ']'.repeat(500))).toBeNull()
  })
})

describe('toJsonEntries', () => {
  it('holds each value under its name', () => {
    expect(toJsonEntries({ date: '2026-11-27', limit: 5 })).toEqual([
      { key: 'date', value: { kind: 'string', text: '2026-11-27' } },
      { key: 'limit', value: { kind: 'word', text: '5' } },
    ])
    expect(toJsonEntries({})).toEqual([])
  })

  it('tells also what is too deep to be opened', () => {
    const deep = JSON.parse('['.repeat(300) + ']'.repeat(300)) as unknown
    expect(toJsonEntries({ deep })).toEqual([{ key: 'deep', value: { kind: 'word', text: '['.repeat(300) + ']'.repeat(300) } }])
  })
})

describe('isJsonLike', () => {
  it('is quick with a megabyte', () => {
    const before = Date.now()
    expect(isJsonLike(`{${' '.repeat(1_000_000)}`)).toBe(false)
    expect(isJsonLike('x'.repeat(1_000_000))).toBe(false)
    expect(Date.now() - before).toBeLessThan(200)
  })
})
