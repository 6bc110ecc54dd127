import type { Job } from '../verdict/job.ts'
import type { Expectation } from './expectation.ts'

/** What is declared of one job: of each field, what the most specific match says; null: nothing. */
export type Declared = Omit<Expectation, 'line' | 'server' | 'match'>

const SPECIFIC: readonly Expectation['match']['kind'][] = ['deployment', 'flow', 'tag']

const NOTHING: Declared = { tier: null, owner: null, everySlot: null, doneBy: null, freshForMs: null, complete: null, startsWithinMs: null, takesAtMostMs: null, succeedsAtLeast: null, after: null, goodEnds: null, calendar: null }

/** Whether an expectation is about a job. A deployment is named `flow/deployment`. */
export function isAbout({ match }: Pick<Expectation, 'match'>, { key, flow, tags }: Pick<Job, 'key' | 'flow' | 'tags'>): boolean {
  switch (match.kind) {
    case 'deployment':
      return key === match.name
    case 'flow':
      return flow === match.name
    case 'tag':
      return tags.includes(match.name)
  }
}

/** Deployment before flow before tag; of two alike the one that stands first. null where nothing is declared. */
export function resolveDeclared(expectations: readonly Expectation[], job: Pick<Job, 'key' | 'flow' | 'tags'>): Declared | null {
  const matching = expectations.filter(expectation => isAbout(expectation, job)).sort((a, b) => SPECIFIC.indexOf(a.match.kind) - SPECIFIC.indexOf(b.match.kind))
  if (matching.length === 0)
    return null
  const resolved: Record<string, unknown> = { ...NOTHING }
  for (const name of Object.keys(NOTHING) as (keyof Declared)[])
    resolved[name] = matching.map(expectation => expectation[name]).find(value => value !== null) ?? null
  return resolved as unknown as Declared
}

/** Expectations about no job there is: most likely a name was mistyped, so nothing watches what somebody meant. */
export function listUnmatched(expectations: readonly Expectation[], jobs: readonly Pick<Job, 'key' | 'flow' | 'tags'>[]): Expectation[] {
  return expectations.filter(expectation => !jobs.some(job => isAbout(expectation, job)))
}
