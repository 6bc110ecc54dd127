import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'
import type { FilterBodies } from './paging.ts'

/** Prefect takes 200 characters; the rest is for quotes, escapes and the other phrase. */
const LONGEST_PHRASE = 90

const NO_RUN = '00000000-0000-0000-0000-000000000000'

/**
 * A query of Prefect's text search that finds every line in which a phrase can be seen, and perhaps more: its longest part of
 * ASCII as one quoted phrase, since databases differ in the case of other letters, or an escape character, since colours can
 * stand within the phrase. null where it has no such part.
 */
export function writeTextQuery(phrase: string): string | null {
  if (/[⟨⟩]/.test(phrase))
    return null // what cannot be seen is shown by a name that is not in the line
  const [part] = [...phrase.matchAll(/[ -~]+/g)].map(([found]) => found.trim()).sort((a, b) => b.length - a.length)
  if (part === undefined || part === '')
    return null
  const quoted = part.slice(0, LONGEST_PHRASE).trim().replaceAll(/["\\]/g, String.raw`\$&`)
  return `"${quoted}" "\u001B"`
}

/**
 * Whether `logs.text` works: from 3.4.20 (422 before), and not on SQLite before 3.44, where it is a 500. Asked of a run that is
 * none. Throws UpstreamError where the server does not answer.
 */
export async function takesTextQueries(client: Client, signal: AbortSignal | undefined): Promise<boolean> {
  const body: FilterBodies['/logs/filter'] & { limit: number } = { limit: 1, logs: { flow_run_id: { any_: [NO_RUN] }, text: { query: '"a"' } } }
  try {
    await client.send({ method: 'POST', path: '/logs/filter', body, safe: true }, { signal })
    return true
  }
  catch (error) {
    if (error instanceof UpstreamError && (error.status === 422 || error.status === 500))
      return false
    throw error
  }
}
