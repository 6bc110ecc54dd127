import type { H3Event } from 'h3'
import { z } from 'zod'
import type { FindMessage } from '../../shared/api/logs.ts'
import { toFinder, type Finder } from '../../shared/logs/find-text.ts'
import { Refusal } from '../errors.ts'
import { writeInstant } from '../prefect/instant.ts'
import { UpstreamError } from '../prefect/error.ts'
import { writeTextQuery } from '../prefect/log-search.ts'
import type { RouteDeps } from './deps.ts'
import { LOG_FILTER, openLog, toPlaceText, type LogReading } from './logs-scope.ts'
import { readAllPages, toBody, TOLD_AS_FOUND } from './logs-stream.ts'
import { readQuery } from './query.ts'

/** Whoever has so many narrows the phrase. */
const MOST_HITS = 100_000

const FindQuery = z.object({ ...LOG_FILTER, q: z.string('a text').max(500, 'a text of at most 500 characters') })

/** Every line of the whole log that holds a phrase, as they are found. */
export function findRoute(deps: RouteDeps) {
  return async (event: H3Event): Promise<Response> => {
    const asked = readQuery(event, FindQuery)
    const finder = toFinder(asked.q)
    if (finder === null)
      throw new Refusal(400, 'q must be a text to look for.')
    const reading = await openLog(event, deps, asked)
    const textQuery = await reading.shown.reads.canSearchLogs() ? writeTextQuery(finder.phrase) : null
    const body = toBody(signal => findAll(reading, { finder, textQuery, signal }))
    return new Response(body, { headers: TOLD_AS_FOUND })
  }
}

async function* findAll(reading: LogReading, { finder, textQuery, signal }: { finder: Finder, textQuery: string | null, signal: AbortSignal }): AsyncGenerator<string, void> {
  const say = (message: FindMessage): string => `${JSON.stringify(message)}\n`
  let [hitCount, readCount] = [0, 0]
  try {
    for await (const lines of readAllPages(reading, { textQuery, signal })) {
      const hits = lines.filter(({ message }) => finder.test(message)).map(toPlaceText)
      const last = lines.at(-1)
      hitCount += hits.length
      readCount += lines.length
      yield say({ hits, readCount, upTo: last === undefined ? null : writeInstant(last.at), scans: textQuery === null })
      if (hitCount >= MOST_HITS)
        return yield say({ done: true, capped: true })
    }
    yield say({ done: true, capped: false })
  }
  catch (error) {
    if (!(error instanceof UpstreamError))
      throw error
    yield say({ failed: error.message })
  }
}
