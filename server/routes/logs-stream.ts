import type { LogLine } from '../../shared/model/log-line.ts'
import type { LogReading } from './logs-scope.ts'

/** All lines of a log, page after page, oldest first. Read as they are wanted, so that no more than a page is held. */
export async function* readAllPages({ shown, scope, loggers }: LogReading, { textQuery = null, signal }: { textQuery?: string | null, signal: AbortSignal }): AsyncGenerator<LogLine[], void> {
  let cursor: string | null = null
  do {
    const page = await shown.reads.listLogs({ ...scope, textQuery, loggers, order: 'oldest-first', cursor, signal })
    yield page.lines
    cursor = page.cursor
  } while (cursor !== null && !signal.aborted)
}

/** Of a body of lines of JSON, each told as soon as it is known. */
export const TOLD_AS_FOUND = { 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' } as const

/**
 * Texts as a body that is made no faster than it is read, and not at all once the reader has left.
 *
 * @param make - throws in the middle of what it makes: the body then breaks off, and nobody takes it for whole
 */
export function toBody(make: (signal: AbortSignal) => AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const left = new AbortController()
  const parts = make(left.signal)
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await parts.next()
        if (done === true)
          controller.close()
        else
          controller.enqueue(encoder.encode(value))
      }
      catch (error) {
        if (!left.signal.aborted)
          controller.error(error)
      }
    },
    cancel: () => left.abort(),
  }, { highWaterMark: 0 })
}
