import type { Client } from './client.ts'
import { UpstreamError } from './error.ts'
import { writeInstant } from './instant.ts'
import type { FlowRunFilter } from './paging.ts'

/** What this server can do. */
export interface Capabilities {
  /** null where the server does not tell (Cloud). */
  version: string | null
  cloud: boolean
  /** `flow_runs.end_time` filter: from 3.0.4. */
  endTimeFilter: boolean
  /** `tags.any_` filter: from 3.0. */
  tagsAny: boolean
}

/** By the version the server names; by trying, on one that names none. Throws UpstreamError when it does not answer or refuses the key. */
export async function getCapabilities(client: Client, signal: AbortSignal | undefined): Promise<Capabilities> {
  const version = client.isCloud ? null : await readVersion(client, signal)
  const cloud = client.isCloud
  if (version !== null)
    return { version, cloud, endTimeFilter: isAtLeast(version, [3, 0, 4]), tagsAny: isAtLeast(version, [3, 0, 0]) }
  const endTimeFilter = await takes(client, { end_time: { after_: writeInstant(0) } }, signal)
  const tagsAny = await takes(client, { tags: { any_: ['a'] } }, signal)
  return { version, cloud, endTimeFilter, tagsAny }
}

/** `GET /admin/version` gives `"3.8.8"`; `/version` is the version of the API, the same for 2.20 and 3.x. */
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

/** A filter a server does not know is refused with 422; `limit: 0` reads nothing. */
async function takes(client: Client, filter: FlowRunFilter, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await client.send({ method: 'POST', path: '/flow_runs/filter', body: { limit: 0, flow_runs: filter }, safe: true }, { signal })
    return true
  }
  catch (error) {
    if (error instanceof UpstreamError && error.status === 422)
      return false
    throw error
  }
}

/** Compares numbers part by part; `3.1.0rc2` counts as 3.1.0. */
function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(part => Number.parseInt(part, 10))
  for (const [index, least] of wanted.entries()) {
    const part = parts[index]
    if (part === undefined || Number.isNaN(part) || part !== least)
      return part !== undefined && part > least
  }
  return true
}
