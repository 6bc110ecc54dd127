import { getQuery, type H3Event } from 'h3'
import type { LogSearchMessage, RunHits, SearchEnd, SearchLooked, SearchWay } from '../../shared/api/log-search.ts'
import { readLogSearch } from '../../shared/filter/log-search-address.ts'
import { asksAnything, type RunFilter } from '../../shared/filter/run-filter.ts'
import { toFinder, type Finder } from '../../shared/logs/find-text.ts'
import { SEARCH_BOUNDS } from '../../shared/logs/search-bounds.ts'
import { toSearchTime, type SearchTime } from '../../shared/logs/search-time.ts'
import { toIso } from '../../shared/verdict/morning-answer.ts'
import { Refusal } from '../errors.ts'
import { UpstreamError } from '../prefect/error.ts'
import { writeTextQuery } from '../prefect/log-search.ts'
import type { Reads } from '../prefect/reads.ts'
import type { Shown } from '../shown.ts'
import { shownOf, type RouteDeps } from './deps.ts'
import { searchAllLines, searchRuns } from './log-search-ways.ts'
import { toBody, TOLD_AS_FOUND } from './logs-stream.ts'

/** How far the clock of a worker, which a line has its time from, and our notion of Prefect's clock may differ: a search without an end is to miss nothing that was just written. */
const CLOCKS_DIFFER_MS = 60_000

/** One search, on its way. */
export interface Searching {
  shown: Shown
  finder: Finder
  /** What Prefect is asked to pick lines by; null: every line is read. */
  textQuery: string | null
  minLevel: number | null
  filter: RunFilter
  time: SearchTime
  signal: AbortSignal
  /** Grows as it goes on. */
  looked: SearchLooked
}

/** Lines that say it, in the logs of many runs, as they are found. */
export function logSearchRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const shown = shownOf(event, deps)
    const { phrase, level, filter } = readLogSearch(getQuery(event) as Record<string, string | string[]>)
    const finder = toFinder(phrase)
    if (finder === null)
      throw new Refusal(400, 'q must be a text to look for.')
    const told = toSearchTime(filter, shown.watcher.now())
    refuseTime(told)
    const time = filter.time?.to == null ? { ...told, toAt: told.toAt + CLOCKS_DIFFER_MS } : told
    const { way, textQuery } = await chooseWay(finder, filter, shown.reads)
    const looked: SearchLooked = { way, picks: textQuery !== null, runCount: 0, failedRunCount: 0, totalRunCount: null, lineCount: 0, hitCount: 0, cutRunCount: 0, skipsEarlier: way !== 'all-lines' && time.by === 'started', setAsideCount: 0 }
    return new Response(toBody(signal => tell({ shown, finder, textQuery, minLevel: level, filter, time, signal, looked }, told)), { headers: TOLD_AS_FOUND })
  }
}

function refuseTime({ fromAt, toAt }: SearchTime): void {
  if (fromAt > toAt)
    throw new Refusal(400, 'The time asked for ends before it begins.')
  if (toAt - fromAt > SEARCH_BOUNDS.longestMs)
    throw new Refusal(400, 'A search covers 14 days at most: choose a shorter time.')
}

async function chooseWay({ phrase }: Finder, filter: RunFilter, reads: Reads): Promise<{ way: SearchWay, textQuery: string | null }> {
  const textQuery = writeTextQuery(phrase)
  const canSearch = await reads.canSearchLogs()
  const namesRuns = asksAnything(filter) || (filter.time !== null && filter.time.of !== 'started')
  return { way: namesRuns ? 'runs-named' : !canSearch ? 'no-search' : textQuery === null ? 'odd-phrase' : 'all-lines', textQuery: canSearch ? textQuery : null }
}

async function* tell(searching: Searching, told: SearchTime): AsyncGenerator<string, void> {
  const say = (message: LogSearchMessage): string => `${JSON.stringify(message)}\n`
  const { looked } = searching
  yield say({ of: told.by, from: toIso(told.fromAt), to: toIso(told.toAt) })
  try {
    const parts: AsyncGenerator<RunHits[], SearchEnd> = looked.way === 'all-lines' ? searchAllLines(searching) : searchRuns(searching)
    for (let part = await parts.next(); ; part = await parts.next()) {
      if (part.done === true) {
        yield say({ found: [], looked })
        return yield say({ done: part.value })
      }
      yield say({ found: part.value, looked })
    }
  }
  catch (error) {
    if (!(error instanceof UpstreamError))
      throw error
    yield say({ failed: error.message })
  }
}
