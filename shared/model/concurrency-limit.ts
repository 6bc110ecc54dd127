/** A limit by name on what may be going on at once. A limit of a deployment's runs is called `deployment:ID`, one of a tag's tasks `tag:TAG`. */
export interface ConcurrencyLimit {
  name: string
  /** false: switched off, it holds nobody up. */
  active: boolean
  limit: number
  /** Places that are taken. */
  usedCount: number
  /** Places that come free by themselves each second; 0: they are given back. */
  freedPerSecond: number
}

/** A limit on the task runs that carry a tag, and which of them hold its places. */
export interface TagLimit {
  tag: string
  limit: number
  taskRunIds: readonly string[]
}
