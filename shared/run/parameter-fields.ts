/** Stands for a secret where values are shown; it must never be sent as one. */
export const HIDDEN = '•••'

/** How a parameter is asked for. `json`: what no plain field can express, as JSON text. */
export type FieldKind = 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'json'

export interface ParameterField {
  name: string
  kind: FieldKind
  /** What it says of itself; null: nothing. */
  description: string | null
  /** Of `choice`, as JSON texts; empty for others. */
  choices: readonly string[]
  isRequired: boolean
  /** Whether an empty field means null. */
  isNullable: boolean
  /** What it holds now, as its field writes it; empty: nothing. */
  text: string
}

export type ReadField = { value: unknown, mistake: null } | { value: null, mistake: string }

type Schema = Readonly<Record<string, unknown>>

/** Whether a JSON Schema says field by field what it wants; any other can only be answered as JSON. */
export function hasFields(schema: Schema | null): boolean {
  return asSchema(schema?.['properties']) !== null
}

/** A field for each parameter of a deployment's JSON Schema, in its order, and for those that a run was given besides. */
export function toFields(schema: Schema | null, values: Readonly<Record<string, unknown>>): ParameterField[] {
  const properties = asSchema(schema?.['properties']) ?? {}
  const propertyOf = (name: string): Schema | null => Object.hasOwn(properties, name) ? resolve(asSchema(properties[name]), schema) : null
  const required = Array.isArray(schema?.['required']) ? schema['required'] : []
  const positionOf = (name: string): number => Number(propertyOf(name)?.['position'] ?? 0)
  const named = Object.keys(properties).sort((a, b) => positionOf(a) - positionOf(b))
  return [...named, ...Object.keys(values).filter(name => !Object.hasOwn(properties, name))].map((name) => {
    const property = propertyOf(name)
    const given = Object.hasOwn(values, name) ? values[name] : property?.['default']
    const isNullable = nullable(asSchema(properties[name])) !== null
    const value = isNullable && given === null ? undefined : given
    const kind = toKind(property, value)
    const description = property?.['description']
    return {
      name,
      kind,
      description: typeof description === 'string' ? description : null,
      choices: kind === 'choice' ? (property?.['enum'] as unknown[]).map(choice => JSON.stringify(choice)) : [],
      isRequired: required.includes(name),
      isNullable,
      text: writeField(kind, value),
    }
  })
}

/** What a property may hold besides null, where that is one plain thing: `str | None`. null: it is another property. */
function nullable(property: Schema | null): Schema | null {
  const choices = Array.isArray(property?.['anyOf']) ? property['anyOf'].map(asSchema) : []
  const [other, ...more] = choices.filter(choice => choice?.['type'] !== 'null')
  return choices.length === 2 && other != null && more.length === 0 && ['string', 'integer', 'number'].includes(String(other['type'])) ? other : null
}

/**
 * A property with what it refers to: an enumeration of a flow stands among the definitions of its schema. One step is followed, as
 * Prefect's own schemas need no more; anything else stays as it is.
 */
function resolve(property: Schema | null, schema: Schema | null): Schema | null {
  const other = nullable(property)
  if (other !== null)
    return { ...other, ...property }
  const [only, ...others] = Array.isArray(property?.['allOf']) ? property['allOf'] as unknown[] : [property]
  const reference = others.length === 0 ? asSchema(only)?.['$ref'] : undefined
  const [, place, name] = typeof reference === 'string' ? /^#\/(definitions|\$defs)\/([^/]+)$/.exec(reference) ?? [] : []
  const definition = place === undefined || name === undefined ? null : asSchema(asSchema(schema?.[place])?.[name])
  return definition === null ? property : { ...definition, ...property }
}

/** A value its own kind cannot hold is shown as JSON, so that nothing of it is lost. */
function toKind(property: Schema | null, value: unknown): FieldKind {
  if (property === null)
    return typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'boolean' : 'json'
  if (Array.isArray(property['enum']))
    return 'choice'
  switch (property['type']) {
    case 'string':
      return value === undefined || typeof value === 'string' ? 'text' : 'json'
    case 'integer':
    case 'number':
      return value === undefined || typeof value === 'number' ? property['type'] : 'json'
    case 'boolean':
      return value === undefined || typeof value === 'boolean' ? 'boolean' : 'json'
    default:
      return 'json'
  }
}

function writeField(kind: FieldKind, value: unknown): string {
  if (value === undefined)
    return ''
  if (kind === 'text')
    return String(value)
  return kind === 'json' ? JSON.stringify(value, null, 2) : JSON.stringify(value)
}

/** What somebody wrote into a field, as a value; or what is wrong with it, in words. */
export function readField({ kind, isRequired, isNullable }: Pick<ParameterField, 'kind' | 'isRequired' | 'isNullable'>, text: string): ReadField {
  if (text.includes(HIDDEN))
    return { value: null, mistake: 'holds a secret that is not shown here: write it out, or leave the whole as it was.' }
  if (isNullable && text === '')
    return { value: null, mistake: null }
  if (kind === 'text')
    return { value: text, mistake: null }
  if (text.trim() === '')
    return isRequired || kind !== 'json' ? { value: null, mistake: 'must be given.' } : { value: null, mistake: null }
  if (kind === 'integer' || kind === 'number') {
    const number = Number(text)
    const fits = Number.isFinite(number) && (kind === 'number' || Number.isSafeInteger(number))
    return fits ? { value: number, mistake: null } : { value: null, mistake: kind === 'integer' ? 'must be a whole number of at most 16 digits.' : 'must be a number.' }
  }
  try {
    return { value: JSON.parse(text) as unknown, mistake: null }
  }
  catch (error) {
    return { value: null, mistake: `is no JSON: ${error instanceof Error ? error.message : String(error)}.` }
  }
}

function asSchema(value: unknown): Schema | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Schema : null
}
