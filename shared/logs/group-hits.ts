import type { RunHits } from '../api/log-search.ts'
import { comparePlaces } from './log-place.ts'
import { SEARCH_BOUNDS } from './search-bounds.ts'

/** Puts hits that were found later to those found before: one group a run, the run that began last first, and last what belongs to none. */
export function addHits(groups: readonly RunHits[], found: readonly RunHits[]): RunHits[] {
  const byRun = new Map(groups.map(group => [group.runId, group]))
  for (const group of found) {
    const known = byRun.get(group.runId)
    byRun.set(group.runId, known === undefined ? group : {
      ...known,
      hits: [...known.hits, ...group.hits].sort((a, b) => comparePlaces(a.line, b.line)).slice(-SEARCH_BOUNDS.hitsOfOneRun),
      hitCount: known.hitCount + group.hitCount,
    })
  }
  return [...byRun.values()].sort((a, b) => Number(a.run === null) - Number(b.run === null) || compareTexts(beginOf(b), beginOf(a)) || compareTexts(a.runId ?? '', b.runId ?? ''))
}

/** ISO, so that texts are in the order of time. */
function beginOf({ run, hits }: RunHits): string {
  return run?.startedAt ?? run?.expectedAt ?? hits[0]?.line.at ?? ''
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
