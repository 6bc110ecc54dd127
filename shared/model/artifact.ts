/** Something a run left for people: of one `key`, each run's is a further version. */
export interface Artifact {
  id: string
  key: string
  /** `markdown`, `table`, `progress`, `image`, or another that an author or a later version chose. Links are markdown. */
  type: string
  description: string | null
  /** As it was left: a text, for a table JSON as text, for progress a number. */
  content: unknown
  createdAt: number
  flowRunId: string | null
  taskRunId: string | null
}
