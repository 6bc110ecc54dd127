import openapi from './openapi-3.8.8.json'
import { readInstant } from './instant.ts'
import { invalid, type Fault } from './refusal.ts'

/** The part of JSON Schema in which the OpenAPI document of 3.8.8 words its requests. */
interface Schema {
  $ref?: string
  type?: string
  format?: string
  enum?: readonly string[]
  properties?: Readonly<Record<string, Schema>>
  additionalProperties?: unknown
  required?: readonly string[]
  items?: Schema
  anyOf?: readonly Schema[]
  minimum?: number
}

const SCHEMAS = openapi.components.schemas as Readonly<Record<string, Schema>>

export const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

/**
 * Refuses a body as 3.8.8 does where it breaks the schema: a filter key it does not have, a state type it does not know,
 * an id that is none. What upstream would pass unread (a key beside the filters) is not refused here.
 */
export function checkBody(body: Record<string, unknown>, schemaName: string): void {
  const faults = faultsOf(body, { $ref: `#/components/schemas/${schemaName}` }, ['body'])
  if (faults.length > 0)
    throw invalid(faults, body)
}

type Place = readonly (string | number)[]

function faultsOf(value: unknown, schema: Schema, loc: Place): Fault[] {
  if (schema.$ref !== undefined)
    return faultsOf(value, SCHEMAS[schema.$ref.split('/').at(-1) ?? ''] ?? {}, loc)
  if (schema.anyOf !== undefined) {
    const [first] = schema.anyOf
    return value === null || first === undefined ? [] : faultsOf(value, first, loc) // always one shape, or null
  }
  switch (schema.type) {
    case 'object':
      return objectFaults(value, schema, loc)
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((one, index) => faultsOf(one, schema.items ?? {}, [...loc, index]))
        : [fault('list_type', loc, 'Input should be a valid list', value)]
    case 'string':
      return textFaults(value, schema, loc)
    case 'boolean':
      return typeof value === 'boolean' ? [] : [fault('bool_type', loc, 'Input should be a valid boolean', value)]
    case 'integer':
      if (!Number.isInteger(value))
        return [fault('int_type', loc, 'Input should be a valid integer', value)]
      return schema.minimum !== undefined && Number(value) < schema.minimum ? [fault('greater_than_equal', loc, `Input should be greater than or equal to ${schema.minimum}`, value)] : []
    default:
      return []
  }
}

function objectFaults(value: unknown, { properties = {}, additionalProperties, required = [] }: Schema, loc: Place): Fault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [fault('model_attributes_type', loc, 'Input should be a valid dictionary or object to extract fields from', value)]
  const given = Object.entries(value)
  const missing = required.filter(name => !(name in value)).map(name => fault('missing', [...loc, name], 'Field required', value))
  return [...missing, ...given.flatMap(([name, one]): Fault[] => {
    const schema = properties[name]
    if (schema !== undefined)
      return faultsOf(one, schema, [...loc, name])
    return additionalProperties === false ? [fault('extra_forbidden', [...loc, name], 'Extra inputs are not permitted', one)] : []
  })]
}

function textFaults(value: unknown, schema: Schema, loc: Place): Fault[] {
  if (schema.enum !== undefined)
    return schema.enum.some(one => one === value) ? [] : [fault('enum', loc, `Input should be ${toChoice(schema.enum)}`, value)]
  if (typeof value !== 'string')
    return [fault('string_type', loc, 'Input should be a valid string', value)]
  if (schema.format === 'uuid' && !UUID.test(value))
    return [fault('uuid_parsing', loc, 'Input should be a valid UUID', value)]
  return schema.format === 'date-time' && readInstant(value) === null ? [fault('value_error', loc, `Value error, Unable to parse string [${value}]`, value)] : []
}

/** `'A', 'B' or 'C'`. */
function toChoice(words: readonly string[]): string {
  const quoted = words.map(word => `'${word}'`)
  return quoted.length === 1 ? quoted.join() : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}

const fault = (type: string, loc: Place, msg: string, input: unknown): Fault => ({ type, loc, msg, input })
