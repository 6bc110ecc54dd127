import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'

/** What this server can do, by its own version; a server that hides its version (Cloud) is taken for the newest. */
export interface Capabilities {
  /** null where the server does not tell. */
  version: string | null
  /** `flow_runs.end_time` filter: from 3.0.4. */
  endTimeFilter: boolean
  /** `tags.any_` filter: from 3.0. */
  tagsAny: boolean
}

/** Reads `GET /admin/version`. Throws UpstreamError when the server does not answer or refuses. */
export async function getCapabilities(client: Client, signal?: AbortSignal): Promise<Capabilities> {
  const version = await readVersion(client, signal)
  const atLeast = (wanted: readonly number[]): boolean => version === null || isAtLeast(version, wanted)
  return { version, endTimeFilter: atLeast([3, 0, 4]), tagsAny: atLeast([3, 0, 0]) }
}

async function readVersion(client: Client, signal: AbortSignal | undefined): Promise<string | null> {
  try {
    const answer = await client.send({ method: 'GET', path: '/admin/version', safe: true }, { signal })
    return typeof answer === 'string' && /^\d+\.\d+/.test(answer) ? answer : null
  }
  catch (error) {
    if (error instanceof UpstreamError && error.failure === 'absent')
      return null
    throw error
  }
}

function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(part => Number.parseInt(part, 10))
  for (const [index, least] of wanted.entries()) {
    const part = parts[index] ?? 0
    if (part !== least)
      return part > least
  }
  return true
}
