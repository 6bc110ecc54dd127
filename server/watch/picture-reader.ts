import { HOUR_MS, MINUTE_MS } from '../../shared/expectations/thresholds.ts'
import type { FlowRun } from '../../shared/model/flow-run.ts'
import { formatCount } from '../../shared/verdict/words.ts'
import type { Picture } from '../../shared/verdict/picture.ts'
import { UpstreamError } from '../prefect/error.ts'
import type { Reads } from '../prefect/reads.ts'
import type { ServerMemory } from '../memory/memory.ts'
import { createAdHoc, type KeptAdHoc } from './ad-hoc.ts'
import { createAudit } from './audit.ts'
import { createChildren } from './children.ts'
import { toLoad } from './frequent.ts'
import { createInventory } from './inventory.ts'
import { createLearning, type Known, type Learning } from './learning.ts'
import { lookUp } from './look-up.ts'
import { createNotes } from './notes.ts'
import { createPools } from './pools.ts'
import { BAD_ENDS, REACH_MS, WINDOW_MS } from './reach.ts'
import { createRunBook } from './run-book.ts'
import { createRunExtras, type KeptExtras } from './run-extras.ts'
import { createSetAside } from './set-aside.ts'
import { createTurns, type Turns } from './turns.ts'
import { toUtcWords } from './utc-words.ts'

/** Changes are read this often also while the reach is still being read. */
const REFRESH_MS = 15_000
/** An end is stamped before its row can be seen. */
const OVERLAP_MS = MINUTE_MS
const SURROUNDINGS_EVERY_MS = MINUTE_MS
/** Requests of a refresh; what is read now and then has to fit beside what changed. */
const REQUESTS_A_REFRESH = 6
/** Histories and logs of single runs in a refresh, and in the first reading. */
const DETAILS_A_REFRESH = 6
const DETAILS_AT_FIRST = 150
/** Requests for what explains or completes a verdict, in one turn and in the first reading. */
const LEAST_ASIDE = 2
const MOST_ASIDE = 3
const MOST_ASIDE_AT_FIRST = 40
/** Errors of good runs that are older than the window but for this tell nothing of it. */
const ASIDE_SLACK_MS = HOUR_MS
/** More waiting runs than this do not fit on a page: then those that have waited are read each minute only. */
const WAITING_ON_A_PAGE = 150
/** Runs that failed last of their jobs, held against what they are now: one request. */
const MOST_HELD = 100

export interface PictureReader {
  /**
   * Reads everything at first, and what changed otherwise. `onProgress` is called when the picture has gained something worth
   * showing before all is read. Throws UpstreamError when runs cannot be read; the picture then stays as it was.
   */
  read: (signal: AbortSignal, onProgress: () => void) => Promise<void>
  picture: () => Picture
  /** When each kind of thing was last read, by the upstream's clock; null: not yet. */
  lastReads: () => readonly { what: string, at: number | null }[]
  /** Grows when the picture says something else, its time aside. */
  changeCount: () => number
  /** What was read, for a later process; null: not enough to go on from. */
  kept: () => KeptPicture | null
}

/** What reading notes of what cannot be read again. */
export type ReaderMemory = Pick<ServerMemory, 'remembered' | 'vanished' | 'noteInventory' | 'noteVanished'>

/**
 * What an earlier process read of runs. The inventory is read anew: what was paused or deployed meanwhile is in no list of changes.
 * Nothing cheaper would tell: counts stay the same where one schedule was switched off, no list filters by schedules, and 3.8.8
 * leaves a deployment's `updated` as it was when one of its schedules is changed, so that the newest first would hide it.
 */
export interface KeptPicture {
  /** When what changed was last read. */
  readAt: number
  /** When everything was last gone over. */
  wholeReadAt: number
  runsKnownFromAt: number
  coverage: [string, { rowsFromAt: number, keptFromAt: number | null }][]
  adHoc: KeptAdHoc
  extras: KeptExtras
  runs: readonly FlowRun[]
}

export interface PictureReaderOptions {
  server: string
  demo: boolean
  reads: Reads
  memory: ReaderMemory
  /** The upstream's clock, epoch ms. */
  now: () => number
  /** Requests sent upstream so far. */
  requestCount: () => number
  /** What an earlier process read; asked for once, at the first reading. */
  loadKept: () => Promise<KeptPicture | null>
}

/** Keeps one server's picture. */
export function createPictureReader({ server, demo, reads, memory, now, requestCount, loadKept }: PictureReaderOptions): PictureReader {
  const notes = createNotes()
  const setAside = createSetAside()
  const book = createRunBook()
  const adHoc = createAdHoc({ reads, book, notes, setAside })
  const inventory = createInventory(reads, { onTrouble: notes.put, onWhole: (maps, at) => memory.noteInventory({ ...maps, at }) })
  const extras = createRunExtras({ reads, now })
  const pools = createPools(reads)
  const children = createChildren(reads)
  /** null: what an earlier process read is gone on from, or nothing was read yet. */
  let learning: Learning | null = null
  let known: Known = { runsKnownFromAt: null, coverage: new Map() }
  let turns: Turns | null = null
  let asOf: number | null = null
  let readAt: number | null = null
  let waitingReadAt = Number.NEGATIVE_INFINITY
  let wholeReadAt: number | null = null
  let surroundingsReadAt: number | null = null
  let isSurrounded = false
  const onVanished = (run: FlowRun): void => {
    memory.noteVanished([run], now())
  }
  const audit = createAudit({
    reads,
    book,
    notes,
    setAside,
    adHoc,
    deployments: () => inventory.maps().deployments,
    knownFromAt: () => known.runsKnownFromAt,
    coverage: () => known.coverage,
    onVanished,
    onRound: at => wholeReadAt = at,
    readAt: () => readAt ?? now(),
  })

  /** What explains a verdict without making one. */
  async function readChildren(signal: AbortSignal): Promise<void> {
    const at = now()
    await children.read({ sinceAt: surroundingsReadAt === null ? at - WINDOW_MS : surroundingsReadAt - OVERLAP_MS, roots: new Set(book.all().map(({ id }) => id)), signal })
    notes.put('children', children.isWhole() ? null : { what: 'runs', reason: 'Not all runs that other runs started were read: why some failed may be missing.', weighs: 'detail' })
    surroundingsReadAt = at
  }

  const readPools = async (signal: AbortSignal): Promise<void> => await pools.read([...inventory.maps().workPools.values()], signal)

  /** What is wrong by state, before anything else is asked of a large server: it is said that this is not all. */
  async function readByState(inventoryRead: Promise<void>, signal: AbortSignal, onProgress: () => void): Promise<void> {
    const at = now()
    const [unfinished] = await Promise.all([reads.listRunsUnfinished({ dueBeforeAt: at, signal }), inventoryRead])
    takeUnfinished(unfinished)
    const deployments = [...inventory.maps().deployments.values()]
    const load = toLoad(deployments, at)
    if (load.isLarge)
      book.put((await reads.listRunsEnded({ sinceAt: at - WINDOW_MS, types: BAD_ENDS, signal })).rows)
    learning = createLearning({ reads, book, notes, setAside, adHoc, deployments, load, at })
    known = learning.known()
    waitingReadAt = at
    settle(at)
    if (load.isLarge)
      onProgress()
  }

  /** Goes on from what an earlier process read: what changed since is read like after any pause. */
  async function readFromKept(kept: KeptPicture, inventoryRead: Promise<void>, signal: AbortSignal): Promise<boolean> {
    const newest = [...kept.runs].filter(({ endedAt }) => endedAt !== null).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0)).slice(0, MOST_HELD)
    const [held] = await Promise.all([reads.listRunsById(newest.map(({ id }) => id), { signal }), inventoryRead])
    // None of the last ones is there any more: this address leads to another database now.
    if (newest.length > 0 && held.rows.length === 0)
      return false
    book.put(kept.runs)
    book.put(held.rows)
    extras.restore(kept.extras)
    adHoc.restore(kept.adHoc)
    known = { runsKnownFromAt: kept.runsKnownFromAt, coverage: new Map(kept.coverage) }
    wholeReadAt = kept.wholeReadAt
    return await readChanges(kept.readAt, signal)
  }

  async function readFirst(signal: AbortSignal, onProgress: () => void): Promise<void> {
    notes.put('surroundings', { what: 'runs', reason: 'What runs were before, and which runs they started, is still being read.', weighs: 'expectations', reading: { ratio: null } })
    const inventoryRead = inventory.read(now(), signal) // the longest of these reads: begun first, needed last
    inventoryRead.catch(() => {}) // told where it is waited for
    const kept = await loadKept()
    const isUsed = kept !== null && kept.readAt <= now() && kept.readAt > now() - REACH_MS && await readFromKept(kept, inventoryRead, signal)
    if (isUsed)
      return onProgress()
    book.clear()
    adHoc.restore(null)
    wholeReadAt = null
    await readByState(inventoryRead, signal, onProgress)
  }

  /** What the verdict rests on beside the runs themselves, for the first time. */
  async function readSurroundings(signal: AbortSignal): Promise<void> {
    await readChildren(signal)
    await readPools(signal)
    await finish(now(), { most: DETAILS_AT_FIRST, signal })
    notes.put('surroundings', null)
    isSurrounded = true
  }

  /** Ends the first reading; from here on things are read now and then. */
  async function startTurns(signal: AbortSignal, onProgress: () => void): Promise<Turns> {
    if (!isSurrounded)
      await readSurroundings(signal)
    onProgress()
    await readAside(MOST_ASIDE_AT_FIRST, signal)
    return createTurns([
      ...inventory.turns(now),
      { everyMs: () => SURROUNDINGS_EVERY_MS, cost: left => Math.max(LEAST_ASIDE, Math.min(MOST_ASIDE, left)), work: async (signal, cost) => await readAside(cost, signal) },
      { everyMs: () => SURROUNDINGS_EVERY_MS, cost: pools.cost, work: readPools },
      { everyMs: () => SURROUNDINGS_EVERY_MS, cost: () => 2, work: readChildren },
      audit,
    ], now())
  }

  /** Reads on until the reach is read; what changes meanwhile is followed. */
  async function learn(own: Learning, signal: AbortSignal, onProgress: () => void): Promise<void> {
    while (!own.isIdle(now())) {
      const wasChecking = own.isChecking()
      await own.step(now(), signal)
      if (wasChecking && !own.isChecking())
        await readSurroundings(signal)
      known = own.known()
      if (!own.isChecking())
        onProgress()
      if (readAt !== null && now() - readAt >= REFRESH_MS) {
        await readDelta(readAt, signal)
        onProgress()
      }
    }
    if (own.isWhole())
      wholeReadAt ??= readAt
  }

  /** What changed since the last reading: who is unfinished now, and who ended. */
  async function readDelta(since: number, signal: AbortSignal): Promise<void> {
    await readChanges(since, signal)
    await finish(now(), { most: DETAILS_A_REFRESH, signal })
  }

  /** Gives false where more ended since than can be read at once: then all is to be read anew. */
  async function readChanges(since: number, signal: AbortSignal): Promise<boolean> {
    const at = now()
    const heldIds = badLast(book.all(), since - OVERLAP_MS).map(({ id }) => id)
    const waitingCount = book.unfinished().filter(({ state }) => state?.type === 'SCHEDULED').length
    const dueSinceAt = waitingCount > WAITING_ON_A_PAGE && at - waitingReadAt < MINUTE_MS ? since - OVERLAP_MS : null
    // One after the other: a server of one process is no sooner done with all, and others wait less. In this order a run that ends meanwhile is in one of them.
    const unfinished = await reads.listRunsUnfinished({ dueSinceAt, dueBeforeAt: at, signal })
    const ended = await reads.listRunsEnded({ sinceAt: since - OVERLAP_MS, signal })
    const held = heldIds.length === 0 ? undefined : await reads.listRunsById(heldIds, { signal })
    const listed = new Set([...unfinished.rows, ...ended.rows].map(({ id }) => id))
    const isExpected = (run: FlowRun): boolean => run.state?.type !== 'SCHEDULED' || dueSinceAt === null || dueAt(run) >= dueSinceAt
    const left = unfinished.complete ? book.unfinished().filter(run => !listed.has(run.id) && dueAt(run) <= at && isExpected(run)) : []
    takeUnfinished(unfinished)
    book.put([...held?.rows ?? [], ...adHoc.worthKnowing(ended.rows)])
    setAside.put('ended', ended.setAsideCount)
    if (dueSinceAt === null)
      waitingReadAt = at
    await lookUp(left, { reads, book, onVanished, signal })
    settle(at)
    return ended.complete
  }

  function takeUnfinished({ rows, complete, setAsideCount }: Awaited<ReturnType<Reads['listRunsUnfinished']>>): void {
    book.put(rows)
    setAside.put('unfinished', setAsideCount)
    notes.put('unfinished', complete ? null : { what: 'runs', reason: `More than ${formatCount(rows.length, 'run')} are unfinished: not all were read.`, weighs: 'expectations' })
  }

  async function readRetries({ most, signal }: { most: number, signal: AbortSignal }): Promise<void> {
    const leftCount = await extras.readRetries(book.unfinished(), { most, signal })
    notes.put('retries', leftCount === 0 ? null : { what: 'runs', reason: `Of ${formatCount(leftCount, 'run')} that began before it is still being read how that ended.`, weighs: 'expectations', reading: { ratio: null } })
  }

  async function finish(at: number, { most, signal }: { most: number, signal: AbortSignal }): Promise<void> {
    book.forgetBefore(at - REACH_MS)
    children.forgetBefore(at - WINDOW_MS)
    const all = [...book.all(), ...children.all().map(({ run }) => run)]
    extras.forgetAllBut(all)
    await readRetries({ most, signal })
    settle(readAt ?? at)
    try {
      const leftCount = await extras.readDetails(all, { sinceAt: at - WINDOW_MS, now: at, most, signal })
      notes.put('reasons', leftCount === 0 ? null : { what: 'reasons', reason: `The logs of ${formatCount(leftCount, 'failed run')} were not read.`, weighs: 'detail' })
    }
    catch (error) {
      if (!(error instanceof UpstreamError))
        throw error
      notes.put('reasons', { what: 'reasons', reason: `Why runs failed could not be read from their logs: ${error.message}`, weighs: 'detail' })
    }
  }

  /** What runs say in their logs, and what they took long ago. */
  async function readAside(mostRequests: number, signal: AbortSignal): Promise<void> {
    const at = now()
    const { trouble, knownFromAt } = await extras.readAside(book.all(), { now: at, reachFromAt: at - REACH_MS, mostRequests, signal })
    const reason = trouble !== null
      ? `Not all that runs logged, or took long ago, could be read: ${trouble}`
      : knownFromAt !== null && knownFromAt > at - WINDOW_MS + ASIDE_SLACK_MS
        ? `Errors that runs logged before ${toUtcWords(knownFromAt)} were not read, so good runs that logged some may be missing.`
        : null
    notes.put('logs', reason === null ? null : { what: 'logs', reason, weighs: 'detail' })
  }

  function settle(at: number): void {
    const count = setAside.count()
    notes.put('set aside', count === 0 ? null : { what: 'runs', reason: `${formatCount(count, 'run')} came in a shape that is not understood.`, weighs: 'expectations' })
    readAt = at
    if (inventory.isKnown())
      asOf = at
  }

  return {
    async read(signal, onProgress) {
      const before = requestCount()
      if (readAt === null)
        await readFirst(signal, onProgress)
      else
        await readDelta(readAt, signal)
      if (learning !== null && !learning.isIdle(now()))
        await learn(learning, signal, onProgress)
      else if (turns !== null)
        await turns.take({ requests: REQUESTS_A_REFRESH - (requestCount() - before), at: now(), signal })
      turns ??= await startTurns(signal, onProgress)
      settle(readAt ?? now()) // rows may be set aside, and the inventory known, only since
    },
    picture: () => ({
      server,
      demo,
      asOf,
      reachFromAt: (asOf ?? now()) - REACH_MS,
      ...known,
      countedAdHoc: adHoc.counted(),
      workQueues: pools.workQueues(),
      workers: pools.workers(),
      children: children.all(),
      remembered: memory.remembered(),
      ...inventory.maps(),
      runs: book.all(),
      histories: extras.histories(),
      loggedErrors: extras.loggedErrors(),
      signsOfLife: extras.signsOfLife(),
      errorLines: extras.errorLines(),
      olderRuns: extras.olderRuns(),
      vanished: memory.vanished().filter(run => dueAt(run) >= (asOf ?? now()) - REACH_MS),
      unread: notes.all(),
      setAsideCount: setAside.count() + inventory.setAsideCount(),
    }),
    lastReads: () => [
      { what: 'runs that began, ended or wait', at: readAt },
      { what: 'all runs that were due', at: wholeReadAt },
      { what: 'flows, deployments and pools', at: inventory.readAt() },
      { what: 'queues, workers and runs that runs started', at: surroundingsReadAt },
    ],
    changeCount: () => book.changeCount() + notes.changeCount() + audit.changeCount() + extras.changeCount() + inventory.changeCount() + pools.changeCount() + children.changeCount(),
    kept: () => {
      if (readAt === null || wholeReadAt === null || known.runsKnownFromAt === null || learning?.isChecking() === true)
        return null
      return { readAt, wholeReadAt, runsKnownFromAt: known.runsKnownFromAt, coverage: [...known.coverage], adHoc: adHoc.kept(), extras: extras.kept(), runs: book.all() }
    },
  }
}

/** The runs that ended badly and are the last of their job, newest first: one marked as completed by hand is in no list of what ended since. */
function badLast(runs: readonly FlowRun[], beforeAt: number): FlowRun[] {
  const lastOf = new Map<string, FlowRun>()
  for (const run of runs) {
    if (run.endedAt === null)
      continue
    const job = run.deploymentId ?? run.flowId
    const last = lastOf.get(job)
    if (last === undefined || dueAt(run) > dueAt(last))
      lastOf.set(job, run)
  }
  return [...lastOf.values()]
    .filter(({ state, endedAt }) => state !== null && BAD_ENDS.includes(state.type) && (endedAt ?? 0) < beforeAt)
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
    .slice(0, MOST_HELD)
}

function dueAt(run: FlowRun): number {
  return run.expectedStartAt ?? run.createdAt
}
