import type { LogLine } from '../model/log-line.ts'
import type { Finder } from './find-text.ts'
import { SEARCH_BOUNDS } from './search-bounds.ts'

/** A line that says it, with the lines beside it that were read. */
export interface FoundLine {
  line: LogLine
  /** Oldest first. */
  before: LogLine[]
  after: LogLine[]
}

/** The hits in the log of one run. */
export interface CollectedHits {
  /** The last ones there are, latest first. */
  hits: readonly FoundLine[]
  hitCount: number
  /** Lines looked at. */
  lineCount: number
}

/** Looks at the lines of one run as they come, latest first, and holds no more of them than is shown. */
export function createHitCollector(finder: Finder): { look: (line: LogLine) => void, collected: () => CollectedHits } {
  const hits: FoundLine[] = []
  /** Found, and lines before them are still to come. */
  let unfinished: FoundLine[] = []
  /** The lines just looked at, oldest first. */
  let later: LogLine[] = []
  let [hitCount, lineCount] = [0, 0]
  return {
    look(line) {
      lineCount += 1
      for (const hit of unfinished)
        hit.before.unshift(line)
      unfinished = unfinished.filter(({ before }) => before.length < SEARCH_BOUNDS.around)
      if (finder.test(line.message)) {
        hitCount += 1
        if (hits.length < SEARCH_BOUNDS.hitsOfOneRun) {
          const hit = { line, before: [], after: [...later] }
          hits.push(hit)
          unfinished.push(hit)
        }
      }
      later = [line, ...later].slice(0, SEARCH_BOUNDS.around)
    },
    collected: () => ({ hits, hitCount, lineCount }),
  }
}
