import { describe, expect, it } from 'vitest'
import { readField, toFields } from './parameter-fields.ts'

const SCHEMA = {
  type: 'object',
  required: ['day'],
  properties: {
    mode: { type: 'string', enum: ['full', 'incremental'], position: 3 },
    day: { type: 'integer', position: 0, description: 'which one' },
    note: { type: 'string', default: 'none', position: 1 },
    strict: { type: 'boolean', default: false, position: 2 },
    rows: { anyOf: [{ type: 'array' }, { type: 'null' }], position: 4 },
  },
}

describe('toFields', () => {
  it('asks for each parameter as its schema says, in its order', () => {
    expect(toFields(SCHEMA, { day: 7, rows: [1] }).map(({ name, kind, text }) => [name, kind, text])).toEqual([
      ['day', 'integer', '7'], ['note', 'text', 'none'], ['strict', 'boolean', 'false'], ['mode', 'choice', ''], ['rows', 'json', '[\n  1\n]'],
    ])
    expect(toFields(SCHEMA, {})[0]).toMatchObject({ description: 'which one', isRequired: true })
    expect(toFields(SCHEMA, {})[3]?.choices).toEqual(['"full"', '"incremental"'])
  })
  it('keeps what the run was given besides, and what does not fit its type', () => {
    expect(toFields(SCHEMA, { day: 'tomorrow', extra: { a: 1 } }).map(({ name, kind }) => [name, kind])).toContainEqual(['extra', 'json'])
    expect(toFields(SCHEMA, { day: 'tomorrow' })[0]).toMatchObject({ kind: 'json', text: '"tomorrow"' })
  })
  it('stands a schema that is none', () => {
    expect(toFields(null, { a: 'x' })).toMatchObject([{ name: 'a', kind: 'text', text: 'x' }])
    expect(toFields({ properties: [1] }, {})).toEqual([])
  })
})

describe('readField', () => {
  const read = (kind: Parameters<typeof readField>[0]['kind'], text: string) => readField({ kind, isRequired: false }, text)

  it.each([['integer', '7', 7], ['number', '0.5', 0.5], ['boolean', 'true', true], ['text', ' a ', ' a '], ['json', '{"a":[1]}', { a: [1] }], ['choice', '"full"', 'full'], ['json', '', null]] as const)('reads %s %s', (kind, text, value) => {
    expect(read(kind, text)).toEqual({ value, mistake: null })
  })
  it.each([['integer', '7.5', 'whole number'], ['integer', '99999999999999999999', 'whole number'], ['number', 'many', 'a number'], ['json', '{a}', 'no JSON'], ['integer', '', 'must be given'], ['json', '{"password":"•••"}', 'a secret that is not shown']] as const)('says what is wrong with %s %s', (kind, text, mistake) => {
    expect(read(kind, text).mistake).toContain(mistake)
  })
})
