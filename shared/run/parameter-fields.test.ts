import { describe, expect, it } from 'vitest'
import { hasFields, readField, toFields } from './parameter-fields.ts'

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
  it('offers what an enumeration elsewhere in the schema allows', () => {
    const of = (property: object) => toFields({ definitions: { Color: { enum: ['red', 'blue'], type: 'string' } }, properties: { color: property } }, {})[0]
    for (const property of [{ $ref: '#/definitions/Color' }, { allOf: [{ $ref: '#/definitions/Color' }], default: 'red' }])
      expect(of(property)).toMatchObject({ kind: 'choice', choices: ['"red"', '"blue"'] })
    for (const property of [{ $ref: '#/definitions/Gone' }, { $ref: 'https://elsewhere.example' }, { allOf: [{ $ref: '#/definitions/Color' }, {}] }])
      expect(of(property)).toMatchObject({ kind: 'json' })
  })
  it('takes an empty field for null where that is allowed', () => {
    const property = (type: string): object => ({ anyOf: [{ type }, { type: 'null' }], default: null })
    const fields = toFields({ properties: { note: property('string'), count: property('integer'), rows: property('array') } }, { count: 3 })
    expect(fields.map(({ kind, text, isNullable }) => [kind, text, isNullable])).toEqual([['text', '', true], ['integer', '3', true], ['json', 'null', false]])
    expect(fields.slice(0, 2).map(field => readField(field, '').value)).toEqual([null, null])
  })
  it('asks yes or no where nothing is said yet', () => {
    expect(toFields({ properties: { approved: { type: 'boolean' } } }, {})[0]).toMatchObject({ kind: 'boolean', text: '' })
  })
  it('stands a schema that is none', () => {
    expect(toFields(null, { a: 'x' })).toMatchObject([{ name: 'a', kind: 'text', text: 'x' }])
    expect(toFields({ properties: [1] }, {})).toEqual([])
  })
})

describe('hasFields', () => {
  it.each([[SCHEMA, true], [{ properties: {} }, true], [null, false], [{}, false], [{ properties: [1] }, false], [{ $ref: '#' }, false]])('knows of %j whether it speaks of fields', (schema, known) => {
    expect(hasFields(schema)).toBe(known)
  })
})

describe('readField', () => {
  const read = (kind: Parameters<typeof readField>[0]['kind'], text: string) => readField({ kind, isRequired: false, isNullable: false }, text)

  it.each([['integer', '7', 7], ['number', '0.5', 0.5], ['boolean', 'true', true], ['text', ' a ', ' a '], ['json', '{"a":[1]}', { a: [1] }], ['choice', '"full"', 'full'], ['json', '', null]] as const)('reads %s %s', (kind, text, value) => {
    expect(read(kind, text)).toEqual({ value, mistake: null })
  })
  it.each([['integer', '7.5', 'whole number'], ['integer', '99999999999999999999', 'whole number'], ['number', 'many', 'a number'], ['json', '{a}', 'no JSON'], ['integer', '', 'must be given'], ['json', '{"password":"•••"}', 'a secret that is not shown']] as const)('says what is wrong with %s %s', (kind, text, mistake) => {
    expect(read(kind, text).mistake).toContain(mistake)
  })
})
