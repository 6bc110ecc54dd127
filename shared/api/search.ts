import type { RunRow } from './runs.ts'

/** `GET /api/search?q=&server=`: what a few letters, an id or a pasted address may mean, on one server or on all. Nothing for fewer than two characters. */
export interface SearchAnswer {
  servers: ServerFinds[]
}

export interface ServerFinds {
  /** As addresses name it; null: the default one. */
  server: string | null
  flows: { id: string, name: string }[]
  deployments: { id: string, name: string, flow: string }[]
  /** By id, or of the last 14 days by a part of their name. */
  runs: RunRow[]
  /** Why runs could not be looked for; null: they were. */
  incomplete: string | null
}
