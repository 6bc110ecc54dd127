import type { Json } from './conditions.ts'
import { Refusal } from './refusal.ts'
import type { RunNow } from './run-now.ts'

/** What the flow that archives events asks somebody for, as 3.8.8 writes down its `RunInput`. */
const CONSENT = {
  additionalProperties: false,
  properties: {
    approved: { title: 'Approved', type: 'boolean' },
    keep_days: { default: 7, title: 'Keep Days', type: 'integer' },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null, title: 'Note' },
  },
  required: ['approved'],
  title: 'Consent',
  type: 'object',
}

/** The keys under which a paused run leaves what it asks for; its name and key, as Prefect's client has it. */
export function toKeyset(key: string): { description: string, response: string, schema: string } {
  return { description: `paused-${key}-description`, response: `paused-${key}-response`, schema: `paused-${key}-schema` }
}

/** What a run left under a key. */
export function readInput({ plan, steps }: RunNow, key: string): unknown {
  for (const { pause } of steps) {
    if (pause?.asks !== true)
      continue
    const keyset = toKeyset(pause.key)
    if (key === keyset.schema)
      return CONSENT
    if (key === keyset.description)
      return `Raw events older than ${String(plan.job.spec.parameters?.['older_than_days'])} days are going to be deleted. Go on?`
  }
  throw new Refusal(404, 'Flow run input not found')
}

/** What is wrong with an input, in the words of upstream's validator; null: nothing. */
export function faultOf(input: Json): string | null {
  const unknown = Object.keys(input).find(name => !Object.hasOwn(CONSENT.properties, name))
  if (unknown !== undefined)
    return `Additional properties are not allowed ('${unknown}' was unexpected)`
  if (!('approved' in input))
    return `'approved' is a required property`
  if (typeof input['approved'] !== 'boolean')
    return `${toRepr(input['approved'])} is not of type 'boolean'`
  if (input['keep_days'] !== undefined && !Number.isInteger(input['keep_days']))
    return `${toRepr(input['keep_days'])} is not of type 'integer'`
  return input['note'] == null || typeof input['note'] === 'string' ? null : `${toRepr(input['note'])} is not valid under any of the given schemas`
}

const toRepr = (value: unknown): string => typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
