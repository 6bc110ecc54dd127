import type { H3Event } from 'h3'
import type { RevisionEvent } from '../../shared/api/live.ts'
import { Refusal } from '../errors.ts'
import { shownOf, type RouteDeps } from './deps.ts'

/** Keeps proxies that cut idle connections after a minute from doing so; the login is looked at again as often. */
const HEARTBEAT_MS = 15_000
const MOST_STREAMS = 100
/** Chunks a reader may leave unread before it is let go: it asks again when it can. */
const MOST_UNREAD = 64

/** One open tab. */
interface Stream {
  /** Shows that it lives, or ends it where its login is over. */
  beat: () => void
  end: () => void
}

export interface LiveStreams {
  /** A stream that tells of revisions, at once and on each growth. Throws a Refusal when there are too many. */
  open: (source: StreamSource) => ReadableStream<Uint8Array>
  /** Looks again at every stream's login. */
  recheck: () => void
  close: () => void
  count: () => number
}

export interface StreamSource {
  revision: () => number
  onRevision: (listener: () => void) => () => void
  isLoggedIn: () => boolean
}

export function createLiveStreams(): LiveStreams {
  const streams = new Set<Stream>()
  let isClosed = false
  return {
    open(source) {
      if (isClosed || streams.size >= MOST_STREAMS)
        throw new Refusal(503, 'Too many pages are followed live; this one reads again by itself.', { 'retry-after': '60' })
      return openStream(source, streams)
    },
    recheck: () => [...streams].forEach(stream => stream.beat()),
    close() {
      isClosed = true
      for (const stream of [...streams])
        stream.end()
    },
    count: () => streams.size,
  }
}

/** Every line is ours: numbers and constants, so that no text from upstream can forge an event. */
function openStream({ revision, onRevision, isLoggedIn }: StreamSource, streams: Set<Stream>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let letGo = (): void => {}
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string): void => {
        if ((controller.desiredSize ?? 0) < -MOST_UNREAD)
          stream.end()
        else
          controller.enqueue(encoder.encode(text))
      }
      const tell = (): void => write(`event: revision\ndata: ${JSON.stringify({ picture: revision() } satisfies RevisionEvent)}\n\n`)
      const stream: Stream = {
        beat() {
          if (isLoggedIn())
            return write(': still here\n\n')
          write('event: session-ended\ndata: {}\n\n')
          stream.end()
        },
        end() {
          if (!streams.has(stream))
            return
          letGo()
          controller.close()
        },
      }
      streams.add(stream)
      const stopTelling = onRevision(tell)
      const timer = setInterval(stream.beat, HEARTBEAT_MS)
      letGo = () => {
        streams.delete(stream)
        stopTelling()
        clearInterval(timer)
      }
      write(': First Light\nretry: 3000\n\n')
      tell()
    },
    cancel: () => letGo(),
  })
}

/** `event: revision` whenever an answer can have changed. `loginOf` gives a check of the login the stream was opened with. */
export function liveRoute(deps: RouteDeps, { live, loginOf }: { live: LiveStreams, loginOf: (event: H3Event) => () => boolean }) {
  return (event: H3Event): Response => {
    shownOf(event, deps)
    const body = live.open({ revision: () => deps.servers().reduce((sum, { watcher }) => sum + watcher.revision(), 0), onRevision: deps.onRevision, isLoggedIn: loginOf(event) })
    return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' } })
  }
}
