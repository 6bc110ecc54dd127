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
  /** What it holds now, as its field writes it. */
  text: string
}

export type ReadField = { value: unknown, mistake: null } | { value: null, mistake: string }

type Schema = Readonly<Record<string, unknown>>

/** A field for each parameter of a deployment's JSON Schema, in its order, and for those that a run was given besides. */
export function toFields(schema: Schema | null, values: Readonly<Record<string, unknown>>): ParameterField[] {
  const properties = asSchema(schema?.['properties']) ?? {}
  const required = Array.isArray(schema?.['required']) ? schema['required'] : []
  const positionOf = (name: string): number => Number(asSchema(properties[name])?.['position'] ?? 0)
  const named = Object.keys(properties).sort((a, b) => positionOf(a) - positionOf(b))
  return [...named, ...Object.keys(values).filter(name => !Object.hasOwn(properties, name))].map((name) => {
    const property = asSchema(properties[name])
    const value = Object.hasOwn(values, name) ? values[name] : property?.['default']
    const kind = toKind(property, value)
    const description = property?.['description']
    return {
      name,
      kind,
      description: typeof description === 'string' ? description : null,
      choices: kind === 'choice' ? (property?.['enum'] as unknown[]).map(choice => JSON.stringify(choice)) : [],
      isRequired: required.includes(name),
      text: writeField(kind, value),
    }
  })
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
      return typeof value === 'boolean' ? 'boolean' : 'json'
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
export function readField({ kind, isRequired }: Pick<ParameterField, 'kind' | 'isRequired'>, text: string): ReadField {
  if (text.includes(HIDDEN))
    return { value: null, mistake: 'holds a secret that is not shown here: write it out, or leave the whole as it was.' }
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
