import { QueryClient } from '@tanstack/vue-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepLive } from './live.ts'

/** Stands for the browser's own; a test says what happens to it. */
class Stream extends EventTarget {
  static readonly CLOSED = 2
  static opened: Stream[] = []
  readyState = 0
  constructor() {
    super()
    Stream.opened.push(this)
  }

  close(): void {
    this.readyState = Stream.CLOSED
  }

  tell(type: string, data?: unknown): void {
    this.dispatchEvent(data === undefined ? new Event(type) : new MessageEvent(type, { data: JSON.stringify(data) }))
  }
}

const latest = (): Stream => Stream.opened.at(-1)!

describe('keepLive', () => {
  const client = new QueryClient()
  const invalidate = vi.spyOn(client, 'invalidateQueries')
  let live: ReturnType<typeof keepLive>

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', Stream)
    Stream.opened = []
    invalidate.mockClear()
    live = keepLive(client)
  })
  afterEach(() => {
    live.stop()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('reads again once for a burst of revisions, and lets a read on its way be', () => {
    latest().tell('open')
    for (const picture of [1, 2, 3, 4])
      latest().tell('revision', { picture })
    vi.advanceTimersByTime(1_000)
    expect(invalidate.mock.calls.filter(([filters]) => JSON.stringify(filters).includes('"morning"'))).toHaveLength(1)
    expect(invalidate.mock.calls[0]?.[1]).toEqual({ cancelRefetch: false })
  })
  it('reads nothing again for the revision it already shows', () => {
    latest().tell('revision', { picture: 7 })
    latest().tell('revision', { picture: 7 })
    vi.advanceTimersByTime(1_000)
    expect(invalidate).not.toHaveBeenCalled()
  })
  it('polls while the stream is not to be had, and says so', () => {
    latest().tell('error')
    expect(live.liveness.value).toBe('polling')
    vi.advanceTimersByTime(15_500)
    expect(invalidate).toHaveBeenCalled()
  })
  it('opens a stream anew that was refused', () => {
    latest().close()
    latest().tell('error')
    vi.advanceTimersByTime(15_000)
    expect(Stream.opened).toHaveLength(2)
    latest().tell('open')
    expect(live.liveness.value).toBe('live')
  })
  it('leaves a stream alone that the browser itself opens again', () => {
    latest().tell('error')
    vi.advanceTimersByTime(60_000)
    expect(Stream.opened).toHaveLength(1)
  })
  it('says offline at once, and reads and connects again when the network is back', () => {
    latest().tell('open')
    window.dispatchEvent(new Event('offline'))
    expect(live.liveness.value).toBe('offline')
    window.dispatchEvent(new Event('online'))
    vi.advanceTimersByTime(1_000)
    expect(Stream.opened).toHaveLength(2)
    expect(invalidate).toHaveBeenCalled()
  })
})
