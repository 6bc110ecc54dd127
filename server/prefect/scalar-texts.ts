import { z } from 'zod'

const MOST = 12
const LONGEST = 80

/** Scalar values of a JSON object as text, the first twelve; what is long, nested or no object at all is left out. */
export const ScalarTexts = z.unknown().optional().transform((body): Record<string, string> => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return {}
  const scalars = Object.entries(body).flatMap(([name, value]: [string, unknown]): [string, string][] =>
    (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') && name.length <= LONGEST && String(value).length <= LONGEST ? [[name, String(value)]] : [])
  return Object.fromEntries(scalars.slice(0, MOST))
})
