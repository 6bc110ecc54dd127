import { getQuery, getRouterParam, type H3Event } from 'h3'
import { z } from 'zod'
import { isTimeZone } from '../../shared/model/zone.ts'
import { Refusal } from '../errors.ts'
import { parseInstant } from '../prefect/instant.ts'

/** An ISO instant of an address, as epoch ms. */
export const Instant = z.string().transform((text, context) => {
  const at = parseInstant(text)
  if (at === null) {
    context.addIssue({ code: 'custom', message: 'an ISO 8601 instant with its zone, e.g. 2026-11-22T18:00:00Z' })
    return z.NEVER
  }
  return at
})

export const TimeZone = z.string().refine(isTimeZone, 'an IANA time zone, e.g. Europe/Berlin')

/** One text or several, each once. */
export const Texts = z.union([z.string(), z.array(z.string())], 'text').transform(given => [...new Set([given].flat())].filter(text => text !== '').slice(0, 50))

/** Reads the query of a request, or refuses it with a sentence that names the parameter. A schema's message is what it must be. */
export function readQuery<T>(event: H3Event, schema: z.ZodType<T>): T {
  const given = Object.fromEntries(Object.entries(getQuery(event)).filter(([, value]) => value !== ''))
  const read = schema.safeParse(given)
  if (read.success)
    return read.data
  const [issue] = read.error.issues
  const name = String(issue?.path[0] ?? 'query')
  const isRepeated = Array.isArray(given[name])
  throw new Refusal(400, isRepeated ? `${name} may be given only once.` : `${name} must be ${issue?.message ?? 'something else'}.`)
}

/** Reads the JSON of a request, or refuses it with a sentence that names the field. A schema's message is what it must be. */
export async function readBody<T>(event: H3Event, schema: z.ZodType<T>): Promise<T> {
  const read = schema.safeParse(toJson(await event.req.text()))
  if (read.success)
    return read.data
  const [issue] = read.error.issues
  const name = issue === undefined || issue.path.length === 0 ? 'The body' : issue.path.join('.')
  throw new Refusal(400, `${name} must be ${issue?.message ?? 'something else'}.`)
}

/** undefined where it is none, which no schema takes. */
function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    return undefined // the caller says what is wanted
  }
}

/** The id in an address. Which ids exist is for upstream to say; only what can be none is refused here. */
export function readId(event: H3Event, thing: string, parameter = 'id'): string {
  const id = getRouterParam(event, parameter, { decode: true }) ?? ''
  if (!/^[\w-]{1,64}$/.test(id))
    throw new Refusal(404, `There is no ${thing} with this id.`)
  return id
}
