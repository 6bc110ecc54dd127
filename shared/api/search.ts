import type { RunRow } from './runs.ts'

/** `GET /api/search?q=`: what a few letters, an id or a pasted address may mean. Nothing for fewer than two characters. */
export interface SearchAnswer {
  flows: { id: string, name: string }[]
  deployments: { id: string, name: string, flow: string }[]
  /** By id, or of the last 14 days by a part of their name. */
  runs: RunRow[]
  /** Why runs could not be looked for; null: they were. */
  incomplete: string | null
}
