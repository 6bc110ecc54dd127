import { LEVEL_WORDS, readLevelWord, type LevelChoice } from '../logs/log-level.ts'
import { readFilterAddress, writeFilterAddress, type AddressQuery } from './filter-address.ts'
import type { RunFilter } from './run-filter.ts'

/** What is looked for in the logs of many runs. */
export interface LogSearch {
  /** Empty: nothing yet. */
  phrase: string
  /** Lines of this level and above; null: any. */
  level: LevelChoice | null
  /** Of which runs, and of which time, which bounds the lines too. */
  filter: RunFilter
}

const LONGEST_PHRASE = 500

/**
 * Reads an address: `?q=connection+refused&level=error&runs=flow:orders+started:3d`. `runs` is the filter as text; what
 * `readFilterAddress` takes besides (`flow`, `tag`, `from`, …) is taken here too. What cannot be read becomes its default and is told.
 */
export function readLogSearch(query: AddressQuery): LogSearch & { mistakes: string[] } {
  const one = (name: string): string | null => [query[name]].flat()[0] ?? null
  const { filter, mistakes } = readFilterAddress({ ...query, q: query['runs'] })
  return { phrase: (one('q') ?? '').slice(0, LONGEST_PHRASE), level: readLevelWord(one('level')), filter, mistakes }
}

/** Writes an address; what asks nothing is left out. */
export function writeLogSearch({ phrase, level, filter }: Partial<LogSearch>): Record<string, string> {
  const { q: runs } = writeFilterAddress(filter ?? {})
  return {
    ...(phrase !== undefined && phrase !== '' && { q: phrase }),
    ...(level != null && { level: LEVEL_WORDS[level] }),
    ...(runs !== undefined && { runs }),
  }
}
