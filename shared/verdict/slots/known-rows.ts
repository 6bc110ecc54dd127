import type { Job } from '../job.ts'
import type { Picture } from '../picture.ts'

/** How far back a job's rows tell anything. */
export interface KnownRows {
  /** All its runs due since then are known: a slot without one is absent. */
  rowsFromAt: number
  /** Slots since then and before `rowsFromAt` were kept, all of them; those before are not known. */
  keptFromAt: number
}

/** A job that was several deployments is known as far back as all of them are. */
export function knownRows({ deploymentId, earlier }: Pick<Job, 'deploymentId' | 'earlier'>, { coverage, runsKnownFromAt, reachFromAt }: Picture, at: number): KnownRows {
  const general = Math.max(runsKnownFromAt ?? at, reachFromAt)
  const each = [deploymentId, ...earlier.map(({ id }) => id)].map((id) => {
    const own = id === null ? undefined : coverage.get(id)
    return own === undefined ? { rowsFromAt: general, keptFromAt: general } : { rowsFromAt: own.rowsFromAt, keptFromAt: Math.min(own.keptFromAt ?? own.rowsFromAt, own.rowsFromAt) }
  })
  return { rowsFromAt: Math.max(...each.map(({ rowsFromAt }) => rowsFromAt)), keptFromAt: Math.max(...each.map(({ keptFromAt }) => keptFromAt)) }
}
