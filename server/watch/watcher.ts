import type { Logger } from 'pino'
import type { UpstreamFailure } from '../../shared/api/failure.ts'
import { MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { formatDuration } from '../../shared/verdict/words.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads } from '../prefect/reads.ts'
import type { ServerMemory } from '../memory/memory.ts'
import type { PictureCache } from './picture-cache.ts'
import { createPictureReader, type PictureReader, type ReaderMemory } from './picture-reader.ts'

/** How the watched server fares. */
export interface Health {
  state: 'up' | 'down' | 'unread'
  /** null when up, and before the first answer. */
  trouble: { failure: UpstreamFailure, message: string } | null
  version: string | null
}

/** One server's picture and everything that tells of its change. */
export interface Watcher {
  picture: () => Picture
  health: () => Health
  lastReads: PictureReader['lastReads']
  /** Grows when an answer made of the picture can have changed. */
  revision: () => number
  /** Calls back after each growth until the returned function is called. */
  onRevision: (listener: () => void) => () => void
  /** Lets the revision grow for a change beside the picture. */
  renew: () => void
  /** The upstream's clock, epoch ms. */
  now: () => number
  /** Reads once; never throws for what upstream does. Gives how long to wait until the next time. */
  readOnce: () => Promise<number>
  start: () => void
  /** Keeps what was read for the next process. */
  stop: () => Promise<void>
}

export interface WatcherOptions {
  server: string
  demo: boolean
  reads: Reads
  /** The upstream's clock, epoch ms. */
  now: () => number
  /** When the same picture would be judged otherwise; null: never. */
  nextChangeAt: (picture: Picture, now: number) => number | null
  /** What cannot be read again; noted as it is seen. */
  memory: WatcherMemory
  /** Requests sent upstream so far. */
  requestCount: () => number
  /** Where what was read is kept for the next process. */
  cache: PictureCache
  log: Logger
}

export type WatcherMemory = ReaderMemory & Pick<ServerMemory, 'noteRead' | 'noteFailure'>

const EVERY_MS = 15_000
/** A verdict about to change brings the next reading forward, but not below this. */
const SOONEST_MS = 5_000
/** What was read is kept this often, should the process be killed. */
const KEPT_EVERY_MS = 10 * MINUTE_MS
/** Nothing listens: asking costs nobody anything, and the page should recover soon. */
const UNREACHABLE_WAITS_MS = [2_000, 5_000, 10_000, 15_000]
/** It listens and fails: it is given room. */
const FAILING_WAITS_MS = [15_000, 30_000, 60_000]

/** Reads one server on its own clock, for all viewers. */
export function createWatcher({ server, demo, reads, now, nextChangeAt, memory, requestCount, cache, log }: WatcherOptions): Watcher {
  const reader = createPictureReader({ server, demo, reads, memory, now, requestCount, loadKept: cache.load })
  const listeners = new Set<() => void>()
  let ending = new AbortController()
  let timer: NodeJS.Timeout | null = null
  let health: Health = { state: 'unread', trouble: null, version: null }
  let failureCount = 0
  // Seconds of the clock, so that no number of an earlier process or server comes again.
  let revision = Math.floor(now() / 1_000)
  let toldChanges = 0
  let toldAt = Number.NEGATIVE_INFINITY
  let changesAt: number | null = null
  let keptAt = Number.NEGATIVE_INFINITY
  let keeping: Promise<void> = Promise.resolve()
  /** Whole readings only: in the midst of one, runs stand in it whose states and children are not read yet. */
  let read = reader.picture()

  function tell(): void {
    revision += 1
    toldChanges = reader.changeCount()
    toldAt = now()
    const shown = picture()
    changesAt = shown.asOf === null ? null : nextChangeAt(shown, shown.asOf)
    listeners.forEach(listener => listener())
  }

  /** Tells when something changed, when time alone changes the verdict, and each minute: answers speak of minutes. */
  function tellIfChanged(before: Health): void {
    const { asOf } = read
    const isOtherVerdict = changesAt !== null && asOf !== null && asOf >= changesAt
    const isOtherHealth = before.state !== health.state || before.trouble?.message !== health.trouble?.message || before.version !== health.version
    if (reader.changeCount() !== toldChanges || isOtherVerdict || isOtherHealth || now() - toldAt >= MINUTE_MS)
      tell()
  }

  function picture(): Picture {
    if (health.trouble === null)
      return read
    const since = read.asOf === null ? 'Nothing was read yet' : `Nothing was read for ${formatDuration(Math.max(0, now() - read.asOf))}`
    return { ...read, unread: [{ what: 'runs', reason: `${since}: ${health.trouble.message}`, weighs: 'expectations' }, ...read.unread] }
  }

  async function readOnce(): Promise<number> {
    const before = health
    const beganAt = now()
    const { signal } = ending
    try {
      // After a failure it may have come back as another version.
      const version = before.state === 'up' ? before.version : (await reads.getCapabilities({ signal })).version
      await reader.read(signal, () => {
        health = { state: 'up', trouble: null, version }
        read = reader.picture()
        tell()
      })
      read = reader.picture()
      health = { state: 'up', trouble: null, version }
      failureCount = 0
      memory.noteRead(beganAt)
      tellIfChanged(before)
      return untilNext()
    }
    catch (error) {
      if (signal.aborted)
        return EVERY_MS
      if (!(error instanceof UpstreamError))
        log.error({ err: error }, 'reading the server failed by our own fault')
      else if (before.trouble?.message !== error.message)
        log.warn({ failure: error.failure, request: error.request, status: error.status }, error.message)
      const { failure, message } = error instanceof UpstreamError ? error : { failure: 'unreadable' as const, message: 'First Light failed to read what Prefect answered; its log says more.' }
      health = { ...health, state: 'down', trouble: { failure, message } }
      failureCount += 1
      memory.noteFailure(beganAt)
      tellIfChanged(before)
      return afterFailure(failure, error instanceof UpstreamError ? error.retryAfterMs : null)
    }
  }

  function untilNext(): number {
    const untilChange = changesAt === null ? EVERY_MS : changesAt - now() + 250
    return Math.min(EVERY_MS, Math.max(SOONEST_MS, untilChange))
  }

  function afterFailure(failure: UpstreamFailure, retryAfterMs: number | null): number {
    const waits = failure === 'unreachable' || failure === 'timed-out' ? UNREACHABLE_WAITS_MS : FAILING_WAITS_MS
    return Math.max(retryAfterMs ?? 0, waits[Math.min(failureCount, waits.length) - 1] ?? EVERY_MS)
  }

  async function goOn(): Promise<void> {
    const { signal } = ending
    const waitMs = await readOnce()
    if (signal.aborted)
      return
    timer = setTimeout(() => void goOn(), waitMs)
    if (now() - keptAt >= KEPT_EVERY_MS)
      void keep()
  }

  /** Where it was not read whole yet, what an earlier process kept stays. */
  async function keep(): Promise<void> {
    await keeping
    const read = reader.kept()
    if (read === null)
      return
    keptAt = now()
    keeping = cache.save(read)
    await keeping
  }

  return {
    picture,
    health: () => health,
    lastReads: reader.lastReads,
    revision: () => revision,
    onRevision(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    renew: tell,
    now,
    readOnce,
    start() {
      ending = new AbortController()
      void goOn()
    },
    async stop() {
      ending.abort()
      if (timer !== null)
        clearTimeout(timer)
      await keep()
    },
  }
}
